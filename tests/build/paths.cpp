// Computes every activation by every path, compares the bits, and prints a hash of them for each quantity. The objects
// that several compilers make of this file for several instruction sets are what the tests of this folder look at.
// SPDX-License-Identifier: MIT
//
// Code that several objects share runs on the oldest CPU: nothing here may instantiate a function on float or double
// that is named after neither hillock nor the instruction set, such as std::bit_cast or std::function<float(float)>.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <hillock/hillock.hpp>
#include <limits>
#include <span>
#include <stdexcept>
#include <string_view>
#include <type_traits>

#ifndef ACTIVATIONS  // mutants/*.hpp bring their own
#define ACTIVATIONS hillock::activations
#define NORMALISERS hillock::normalisers
#define GATES hillock::gates
#endif

/// A user's class over an activation: code of theirs whose name holds one of ours.
template <class F>
struct layer {
  F f;

  template <class T>
  [[gnu::noinline]] void forward(const T* x, T* y, std::size_t n) const {
    for (std::size_t i = 0; i < n; ++i) y[i] = f(x[i]);
  }
  [[gnu::noinline]] bool is_exact() const {
    const hillock::info facts = hillock::about(f);
    return facts.at(hillock::accuracy::faithful).float32.value.ulp == 0;
  }
};

namespace {

constexpr std::size_t block = 203;  // on every instruction set: unrolled vectors, a single one, and a rest

template <class T>
using bits_of = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

/// Input number i. Even ones walk through every sign and exponent, with the first mantissa, the last one and random
/// ones: zeros, subnormals, infinities and both kinds of NaN are among them. Odd ones lie in [-32, 32].
template <class T>
T input(std::uint32_t i) {
  std::uint64_t random = (i + 1) * 0x9e3779b97f4a7c15u;
  random = (random ^ (random >> 32)) * 0xd6e8feb86659fd93u;
  random ^= random >> 32;
  if (i % 2 != 0) return static_cast<T>(static_cast<std::int64_t>(random)) * static_cast<T>(0x1p-58);

  constexpr int mantissa_bits = std::numeric_limits<T>::digits - 1;
  constexpr auto mantissa_mask = (bits_of<T>(1) << mantissa_bits) - 1;
  const std::uint32_t round = i >> (sizeof(T) * 8 - mantissa_bits + 1);
  const bits_of<T> mantissa = round == 0   ? 0
                              : round == 1 ? mantissa_mask
                                           : static_cast<bits_of<T>>(random) & mantissa_mask;
  return __builtin_bit_cast(T, (static_cast<bits_of<T>>(i / 2) << mantissa_bits) | mantissa);
}

/// One quantity of one activation, and what was found out about it.
struct record {
  std::string_view activation;
  int sample;
  const char* element;
  const char* quantity;
  std::uint64_t hash = 1;
  int differences = 0;

  int print() const {
    std::printf("%.*s", static_cast<int>(activation.size()), activation.data());
    if (sample > 0) std::printf(" sample %d", sample);
    std::printf(" <%s> %s %016llx\n", element, quantity, static_cast<unsigned long long>(hash));
    if (differences > 0) std::printf("  %d results differ from the scalar ones\n", differences);
    return differences;
  }
};

// The three below are never inlined: what they compute of an activation's result must not be optimised together with it.

template <class T>
[[gnu::noinline]] void hash(record& r, const T* values, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    r.hash = (r.hash ^ __builtin_bit_cast(bits_of<T>, values[i])) * 0x9e3779b97f4a7c15u;
    r.hash ^= r.hash >> 29;
  }
}

template <class T>
[[gnu::noinline]] void add(T addend, T* values) {
  for (std::size_t i = 0; i < block; ++i) values[i] += addend;
}

template <class T>
[[gnu::noinline]] void compare(record& r, const char* path, const T* x, const T* want, const T* got) {
  for (std::size_t i = 0; i < block; ++i) {
    if (__builtin_bit_cast(bits_of<T>, want[i]) == __builtin_bit_cast(bits_of<T>, got[i])) continue;
    if (r.differences++ < 3)
      std::printf("  %s at %a: %a from %s, %a from scalar\n", r.quantity, double(x[i]), double(got[i]), path,
                  double(want[i]));
  }
}

/// A way to a quantity, and its name: fill(x, y) computes it for a block.
template <class Fill>
struct path {
  const char* name;
  Fill fill;
  static constexpr bool is_used = true;
};
template <class Fill>
path(const char*, Fill) -> path<Fill>;

/// One that costs too much to compile where optimisation is on; another array function stands for it there.
template <class Fill>
struct costly_path {
  const char* name;
  Fill fill;
#ifdef __OPTIMIZE__
  static constexpr bool is_used = false;
#else
  static constexpr bool is_used = true;
#endif
};
template <class Fill>
costly_path(const char*, Fill) -> costly_path<Fill>;

