// forward and backward of gated units over arrays.
// SPDX-License-Identifier: MIT
//
// A gated unit g maps a gate and a value to g(gate, value). The two lie in arrays of their own, or in one
// (core/gate_layout.hpp). Arrays are contiguous ranges of float or double, all of one element type. An output may be
// an input of its length; otherwise arrays must not overlap. A wrong call throws std::invalid_argument before anything
// is written. The same functions in `hillock::unchecked` are noexcept and take these conditions as given.
// The backward passes of geglu_tanh, glu, swiglu and swiglu_oai evaluate f and f' together: each is within its bound
// (`about` of the activation; but for silu' of floats with AVX-512: 2.4 ulp), but has not always the bits that forward and
// derivative of the activation give.
#pragma once

#include <concepts>
#include <cstddef>
#include <utility>

#include "../core/range.hpp"
#include "layout.hpp"
#include "product.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {
namespace detail {

template <class G, class T>
concept takes_gate_and_value = requires(const G& g, batch<T> v) {
  { g(v, v) } -> std::same_as<batch<T>>;
};
template <class G, class T>
concept has_gate_gradient = requires(const G& g, batch<T> v) {
  { g.backward(v, v, v) } -> std::same_as<gate_gradient<batch<T>>>;
};

}  // namespace detail

/// A function of a gate and a value, such as swiglu.
template <class G>
concept gated_unit = detail::takes_gate_and_value<G, float> || detail::takes_gate_and_value<G, double>;

namespace detail {

template <class G>
struct gate_kernel {
  const G& g;
  template <element T>
  HILLOCK_INLINE void operator()(const batch<T> (&in)[2], batch<T> (&out)[1]) const {
    out[0] = g(in[0], in[1]);
  }
};
template <class G>
struct gate_gradient_kernel {
  const G& g;
  template <element T>
  HILLOCK_INLINE void operator()(const batch<T> (&in)[3], batch<T> (&out)[2]) const {
    const gate_gradient<batch<T>> gradient = g.backward(in[0], in[1], in[2]);
    out[0] = gradient.gate;
    out[1] = gradient.value;
  }
};

template <class G, class... T>
consteval bool is_gated_unit() {
  static_assert(
      (takes_gate_and_value<G, T> || ...),
      "hillock: forward(g, gate, value, out) takes a gated unit, such as swiglu{}, and forward(f, x, y, axis) a "
      "normaliser, such as softmax{}: give the struct "
      "`template <hillock::value V> V operator()(V gate, V value) const`.");
  return (takes_gate_and_value<G, T> || ...);
}
template <class G, class T>
consteval bool has_gradient() {
  static_assert(has_gate_gradient<G, T>,
                "hillock: backward of a gated unit needs `template <hillock::value V> hillock::gate_gradient<V> "
                "backward(V gate, V value, V grad_out) const`.");
  return has_gate_gradient<G, T>;
}

// packed holds two elements for each of plain's.
template <class A, class B>
HILLOCK_INLINE void check_packed(const char* function, const operand<A>& packed, const operand<B>& plain) {
  if (packed.size / 2 != plain.size || packed.size % 2 != 0) [[unlikely]]
    invalid_argument("hillock::%s: %s has %zu elements, but %s has %zu: a gate and a value go with each.", function,
                     packed.name, packed.size, plain.name, plain.size);
  check_null(function, packed);
  check_null(function, plain);
}
template <class B>
HILLOCK_INLINE void check_layout(const char* function, halves layout, const operand<B>& plain) {
  if (plain.size != 0 && (layout.length == 0 || plain.size % layout.length != 0)) [[unlikely]]
    invalid_argument(
        "hillock::%s: halves{.length = %zu} does not fit %s, which has %zu elements: they are no whole rows.", function,
        layout.length, plain.name, plain.size);
}
template <class B>
HILLOCK_INLINE void check_layout(const char*, interleaved, const operand<B>&) {}

// run(kernel) with Kernel<G>{g}, or with the kernel of the formula that g's parameters choose: a choice inside the loop would
// keep constants from staying in registers.
template <template <class> class Kernel, class G, class Run>
HILLOCK_INLINE void with_kernel(const G& g, const Run& run) {
  const auto use = [&]<class Unit>(const Unit& unit) __attribute__((always_inline)) { run(Kernel<Unit>{unit}); };
  if constexpr (requires { g.with_formula(use); })
    g.with_formula(use);
  else
    use(g);
}

// Loops over arrays. The rows of halves are such arrays too, and call the same functions: loops are what takes time to
// compile.
template <element T, class G>
void forward_apart(const G& g, std::size_t n, const streams<T, 2, 1>& s) noexcept {
  with_kernel<gate_kernel>(g, [&](const auto& kernel) __attribute__((always_inline)) { loop<T, 2, 1>(kernel, n, s); });
}
template <element T, class G>
void backward_apart(const G& g, std::size_t n, const streams<T, 3, 2>& s) noexcept {
  with_kernel<gate_gradient_kernel>(
      g, [&](const auto& kernel) __attribute__((always_inline)) { loop<T, 3, 2>(kernel, n, s); });
}

// Where gates and values begin in a row.
struct half_offsets {
  std::size_t gate, value;
  HILLOCK_INLINE explicit half_offsets(halves layout)
      : gate(layout.gate.which == half::first ? 0 : layout.length), value(layout.length - gate) {}
};

}  // namespace detail

