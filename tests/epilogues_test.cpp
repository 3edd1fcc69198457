// f(x + bias), its gradients, and f(scale x).
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <vector>

#include "catch.hpp"
#include "epilogues_unit.hpp"
#include "guarded.hpp"
#include "reference/ulp.hpp"
#include "room.hpp"
#include "rows_inputs.hpp"

namespace tests {

#define SET(set) std::span<const epilogue> epilogues_##set();
HILLOCK_TESTS_SETS
#undef SET

std::span<const epilogue_set> epilogue_sets() {
  static const std::vector<epilogue_set> all = [] {
    std::vector<epilogue_set> result;
    const auto add = [&](std::string_view set, std::span<const epilogue> (*epilogues)()) {
      if (runs_here(set)) result.push_back({set, epilogues()});
    };
#define SET(set) add(#set, epilogues_##set);
    HILLOCK_TESTS_SETS
#undef SET
    return result;
  }();
  return all;
}

namespace {

template <class T>
std::string name(const epilogue& e) {
  return format("%s<%s> [%s]", e.name.data(), std::same_as<T, float> ? "float" : "double", e.instruction_set.data());
}

std::size_t size_of(const hillock::axis& a) { return a.outer * a.length * a.inner; }
std::size_t bias_of(const hillock::axis& a, std::size_t i) { return i / a.inner % a.length; }

std::vector<hillock::axis> axes(std::size_t lanes) {
  std::vector<hillock::axis> all{{.outer = 1, .length = 0}, {.outer = 0, .length = 3, .inner = 2}, {.length = 259}};
  for (const std::size_t length : {std::size_t{1}, std::size_t{3}, lanes - 1, lanes, lanes + 1, std::size_t{47}})
    for (const std::size_t outer : {1u, 2u, 5u})
      for (const std::size_t inner : {std::size_t{1}, std::size_t{2}, lanes - 1, lanes, 4 * lanes + 1})
        all.push_back({.outer = outer, .length = length, .inner = inner});
  all.push_back({.outer = 3, .length = 16 * lanes, .inner = 1});
  all.push_back({.outer = 3, .length = 33 * lanes + 5, .inner = 1});
  return all;
}

// x, bias and grad_y for an axis, and what two passes and a temporary array give.
template <class T>
struct bias_case {
  hillock::axis a;
  std::vector<T> x, bias, grad_y, y, grad_x;

