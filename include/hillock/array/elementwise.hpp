// forward, derivative, backward ... of any activation over arrays.
// SPDX-License-Identifier: MIT
//
// Arrays are contiguous ranges of float or double (vector, span, array, C array), all of one element type and one
// length, any length and alignment. An output may be one of the inputs; otherwise arrays must not overlap. A wrong call
// throws std::invalid_argument before anything is written, and nothing else is ever thrown or allocated. The functions
// of the same names in `hillock::unchecked` are noexcept and take these conditions as given.
//
// f is an activation, or any object with the member that a function needs, callable with a batch or with one element.
#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

#include "../core/range.hpp"
#include "loop.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {
namespace detail {

// The members of f that the array functions call, each as an object of one shape.
struct call_value {
  template <class F, class V>
  HILLOCK_INLINE auto operator()(const F& f, V x) const -> decltype(f(x)) {
    return f(x);
  }
};
struct call_derivative {
  template <class F, class V>
  HILLOCK_INLINE auto operator()(const F& f, V x) const -> decltype(f.derivative(x)) {
    return f.derivative(x);
  }
};
struct call_second_derivative {
  template <class F, class V>
  HILLOCK_INLINE auto operator()(const F& f, V x) const -> decltype(f.second_derivative(x)) {
    return f.second_derivative(x);
  }
};
struct call_derivative_from_output {
  template <class F, class V>
  HILLOCK_INLINE auto operator()(const F& f, V y) const -> decltype(f.derivative_from_output(y)) {
    return f.derivative_from_output(y);
  }
};

template <class Member, class F, class T>
concept has_member = element<T> && (std::is_invocable_r_v<batch<T>, Member, const F&, batch<T>> ||
                                    std::is_invocable_r_v<T, Member, const F&, T>);

// The member on a batch; lane by lane where f takes single elements only.
template <class Member, class F, element T>
HILLOCK_INLINE batch<T> apply(const F& f, batch<T> x) {
  if constexpr (std::is_invocable_r_v<batch<T>, Member, const F&, batch<T>>) {
    return Member{}(f, x);
  } else {
    T lane[batch<T>::size];
    x.store_unaligned(lane);
    for (T& each : lane) each = Member{}(f, each);
    return batch<T>::load_unaligned(lane);
  }
}

// Kernels for `loop`.
template <class Member, class F>
struct map_kernel {
  const F& f;
  template <element T>
  HILLOCK_INLINE void operator()(const batch<T> (&in)[1], batch<T> (&out)[1]) const {
    out[0] = apply<Member>(f, in[0]);
  }
};
template <class F>
struct value_and_derivative_kernel {
  const F& f;
  template <element T>
  HILLOCK_INLINE void operator()(const batch<T> (&in)[1], batch<T> (&out)[2]) const {
    out[0] = apply<call_value>(f, in[0]);
    out[1] = apply<call_derivative>(f, in[0]);
  }
};
template <class Member, class F>
struct chain_kernel {
  const F& f;
  template <element T>
  HILLOCK_INLINE void operator()(const batch<T> (&in)[2], batch<T> (&out)[1]) const {
    out[0] = math::mul(in[1], apply<Member>(f, in[0]));
  }
};

template <class F, class T>
consteval bool has_value() {
  static_assert(has_member<call_value, F, T>,
                "hillock: f(x) does not compile for this element type: give the struct "
                "`template <hillock::value V> V operator()(V x) const`.");
  return has_member<call_value, F, T>;
}
template <class F, class T>
consteval bool has_derivative() {
  static_assert(has_member<call_derivative, F, T>,
                "hillock: f.derivative(x) does not compile for this element type: give the struct "
                "`template <hillock::value V> V derivative(V x) const`.");
  return has_member<call_derivative, F, T>;
}
template <class F, class T>
consteval bool has_second_derivative() {
  static_assert(has_member<call_second_derivative, F, T>,
                "hillock: this activation has no second derivative: it needs "
                "`template <hillock::value V> V second_derivative(V x) const`.");
  return has_member<call_second_derivative, F, T>;
}
template <class F, class T>
consteval bool has_derivative_from_output() {
  static_assert(has_member<call_derivative_from_output, F, T>,
                "hillock: this activation's derivative is no function of its output; use backward with the input, or "
                "give the struct `template <hillock::value V> V derivative_from_output(V y) const`.");
  return has_member<call_derivative_from_output, F, T>;
}

}  // namespace detail