namespace unchecked {

/// out[i] = g(gate[i], value[i]); out may be gate or value.
template <class G, class Gate, class Value, class Out>
void forward(const G& g, const Gate& gate, Value&& value, Out&& out) noexcept {
  using T = detail::range_element<Gate>;
  detail::forward_apart<T>(g, std::ranges::size(gate),
                           {{std::ranges::data(gate), std::ranges::data(value)}, {std::ranges::data(out)}});
}

/// The gradients by gate[i] and value[i], times grad_out[i]; each may be any of the inputs.
template <class G, class Gate, class Value, class GO, class GG, class GV>
void backward(const G& g, const Gate& gate, const Value& value, const GO& grad_out, GG&& grad_gate,
              GV&& grad_value) noexcept {
  using T = detail::range_element<Gate>;
  detail::backward_apart<T>(g, std::ranges::size(gate),
                            {{std::ranges::data(gate), std::ranges::data(value), std::ranges::data(grad_out)},
                             {std::ranges::data(grad_gate), std::ranges::data(grad_value)}});
}

/// out = g of the gates and values in x, which is outer rows of 2 length; out is outer rows of length.
template <class G, class X, class Out>
void forward(const G& g, const X& x, Out&& out, halves layout) noexcept {
  using T = detail::range_element<X>;
  const detail::half_offsets at(layout);
  const std::size_t n = layout.length, call = std::ranges::size(out);
  for (std::size_t row = 0; row < call; row += n) {
    const T* in = std::ranges::data(x) + 2 * row;
    detail::forward_apart<T>(g, n, {{in + at.gate, in + at.value}, {std::ranges::data(out) + row}, call});
  }
  detail::end_rows<detail::streams<T, 2, 1>>(call);
}

/// The gradients by the gates and values in x, laid out as in x; grad_x may be x.
template <class G, class X, class GO, class GX>
void backward(const G& g, const X& x, const GO& grad_out, GX&& grad_x, halves layout) noexcept {
  using T = detail::range_element<X>;
  const detail::half_offsets at(layout);
  const std::size_t n = layout.length, call = std::ranges::size(grad_out);
  for (std::size_t row = 0; row < call; row += n) {
    const T* in = std::ranges::data(x) + 2 * row;
    T* gradient = std::ranges::data(grad_x) + 2 * row;
    detail::backward_apart<T>(g, n,
                              {{in + at.gate, in + at.value, std::ranges::data(grad_out) + row},
                               {gradient + at.gate, gradient + at.value},
                               call});
  }
  detail::end_rows<detail::streams<T, 3, 2>>(call);
}

/// out[i] = g of the gate and the value that are x[2 i] and x[2 i + 1].
template <class G, class X, class Out>
void forward(const G& g, const X& x, Out&& out, interleaved layout) noexcept {
  using T = detail::range_element<X>;
  detail::with_kernel<detail::gate_kernel>(g, [&](const auto& kernel) __attribute__((always_inline)) {
    detail::loop_over(
        kernel, std::ranges::size(out),
        detail::interleaved_streams<T, 2, 1>(std::ranges::data(x), nullptr, std::ranges::data(out), layout.gate.which));
  });
}

/// The gradients by the gates and values in x, laid out as in x; grad_x may be x.
template <class G, class X, class GO, class GX>
void backward(const G& g, const X& x, const GO& grad_out, GX&& grad_x, interleaved layout) noexcept {
  using T = detail::range_element<X>;
  detail::with_kernel<detail::gate_gradient_kernel>(g, [&](const auto& kernel) __attribute__((always_inline)) {
    detail::loop_over(kernel, std::ranges::size(grad_out),
                      detail::interleaved_streams<T, 3, 2>(std::ranges::data(x), std::ranges::data(grad_out),
                                                           std::ranges::data(grad_x), layout.gate.which));
  });
}

}  // namespace unchecked