  bias_case(const epilogue& e, const hillock::axis& axis) : a(axis) {
    random_bits random(61);
    const std::size_t n = size_of(a);
    x = random_logits<T>(n, 8, 0, random);
    bias = random_logits<T>(a.length, 4, 0, random);
    grad_y = random_logits<T>(n, 2, 0, random);
    compute(e);
  }
  void compute(const epilogue& e) {
    std::vector<T> sum = x;
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += bias[bias_of(a, i)];
    y.resize(sum.size());
    grad_x.resize(sum.size());
    e.in<T>().plain[0](sum, y);
    e.in<T>().plain[1](sum, grad_x);
    for (std::size_t i = 0; i < sum.size(); ++i) grad_x[i] *= grad_y[i];
  }
};

// The sum of grad_x that belongs to each bias, and of its sizes.
struct exact_sum {
  real value, size;
};
template <class T>
std::vector<exact_sum> exact_sums(const bias_case<T>& c) {
  std::vector<exact_sum> sums(c.a.length);
  for (std::size_t i = 0; i < c.grad_x.size(); ++i) {
    exact_sum& s = sums[bias_of(c.a, i)];
    s.value = s.value + c.grad_x[i];
    s.size = s.size + abs(real(c.grad_x[i]));
  }
  return sums;
}

template <class T>
void check_sums(const epilogue& e, const bias_case<T>& c, std::span<const T> grad_bias, failures& found) {
  const precision scope(2200);
  const std::vector<exact_sum> want = exact_sums(c);
  const real allowed = two_to(2 - 2 * std::numeric_limits<T>::digits);
  for (std::size_t k = 0; k < want.size(); ++k) {
    const real unit = abs(want[k].value) * two_to(-std::numeric_limits<T>::digits);
    const real off = abs(real(grad_bias[k]) - want[k].value);
    if (!(off <= unit + allowed * want[k].size))
      found.add([&] {
        return format("%s: the gradient by bias %zu of {.outer = %zu, .length = %zu, .inner = %zu} got %s want %s",
                      name<T>(e).c_str(), k, c.a.outer, c.a.length, c.a.inner, hex(grad_bias[k]).c_str(),
                      hex(static_cast<double>(want[k].value)).c_str());
      });
  }
}

template <class T>
failures check_bits(const epilogue& e) {
  failures found;
  const epilogue_calls<T>& call = e.in<T>();
  for (const hillock::axis& a : axes(call.lanes)) {
    const bias_case<T> c(e, a);
    const std::size_t n = size_of(a);
    const std::vector<T> grad_bias = [&] {
      room<T> grad_x(n, 0), sums(a.length, 0);
      call.backward(c.x, c.bias, c.grad_y, grad_x.array(), sums.array(), a);
      return std::vector<T>(sums.array().begin(), sums.array().end());
    }();
    check_sums<T>(e, c, grad_bias, found);
    for (const std::size_t offset : {std::size_t{0}, std::size_t{1}, call.lanes - 1}) {
      const auto expect = [&](room<T>& got, const std::vector<T>& want, const char* how) {
        const std::span<T> have = got.array();
        std::size_t at = 0;
        while (at < have.size() && same_number(have[at], want[at])) ++at;
        if (at < have.size() || !got.holds_beside())
          found.add([&] {
            return format("%s: %s of {.outer = %zu, .length = %zu, .inner = %zu} at offset %zu: element %zu got %s",
                          name<T>(e).c_str(), how, a.outer, a.length, a.inner, offset, at,
                          at < have.size() ? (hex(have[at]) + " want " + hex(want[at])).c_str() : "more than there is");
          });
      };
      for (const auto forward : {call.forward, call.unchecked_forward})
        for (const bool in_place : {false, true}) {
          room<T> x(c.x, offset), bias(c.bias, 1), y(n, 2);
          room<T>& out = in_place ? x : y;
          forward(x.array(), bias.array(), out.array(), a);
          expect(out, c.y, in_place ? "forward in place" : "forward");
        }
      for (const auto backward : {call.backward, call.unchecked_backward})
        for (int over = 0; over < 3; ++over) {  // nothing, x, grad_y
          room<T> x(c.x, offset), bias(c.bias, 1), grad_y(c.grad_y, 2), grad_x(n, 3), sums(a.length, offset);
          room<T>& out = over == 0 ? grad_x : over == 1 ? x : grad_y;
          backward(x.array(), bias.array(), grad_y.array(), out.array(), sums.array(), a);
          expect(out, c.grad_x, over == 0 ? "grad_x" : "grad_x in place");
          expect(sums, grad_bias, "grad_bias");
        }
    }
  }
  return found;
}

// Arrays beyond the caches, whose results are stored past them, against each row alone.
template <class T>
failures check_streaming(const epilogue& e) {
  failures found;
  const epilogue_calls<T>& call = e.in<T>();
  for (const hillock::axis& one :
       {hillock::axis{.length = 4096}, hillock::axis{.length = 331}, hillock::axis{.length = 35},
        hillock::axis{.length = 2, .inner = 1031}, hillock::axis{.length = 3, .inner = 1024}}) {
    const bias_case<T> c(e, one);
    const std::size_t n = size_of(one);
    hillock::axis a = one;
    a.outer = (std::size_t{64} << 20) / (2 * sizeof(T) * n) + 1;
    const auto repeated = [&](const std::vector<T>& row) {
      std::vector<T> all;
      while (all.size() < a.outer * n) all.insert(all.end(), row.begin(), row.end());
      return all;
    };
    const auto expect = [&](room<T>& got, const std::vector<T>& want, std::size_t offset, const char* what) {
      const std::span<T> have = got.array();
      std::size_t at = 0;
      while (at < have.size() && same_number(have[at], want[at % want.size()])) ++at;
      if (at < have.size() || !got.holds_beside())
        found.add([&] {
          return format("%s: {.outer = %zu, .length = %zu, .inner = %zu} at offset %zu: %s %zu has other bits",
                        name<T>(e).c_str(), a.outer, a.length, a.inner, offset, what, at);
        });
    };
    const std::vector<T> x = repeated(c.x), grad_y = repeated(c.grad_y);
    for (const std::size_t offset : {0u, 3u}) {
      room<T> y(x.size(), offset), grad_x(x.size(), offset), sums(a.length, 0), in_place(x, 0), want_sums(a.length, 0);
      call.forward(x, c.bias, y.array(), a);
      expect(y, c.y, offset, "element");
      call.backward(x, c.bias, grad_y, grad_x.array(), sums.array(), a);
      expect(grad_x, c.grad_x, offset, "the gradient by element");
      call.backward(in_place.array(), c.bias, grad_y, in_place.array(), want_sums.array(), a);
      expect(sums, {want_sums.array().begin(), want_sums.array().end()}, offset, "the gradient by bias");
    }
  }
  return found;
}

template <class T>
failures check_long_sums(const epilogue& e) {
  failures found;
  const std::size_t n = static_cast<std::size_t>((1 << 20) / thinning);
  for (const hillock::axis& a :
       {hillock::axis{.outer = n, .length = 2}, hillock::axis{.outer = 2, .length = 2, .inner = n / 2}}) {
    bias_case<T> c(e, a);
    random_bits random(62);
    for (T& each : c.grad_y) each = static_cast<T>(random.uniform(1, 1.001));
    for (T& each : c.x) each = static_cast<T>(random.uniform(1, 1.001));
    c.compute(e);
    std::vector<T> grad_x(c.x.size()), grad_bias(a.length);
    e.in<T>().backward(c.x, c.bias, c.grad_y, grad_x, grad_bias, a);
    check_sums<T>(e, c, grad_bias, found);
  }
  return found;
}

template <class T>
failures check_edges(const epilogue& e) {
  failures found;
  constexpr T inf = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  for (const hillock::axis& a :
       {hillock::axis{.outer = 7, .length = 5}, hillock::axis{.outer = 2, .length = 5, .inner = 70}})
    for (const T special : {inf, -inf, nan, std::numeric_limits<T>::max()}) {
      bias_case<T> c(e, a);
      std::ranges::fill(c.x, T(4));
      c.compute(e);
      std::vector<T> grad_x(c.x.size()), before(5), after(5);
      e.in<T>().backward(c.x, c.bias, c.grad_y, grad_x, before, a);
      for (std::size_t i = 0, left = 2; left > 0; ++i)  // twice, so that the largest number overflows
        if (bias_of(a, i) == 3) c.grad_y[i] = special, --left;
      e.in<T>().backward(c.x, c.bias, c.grad_y, grad_x, after, a);
      T want = 0;
      for (std::size_t i = 0; i < grad_x.size(); ++i)
        if (bias_of(a, i) == 3) want += grad_x[i];
      for (std::size_t k = 0; k < 5; ++k) {
        const bool good =
            k != 3 ? same_number(after[k], before[k]) : std::isfinite(want) || same_number(after[k], want);
        if (!good)
          found.add([&] {
            return format("%s: with %s at bias 3, the gradient by bias %zu got %s want %s", name<T>(e).c_str(),
                          hex(special).c_str(), k, hex(after[k]).c_str(), hex(k == 3 ? want : before[k]).c_str());
          });
      }
    }
  return found;
}

template <class T>
failures check_guards(const epilogue& e) {
  failures found;
  const fault_trap trap;
  const epilogue_calls<T>& call = e.in<T>();
  constexpr std::size_t longest = 600;
  const guarded_room room[]{guarded_room(longest * sizeof(T)), guarded_room(longest * sizeof(T)),
                            guarded_room(longest * sizeof(T)), guarded_room(longest * sizeof(T)),
                            guarded_room(longest * sizeof(T))};
  for (const guarded_room& r : room)
    for (const bool at_end : {false, true}) std::ranges::fill(r.array<T>(longest, at_end), T(0.75));
  for (std::size_t n = 0; n <= 259; n = next_length(n, call.lanes))
    for (const hillock::axis& a :
         {hillock::axis{.length = n}, hillock::axis{.outer = 2, .length = n}, hillock::axis{.length = 2, .inner = n}})
      for (const bool at_end : {false, true}) {
        const auto array = [&](int i) { return room[i].array<T>(size_of(a), at_end); };
        const auto bias = room[3].array<T>(a.length, at_end), grad_bias = room[4].array<T>(a.length, at_end);
        const auto check = [&](const char* function, const auto& f) {
          if (fault_trap::touches(f))
            found.add([&] {
              return format("%s of %s touches memory %s {.outer = %zu, .length = %zu, .inner = %zu}", function,
                            name<T>(e).c_str(), at_end ? "after" : "before", a.outer, a.length, a.inner);
            });
        };
        check("forward", [&] { call.forward(array(0), bias, array(1), a); });
        check("unchecked forward", [&] { call.unchecked_forward(array(0), bias, array(1), a); });
        check("backward", [&] { call.backward(array(0), bias, array(1), array(2), grad_bias, a); });
        check("unchecked backward", [&] { call.unchecked_backward(array(0), bias, array(1), array(2), grad_bias, a); });
      }
  return found;
}

template <class T>
class bias_misuse_check {
 public:
  explicit bias_misuse_check(const epilogue& e) : e_(e), call_(e.in<T>()) {}