/// member(x) is the quantity for a scalar or a batch; `paths` are further ways to it.
template <class T, class Member, class... Paths>
int check(unsigned inputs, record r, const Member& member, const Paths&... paths) {
  using batch = hillock::batch<T>;
  const T addend = T(0.3);
  T x[block], want[block], got[block];
  const auto by_batch = [&](const auto& f) {
    for (std::size_t i = 0; i < block; i += batch::size) {
      const std::size_t j = std::min(i, block - batch::size);
      f(batch::load_unaligned(x + j)).store_unaligned(got + j);
    }
  };
  for (unsigned first = 0; first < inputs; first += block) {
    for (unsigned i = 0; i < block; ++i) x[i] = input<T>(first + i);
    for (std::size_t i = 0; i < block; ++i) want[i] = member(x[i]);
    hash(r, want, block);
    by_batch([&](batch v) { return member(v); });
    compare(r, "batch", x, want, got);
    const auto take = [&](const auto& path) {
      if constexpr (std::remove_cvref_t<decltype(path)>::is_used) {
        path.fill(x, got);
        compare(r, path.name, x, want, got);
      }
    };
    (..., take(paths));

    add(addend, want);
    for (std::size_t i = 0; i < block; ++i) got[i] = member(x[i]) + addend;
    compare(r, "scalar + r", x, want, got);
    by_batch([&](batch v) { return member(v) + batch(addend); });
    compare(r, "batch + r", x, want, got);
  }
  return r.print();
}

template <class T, class F>
int check_activation(unsigned inputs, const F& f, int sample) {
  using batch = hillock::batch<T>;
  using row = const T(&)[block];
  using out = T(&)[block];
  const auto of = [&](const char* quantity) {
    return record{F::about.name, sample, sizeof(T) == 4 ? "float" : "double", quantity};
  };
  T gradient[block], other[block];
  for (std::size_t i = 0; i < block; ++i) gradient[i] = T(-0.7);
  const auto chain = [](auto derivative) { return hillock::math::mul(decltype(derivative)(T(-0.7)), derivative); };

  const auto at = hillock::at<hillock::accuracy::faithful>(f);

  int failures = 0;
  failures += check<T>(
      inputs, of("value"), [&](auto x) { return f(x); },  //
      costly_path{"forward", [&](auto& x, auto& y) { hillock::forward(f, x, y); }},
      path{"forward_and_derivative", [&](row x, out y) { hillock::forward_and_derivative(f, x, y, other); }},
      path{"at", [&](row x, out y) { layer<decltype(at)>{at}.forward(x, y, block); }},
      path{"std::transform", [&](row x, out y) { std::transform(x, x + block, y, f); }},
      path{"layer", [&](row x, out y) { layer<F>{f}.forward(x, y, block); }},
      path{"std::function", [&](row x, out y) {
             const std::function<batch(batch)> function = std::cref(f);  // a large f itself would be on the heap
             for (std::size_t i = 0; i < block; i += batch::size) {
               const std::size_t j = std::min(i, block - batch::size);
               function(batch::load_unaligned(x + j)).store_unaligned(y + j);
             }
           }});
  failures += check<T>(
      inputs, of("derivative"), [&](auto x) { return f.derivative(x); },
      costly_path{"derivative", [&](auto& x, auto& y) { hillock::derivative(f, x, y); }},
      path{"forward_and_derivative", [&](row x, out y) { hillock::forward_and_derivative(f, x, other, y); }});
  failures += check<T>(
      inputs, of("derivative in a chain"), [&](auto x) { return chain(f.derivative(x)); },
      costly_path{"backward", [&](auto& x, auto& y) { hillock::backward(f, x, gradient, y); }});
  if constexpr (requires(T x) { f.second_derivative(x); })
    failures += check<T>(
        inputs, of("second derivative"), [&](auto x) { return f.second_derivative(x); },
        costly_path{"second_derivative", [&](auto& x, auto& y) { hillock::second_derivative(f, x, y); }});
  if constexpr (requires(T x) { f.derivative_from_output(x); })
    failures += check<T>(
        inputs, of("derivative from output in a chain"), [&](auto y) { return chain(f.derivative_from_output(y)); },
        path{"backward_from_output", [&](row y, out dx) { hillock::backward_from_output(f, y, gradient, dx); }});
  return failures;
}

/// Normalisers have no scalar twin: their bits are hashed only.
template <class T, class F>
int hash_normaliser(const F& f, hillock::axis axis) {
  record r{F::about.name, 0, sizeof(T) == 4 ? "float" : "double", axis.inner == 1 ? "rows" : "columns"};
  T x[block], y[block], gradient[block];
  for (unsigned first = 1; first < 100 * block; first += 2 * block) {
    for (unsigned i = 0; i < block; ++i) x[i] = input<T>(first + 2 * i);
    hillock::forward(f, x, y, axis);
    hillock::backward_from_output(f, y, x, gradient, axis);
    hash(r, y, block);
    hash(r, gradient, block);
  }
  return r.print();
}