namespace detail {

template <class G, class X, class Out, class Layout>
HILLOCK_INLINE void packed_forward(const G& g, const X& x, Out&& out, Layout layout) {
  if constexpr (is_gated_unit<G, float, double>()) {
    if constexpr (arrays_fit(inputs<const X&>{}, inputs<Out>{})) {
      if constexpr (is_gated_unit<G, range_element<X>>()) {
        const auto in = make_operand(x, "x");
        const auto o = make_operand(out, "out");
        check_packed("forward", in, o);
        check_layout("forward", layout, o);
        check_overlap("forward", in, o, false);
        unchecked::forward(g, x, out, layout);
      }
    }
  }
}

template <class G, class X, class GO, class GX, class Layout>
HILLOCK_INLINE void packed_backward(const G& g, const X& x, const GO& grad_out, GX&& grad_x, Layout layout) {
  if constexpr (arrays_fit(inputs<const X&, const GO&>{}, inputs<GX>{})) {
    if constexpr (has_gradient<G, range_element<X>>()) {
      const auto in = make_operand(x, "x"), gradient = make_operand(grad_out, "grad_out");
      const auto out = make_operand(grad_x, "grad_x");
      check_packed("backward", in, gradient);
      check_layout("backward", layout, gradient);
      check_map("backward", in, out);
      check_overlap("backward", gradient, out, false);
      unchecked::backward(g, x, grad_out, grad_x, layout);
    }
  }
}

}  // namespace detail

/// out[i] = g(gate[i], value[i]); out may be gate or value.
template <class G, class Gate, class Value, class Out>
void forward(const G& g, const Gate& gate, Value&& value, Out&& out) {
  if constexpr (detail::is_gated_unit<G, float, double>()) {
    if constexpr (detail::arrays_fit(detail::inputs<const Gate&, const Value&>{}, detail::inputs<Out>{})) {
      if constexpr (detail::is_gated_unit<G, detail::range_element<Gate>>()) {
        const auto o = detail::make_operand(out, "out");
        detail::check_map("forward", detail::make_operand(gate, "gate"), o);
        detail::check_map("forward", detail::make_operand(value, "value"), o);
        unchecked::forward(g, gate, value, out);
      }
    }
  }
}

/// grad_gate[i] and grad_value[i] are the gradients of g(gate[i], value[i]) times grad_out[i], in one pass; each may be
/// any of the inputs, but not the other.
template <class G, class Gate, class Value, class GO, class GG, class GV>
void backward(const G& g, const Gate& gate, const Value& value, const GO& grad_out, GG&& grad_gate, GV&& grad_value) {
  if constexpr (detail::arrays_fit(detail::inputs<const Gate&, const Value&, const GO&>{}, detail::inputs<GG, GV>{})) {
    if constexpr (detail::has_gradient<G, detail::range_element<Gate>>()) {
      const auto by_gate = detail::make_operand(grad_gate, "grad_gate");
      const auto by_value = detail::make_operand(grad_value, "grad_value");
      const auto check_input = [&](const auto& in) {
        detail::check_map("backward", in, by_gate);
        detail::check_map("backward", in, by_value);
      };
      check_input(detail::make_operand(gate, "gate"));
      check_input(detail::make_operand(value, "value"));
      check_input(detail::make_operand(grad_out, "grad_out"));
      detail::check_overlap("backward", by_gate, by_value, false);
      unchecked::backward(g, gate, value, grad_out, grad_gate, grad_value);
    }
  }
}

/// out = g of the gates and values in x. With halves{.gate = half::first, .length = n} x is outer rows of 2 n elements, the
/// gates the first n of each (or the second), and out is outer rows of n. With interleaved{.gate = half::first} x[2 i] is
/// the gate and x[2 i + 1] the value of out[i] (or the other way).
template <class G, class X, class Out>
void forward(const G& g, const X& x, Out&& out, halves layout) {
  detail::packed_forward(g, x, std::forward<Out>(out), layout);
}
template <class G, class X, class Out>
void forward(const G& g, const X& x, Out&& out, interleaved layout) {
  detail::packed_forward(g, x, std::forward<Out>(out), layout);
}

/// The gradients by the gates and values in x, times grad_out, laid out as in x; grad_x may be x.
template <class G, class X, class GO, class GX>
void backward(const G& g, const X& x, const GO& grad_out, GX&& grad_x, halves layout) {
  detail::packed_backward(g, x, grad_out, std::forward<GX>(grad_x), layout);
}
template <class G, class X, class GO, class GX>
void backward(const G& g, const X& x, const GO& grad_out, GX&& grad_x, interleaved layout) {
  detail::packed_backward(g, x, grad_out, std::forward<GX>(grad_x), layout);
}

}  // namespace hillock::inline HILLOCK_NAMESPACE