  failures run() {
    for (const bool backward : {false, true}) {
      backward_ = backward;
      check();
    }
    return found_;
  }

 private:
  static constexpr hillock::axis fitting{.outer = 3, .length = 4, .inner = 3};
  static constexpr std::size_t length = 36, margin = 64;
  static constexpr T canary = T(-0x1.badp77);

  // x, bias, grad_y, grad_x or y, grad_bias
  struct arguments {
    std::span<T> array[5];
    hillock::axis a = fitting;
  };
  bool has(std::size_t i) const { return backward_ || i == 0 || i == 1 || i == 3; }
  static bool is_output(std::size_t i) { return i > 2; }

  arguments right() {
    for (auto& each : buffer_) std::ranges::fill(each, canary);
    arguments c;
    for (std::size_t i = 0; i < 5; ++i)
      c.array[i] = std::span<T>(buffer_[i] + margin, i == 1 || i == 4 ? fitting.length : length);
    return c;
  }

  void check() {
    for (std::size_t i = 0; i < 5; ++i) {
      if (!has(i)) continue;
      const std::size_t size = right().array[i].size();
      for (const std::size_t wrong : {size - 1, size + 1, std::size_t{0}}) {
        arguments c = right();
        c.array[i] = {c.array[i].data(), wrong};
        expect_refusal("an array of another length", c, {wrong});
      }
      arguments c = right();
      c.array[i] = {static_cast<T*>(nullptr), size};
      expect_refusal("a null array", c, {size});
      for (std::size_t j = 0; j < 5; ++j) {
        if (i == j || !has(j) || !is_output(i)) continue;
        const std::size_t other = right().array[j].size();
        const bool may_be_same = i == 3 && (j == 0 || j == 2);
        for (const std::ptrdiff_t shift :
             {std::ptrdiff_t{0}, std::ptrdiff_t{1}, std::ptrdiff_t(other) - 1, 1 - std::ptrdiff_t(size)}) {
          if (shift == 0 && may_be_same) continue;
          c = right();
          c.array[i] = {c.array[j].data() + shift, size};
          expect_refusal("an output that overlaps another array", c, {size, other});
        }
      }
    }
    for (const hillock::axis& a :
         {hillock::axis{.outer = 3, .length = 4, .inner = 2}, hillock::axis{.outer = 4, .length = 3, .inner = 3},
          hillock::axis{.outer = 0, .length = 4, .inner = 3},
          hillock::axis{.outer = ~std::size_t{0} / 4 + 1, .length = 4, .inner = 36}}) {
      arguments c = right();
      c.a = a;
      expect_refusal("an axis that does not fit", c, {a.length});
    }
    expect_acceptance("what fits", right());
    arguments c = right();
    c.array[3] = c.array[0];
    expect_acceptance("an output that is x", c);
    c = right();
    for (auto& each : c.array) each = {};
    c.a = {.length = 0};
    expect_acceptance("empty arrays", c);
  }