/// Gated units and f(x + bias), whose bits are tested elsewhere: they are hashed.
template <class T, class G>
int hash_gate(const G& g) {
  record r{G::about.name, 0, sizeof(T) == 4 ? "float" : "double", "gates"};
  T gate[block], value[block], out[block], grad_gate[block], grad_value[block];
  for (unsigned i = 0; i < block; ++i) value[i] = T(0.7) - T(i) / block;
  for (unsigned first = 1; first < 100 * block; first += 2 * block) {
    for (unsigned i = 0; i < block; ++i) gate[i] = input<T>(first + 2 * i);
    hillock::forward(g, gate, value, out);
    hillock::backward(g, gate, value, value, grad_gate, grad_value);
    hash(r, out, block);
    hash(r, grad_gate, block);
    hash(r, grad_value, block);
  }
  return r.print();
}
/// Layouts do not depend on the gate.
template <class T>
int hash_layouts() {
  record r{"swiglu", 0, sizeof(T) == 4 ? "float" : "double", "layouts"};
  const hillock::swiglu g;
  T x[2 * block], out[block], grad_x[2 * block];
  for (unsigned i = 0; i < 2 * block; ++i) x[i] = input<T>(2 * i + 1);
  const auto take = [&](auto layout) {
    hillock::forward(g, x, out, layout);
    hillock::backward(g, x, out, grad_x, layout);
    hash(r, out, block);
    hash(r, grad_x, 2 * block);
  };
  take(hillock::halves{.gate = hillock::half::first, .length = block});
  take(hillock::interleaved{.gate = hillock::half::second});
  return r.print();
}
template <class T, class F>
int hash_epilogues(const F& f) {
  record r{"epilogues", 0, sizeof(T) == 4 ? "float" : "double", "bias and scale"};
  T x[block], y[block], bias[block], grad_x[block], grad_bias[block];
  for (unsigned i = 0; i < block; ++i) {
    x[i] = input<T>(2 * i + 1);
    bias[i] = T(0.3) - T(i) / block;
  }
  for (const std::size_t inner : {1u, 29u}) {
    const std::size_t length = block / inner;
    const hillock::axis a{.length = length, .inner = inner};
    hillock::forward_with_bias(f, x, std::span<const T>(bias, length), y, a);
    hillock::backward_with_bias(f, x, std::span<const T>(bias, length), y, grad_x, std::span<T>(grad_bias, length), a);
    hash(r, y, block);
    hash(r, grad_x, block);
    hash(r, grad_bias, length);
  }
  hillock::forward(hillock::scaled{f, 0.3}, x, y);
  hillock::backward(hillock::scaled{f, 0.3}, x, y, grad_x);
  hash(r, y, block);
  hash(r, grad_x, block);
  return r.print();
}

template <class F>
int check_facts(const F& f) {
  const bool exact = hillock::about(f).at(hillock::accuracy::faithful).float32.value.ulp == 0;
  if (layer<F>{f}.is_exact() != exact) return std::puts("  layer::is_exact is wrong");
  try {
    float x[3] = {}, y[2];
    hillock::forward(f, x, y);
    return std::puts("  a wrong call passes");
  } catch (const std::invalid_argument&) {
    return 0;
  }
}

}  // namespace

/// The number of failures; ENTRY is one name for each instruction set.
extern "C" int ENTRY(unsigned inputs) {
  std::printf("%s\n", hillock::instruction_set);
  int failures = 0;
  const auto check_both = [&](const auto& f, unsigned some_inputs, int sample) {
    failures += check_activation<float>(some_inputs, f, sample) + check_activation<double>(some_inputs, f, sample);
  };
  ACTIVATIONS::for_each([&]<class F>() {
    failures += check_facts(F{});
    check_both(F{}, inputs, 0);
    if constexpr (requires { F::samples(); })
      for (int sample = 0; const F& f : F::samples()) check_both(f, inputs / 8, ++sample);
  });
  NORMALISERS::for_each([&]<class F>() {
    for (const std::size_t inner : {1u, 29u})
      failures += hash_normaliser<float>(F{}, {.length = block / inner, .inner = inner}) +
                  hash_normaliser<double>(F{}, {.length = block / inner, .inner = inner});
  });
  GATES::for_each([&]<class G>() { failures += hash_gate<float>(G{}) + hash_gate<double>(G{}); });
  if constexpr (GATES::size > 0) {
    failures += hash_layouts<float>() + hash_layouts<double>();
    failures += hash_epilogues<float>(hillock::tanh{}) + hash_epilogues<double>(hillock::tanh{});
  }
  return failures;
}