namespace unchecked {

/// y[i] = f(x[i]); y may be x.
template <class F, class X, class Y>
void forward(const F& f, const X& x, Y&& y) noexcept {
  using T = detail::range_element<X>;
  detail::loop<T, 1, 1>(detail::map_kernel<detail::call_value, F>{f}, std::ranges::size(x),
                        {{std::ranges::data(x)}, {std::ranges::data(y)}});
}

/// dydx[i] = f'(x[i]); dydx may be x.
template <class F, class X, class D>
void derivative(const F& f, const X& x, D&& dydx) noexcept {
  using T = detail::range_element<X>;
  detail::loop<T, 1, 1>(detail::map_kernel<detail::call_derivative, F>{f}, std::ranges::size(x),
                        {{std::ranges::data(x)}, {std::ranges::data(dydx)}});
}

/// d2[i] = f''(x[i]); d2 may be x.
template <class F, class X, class D>
void second_derivative(const F& f, const X& x, D&& d2) noexcept {
  using T = detail::range_element<X>;
  detail::loop<T, 1, 1>(detail::map_kernel<detail::call_second_derivative, F>{f}, std::ranges::size(x),
                        {{std::ranges::data(x)}, {std::ranges::data(d2)}});
}

/// y[i] = f(x[i]) and dydx[i] = f'(x[i]) in one pass, with the bits of the two; either output may be x.
template <class F, class X, class Y, class D>
void forward_and_derivative(const F& f, const X& x, Y&& y, D&& dydx) noexcept {
  using T = detail::range_element<X>;
  detail::loop<T, 1, 2>(detail::value_and_derivative_kernel<F>{f}, std::ranges::size(x),
                        {{std::ranges::data(x)}, {std::ranges::data(y), std::ranges::data(dydx)}});
}

/// grad_x[i] = grad_y[i] * f'(x[i]), rounded once after f'; grad_x may be x or grad_y.
template <class F, class X, class GY, class GX>
void backward(const F& f, const X& x, const GY& grad_y, GX&& grad_x) noexcept {
  using T = detail::range_element<X>;
  detail::loop<T, 2, 1>(detail::chain_kernel<detail::call_derivative, F>{f}, std::ranges::size(x),
                        {{std::ranges::data(x), std::ranges::data(grad_y)}, {std::ranges::data(grad_x)}});
}

/// grad_x[i] = grad_y[i] * f' as a function of y[i] = f(x[i]); grad_x may be y or grad_y.
template <class F, class Y, class GY, class GX>
void backward_from_output(const F& f, const Y& y, const GY& grad_y, GX&& grad_x) noexcept {
  using T = detail::range_element<Y>;
  detail::loop<T, 2, 1>(detail::chain_kernel<detail::call_derivative_from_output, F>{f}, std::ranges::size(y),
                        {{std::ranges::data(y), std::ranges::data(grad_y)}, {std::ranges::data(grad_x)}});
}

}  // namespace unchecked

/// y[i] = f(x[i]); y may be x.
template <class F, class X, class Y>
void forward(const F& f, const X& x, Y&& y) {
  if constexpr (detail::arrays_fit(detail::inputs<const X&>{}, detail::inputs<Y>{})) {
    if constexpr (detail::has_value<F, detail::range_element<X>>()) {
      detail::check_map("forward", detail::make_operand(x, "x"), detail::make_operand(y, "y"));
      unchecked::forward(f, x, y);
    }
  }
}

/// dydx[i] = f'(x[i]); dydx may be x.
template <class F, class X, class D>
void derivative(const F& f, const X& x, D&& dydx) {
  if constexpr (detail::arrays_fit(detail::inputs<const X&>{}, detail::inputs<D>{})) {
    if constexpr (detail::has_derivative<F, detail::range_element<X>>()) {
      detail::check_map("derivative", detail::make_operand(x, "x"), detail::make_operand(dydx, "dydx"));
      unchecked::derivative(f, x, dydx);
    }
  }
}

/// d2[i] = f''(x[i]); d2 may be x.
template <class F, class X, class D>
void second_derivative(const F& f, const X& x, D&& d2) {
  if constexpr (detail::arrays_fit(detail::inputs<const X&>{}, detail::inputs<D>{})) {
    if constexpr (detail::has_second_derivative<F, detail::range_element<X>>()) {
      detail::check_map("second_derivative", detail::make_operand(x, "x"), detail::make_operand(d2, "d2"));
      unchecked::second_derivative(f, x, d2);
    }
  }
}

/// y[i] = f(x[i]) and dydx[i] = f'(x[i]) in one pass, with the bits of the two; either output may be x.
template <class F, class X, class Y, class D>
void forward_and_derivative(const F& f, const X& x, Y&& y, D&& dydx) {
  if constexpr (detail::arrays_fit(detail::inputs<const X&>{}, detail::inputs<Y, D>{})) {
    using T = detail::range_element<X>;
    if constexpr (detail::has_value<F, T>() && detail::has_derivative<F, T>()) {
      constexpr auto name = "forward_and_derivative";
      const auto ox = detail::make_operand(x, "x");
      const auto oy = detail::make_operand(y, "y"), od = detail::make_operand(dydx, "dydx");
      detail::check_map(name, ox, oy);
      detail::check_map(name, ox, od);
      detail::check_overlap(name, oy, od, false);
      unchecked::forward_and_derivative(f, x, y, dydx);
    }
  }
}

/// grad_x[i] = grad_y[i] * f'(x[i]), rounded once after f'; grad_x may be x or grad_y.
template <class F, class X, class GY, class GX>
void backward(const F& f, const X& x, const GY& grad_y, GX&& grad_x) {
  if constexpr (detail::arrays_fit(detail::inputs<const X&, const GY&>{}, detail::inputs<GX>{})) {
    if constexpr (detail::has_derivative<F, detail::range_element<X>>()) {
      const auto out = detail::make_operand(grad_x, "grad_x");
      detail::check_map("backward", detail::make_operand(x, "x"), out);
      detail::check_map("backward", detail::make_operand(grad_y, "grad_y"), out);
      unchecked::backward(f, x, grad_y, grad_x);
    }
  }
}

/// grad_x[i] = grad_y[i] * f' as a function of y[i] = f(x[i]); grad_x may be y or grad_y.
template <class F, class Y, class GY, class GX>
void backward_from_output(const F& f, const Y& y, const GY& grad_y, GX&& grad_x) {
  if constexpr (detail::arrays_fit(detail::inputs<const Y&, const GY&>{}, detail::inputs<GX>{})) {
    if constexpr (detail::has_derivative_from_output<F, detail::range_element<Y>>()) {
      const auto out = detail::make_operand(grad_x, "grad_x");
      detail::check_map("backward_from_output", detail::make_operand(y, "y"), out);
      detail::check_map("backward_from_output", detail::make_operand(grad_y, "grad_y"), out);
      unchecked::backward_from_output(f, y, grad_y, grad_x);
    }
  }
}

}  // namespace hillock::inline HILLOCK_NAMESPACE