  void call(const arguments& c) const {
    if (backward_)
      call_.backward(c.array[0], c.array[1], c.array[2], c.array[3], c.array[4], c.a);
    else
      call_.forward(c.array[0], c.array[1], c.array[3], c.a);
  }

  void expect_refusal(const char* what, const arguments& c, std::initializer_list<std::size_t> numbers) {
    try {
      call(c);
      tell(what, "was accepted");
    } catch (const std::invalid_argument& error) {
      const std::string sentence = error.what();
      if (!sentence.starts_with(backward_ ? "hillock::backward_with_bias:" : "hillock::forward_with_bias:"))
        tell(what, "got: " + sentence);
      for (const std::size_t n : numbers)
        if (!names(sentence, n)) tell(what, "got a sentence without " + std::to_string(n) + ": " + sentence);
    }
    for (const auto& each : buffer_)
      if (std::ranges::any_of(each, [](T x) { return x != canary; })) return tell(what, "left something written");
  }

  void expect_acceptance(const char* what, const arguments& c) {
    try {
      call(c);
    } catch (const std::exception& error) {
      tell(what, std::string("got: ") + error.what());
    }
  }

  void tell(const char* what, const std::string& outcome) {
    found_.add([&] {
      return format("%s of %s, called with %s, %s", backward_ ? "backward_with_bias" : "forward_with_bias",
                    name<T>(e_).c_str(), what, outcome.c_str());
    });
  }

  const epilogue& e_;
  const epilogue_calls<T>& call_;
  bool backward_ = false;
  failures found_;
  T buffer_[5][margin + 2 * length + margin];
};

template <class T>
failures check_scaled(const epilogue& e) {
  failures found;
  const T s = static_cast<T>(epilogue_scale);
  random_bits random(63);
  std::vector<T> x = random_logits<T>(1000, 40, 0, random);
  for (const T each : extreme_inputs<T>()) x.push_back(each);
  for (const T each : nans<T>()) x.push_back(each);
  std::vector<T> scaled_x = x, got(x.size()), want(x.size());
  for (T& each : scaled_x) each *= s;
  for (int m = 0; m < 4; ++m) {
    if (e.in<T>().scaled[m] == nullptr) continue;
    e.in<T>().scaled[m](x, got);
    e.in<T>().plain[m](m == 3 ? x : scaled_x, want);
    for (int power = m == 3 ? 1 : m; power > 0; --power)
      for (T& each : want) each = s * each;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!same_number(got[i], want[i]))
        found.add([&] {
          return format("scaled %s, member %d at %s got %s want %s", name<T>(e).c_str(), m, hex(x[i]).c_str(),
                        hex(got[i]).c_str(), hex(want[i]).c_str());
        });
  }
  return found;
}

}  // namespace

failures bias_bits(const epilogue& e) {
  return in_both_types([&]<class T>(T) { return check_bits<T>(e); });
}
failures bias_streaming(const epilogue& e) {
  return in_both_types([&]<class T>(T) { return check_streaming<T>(e); });
}
failures bias_sums(const epilogue& e) {
  return in_both_types([&]<class T>(T) { return check_long_sums<T>(e); });
}
failures bias_edges(const epilogue& e) {
  return in_both_types([&]<class T>(T) { return check_edges<T>(e); });
}
failures bias_guards(const epilogue& e) {
  return in_both_types([&]<class T>(T) { return check_guards<T>(e); });
}
failures bias_misuse(const epilogue& e) {
  return in_both_types([&]<class T>(T) { return bias_misuse_check<T>(e).run(); });
}
failures scaled_bits(const epilogue& e) {
  return in_both_types([&]<class T>(T) { return check_scaled<T>(e); });
}

namespace {

void for_each_epilogue(failures (*property)(const epilogue&)) {
  for (const epilogue_set& set : epilogue_sets())
    for (const epilogue& e : set.all) report(property(e));
}

TEST_CASE("f(x + bias) and its gradients have the bits of separate passes", "[epilogues]") {
  for_each_epilogue(bias_bits);
}
TEST_CASE("f(x + bias) beyond the cache has the bits of each row alone", "[epilogues]") {
  if (thinning > 1) return;  // too much for an emulator
  for (const epilogue_set& set : epilogue_sets()) report(bias_streaming(set.all[0]));
}
TEST_CASE("gradients by a bias are sums without the errors of many terms", "[epilogues]") {
  for (const epilogue_set& set : epilogue_sets()) report(bias_sums(set.all[0]));
}
TEST_CASE("infinite gradients reach their bias alone", "[epilogues]") { for_each_epilogue(bias_edges); }
TEST_CASE("f(x + bias) stays within its arrays", "[epilogues]") { for_each_epilogue(bias_guards); }
TEST_CASE("a wrong call with a bias throws, names its numbers and writes nothing", "[epilogues]") {
  for_each_epilogue(bias_misuse);
}
TEST_CASE("f(scale x) has the bits of separate passes", "[epilogues]") { for_each_epilogue(scaled_bits); }

// --- Mutants --------------------------------------------------------------------------------------------------------

using in = std::span<const float>;
using out = std::span<float>;
using axis = const hillock::axis&;

const epilogue& healthy() { return epilogue_sets()[0].all[0]; }  // f(x) = x
void healthy_backward(in x, in bias, in grad_y, out grad_x, out grad_bias, axis a) {
  healthy().float32.backward(x, bias, grad_y, grad_x, grad_bias, a);
}

template <class Member, class Call>
void expect_caught(failures (*property)(const epilogue&), Member member, Call broken) {
  epilogue e = healthy();
  e.float32.*member = broken;
  CHECK(property(healthy()).count == 0);
  CHECK(property(e).count > 0);
}
constexpr auto in_forward = &epilogue_calls<float>::forward;
constexpr auto in_backward = &epilogue_calls<float>::backward;

TEST_CASE("the properties of epilogues find out", "[epilogues]") {
  SECTION("the bias of the next channel") {
    expect_caught(bias_bits, in_forward, [](in x, in bias, out y, axis a) {
      healthy().float32.forward(x, bias, y, a);
      if (a.inner > 1 && y.size() > a.inner && a.length > 1) y[a.inner - 1] += bias[1] - bias[0];
    });
  }
  SECTION("one column too many") {
    expect_caught(bias_bits, in_backward, [](in x, in bias, in grad_y, out grad_x, out grad_bias, axis a) {
      healthy_backward(x, bias, grad_y, grad_x, grad_bias, a);
      if (grad_bias.size() == 47) grad_bias.data()[47] = 0;
    });
  }
  SECTION("a gradient by the bias that depends on the alignment") {
    expect_caught(bias_bits, in_backward, [](in x, in bias, in grad_y, out grad_x, out grad_bias, axis a) {
      healthy_backward(x, bias, grad_y, grad_x, grad_bias, a);
      if (reinterpret_cast<std::uintptr_t>(x.data()) % 8 != 0 && !grad_bias.empty())
        grad_bias[0] = std::nextafter(grad_bias[0], 9.f);
    });
  }
  SECTION("the last row left out of the sum") {
    expect_caught(bias_bits, in_backward, [](in x, in bias, in grad_y, out grad_x, out grad_bias, axis a) {
      healthy_backward(x, bias, grad_y, grad_x, grad_bias, a);
      if (a.outer > 1 && !grad_x.empty()) grad_bias.back() -= grad_x.back();
    });
  }
  SECTION("a sum whose error grows with the terms") {
    expect_caught(bias_sums, in_backward, [](in x, in bias, in grad_y, out grad_x, out grad_bias, axis a) {
      healthy_backward(x, bias, grad_y, grad_x, grad_bias, a);
      std::ranges::fill(grad_bias, 0.f);
      for (std::size_t i = 0; i < grad_x.size(); ++i) grad_bias[bias_of(a, i)] += grad_x[i];
    });
  }
  SECTION("infinity that becomes NaN") {
    expect_caught(bias_edges, in_backward, [](in x, in bias, in grad_y, out grad_x, out grad_bias, axis a) {
      healthy_backward(x, bias, grad_y, grad_x, grad_bias, a);
      for (float& each : grad_bias) each -= each - each;
    });
  }
  SECTION("a bias read one past the end") {
    expect_caught(bias_guards, in_forward, [](in x, in bias, out y, axis a) {
      healthy().float32.forward(x, bias, y, a);
      volatile const float* end = bias.data() + bias.size();
      if (*end == 0) return;
    });
  }
  SECTION("a missing check of the bias") {
    expect_caught(bias_misuse, in_forward, [](in x, in bias, out y, axis a) {
      healthy().float32.forward(x, bias.size() > a.length ? bias.first(a.length) : bias, y, a);
    });
  }
  SECTION("a gradient written before the throw") {
    expect_caught(bias_misuse, in_backward, [](in x, in bias, in grad_y, out grad_x, out grad_bias, axis a) {
      if (grad_bias.data() != nullptr && !grad_bias.empty()) grad_bias[0] = 0;
      healthy_backward(x, bias, grad_y, grad_x, grad_bias, a);
    });
  }
  SECTION("the scale left out of the derivative") {
    epilogue e = healthy();
    e.float32.scaled[1] = e.float32.plain[1];
    CHECK(scaled_bits(healthy()).count == 0);
    CHECK(scaled_bits(e).count > 0);
  }
}

}  // namespace
}  // namespace tests
