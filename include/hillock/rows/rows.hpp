// forward and backward_from_output of the normalisers over rows, along any axis.
// SPDX-License-Identifier: MIT
//
// An axis says how an array is cut into rows (core/axis.hpp); without one the array is a single row. Arrays are
// contiguous ranges of float or double, all of one element type and of outer * length * inner elements. An output may
// be one of the inputs; otherwise arrays must not overlap. A wrong call throws std::invalid_argument before anything is
// written. The same functions in `hillock::unchecked` are noexcept and take these conditions as given.
#pragma once

#include <cstddef>

#include "../core/range.hpp"
#include "layout.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// A function over rows, such as softmax: it has forward_rows.
template <class F>
concept normaliser =
    requires { &F::template forward_rows<detail::contiguous_row<const float>, detail::contiguous_row<float>>; };

namespace detail {

// Calls body(layouts...) for every row, or for every batch of neighbouring rows.
template <class Body, class... T>
HILLOCK_INLINE void for_each_row(axis a, const Body& body, T*... data) {
  using V = batch<std::common_type_t<std::remove_const_t<T>...>>;
  if (a.length == 0) return;
  ((data = any_array(data)), ...);
  for (std::size_t o = 0; o < a.outer; ++o) {
    const std::size_t begin = o * a.length * a.inner;
    if (a.inner == 1) {
      body(contiguous_row<T>{data + begin, a.length}...);
    } else {
      for (std::size_t i = 0; i < a.inner; i += V::size) {
        const std::size_t rows = a.inner - i < V::size ? a.inner - i : V::size;
        body(interleaved_rows<T>{data + begin + i, a.length, a.inner, rows}...);
      }
    }
  }
}

}  // namespace detail

namespace unchecked {

/// y = f(x) row by row; y may be x.
template <normaliser F, class X, class Y>
void forward(const F& f, const X& x, Y&& y, axis a) noexcept {
  detail::for_each_row(
      a, [&f](auto in, auto out) __attribute__((always_inline)) { f.forward_rows(in, out); }, std::ranges::data(x),
      std::ranges::data(y));
}
template <normaliser F, class X, class Y>
void forward(const F& f, const X& x, Y&& y) noexcept {
  unchecked::forward(f, x, y, axis{.length = std::ranges::size(x)});
}

/// grad_x from y = f(x) and grad_y, row by row; grad_x may be y or grad_y.
template <normaliser F, class Y, class GY, class GX>
void backward_from_output(const F& f, const Y& y, const GY& grad_y, GX&& grad_x, axis a) noexcept {
  detail::for_each_row(
      a,
      [&f](auto in, auto grad_in, auto out)
          __attribute__((always_inline)) { f.backward_rows_from_output(in, grad_in, out); },
      std::ranges::data(y), std::ranges::data(grad_y), std::ranges::data(grad_x));
}
template <normaliser F, class Y, class GY, class GX>
void backward_from_output(const F& f, const Y& y, const GY& grad_y, GX&& grad_x) noexcept {
  unchecked::backward_from_output(f, y, grad_y, grad_x, axis{.length = std::ranges::size(y)});
}

}  // namespace unchecked

/// y = f(x) row by row; y may be x.
template <normaliser F, class X, class Y>
void forward(const F& f, const X& x, Y&& y, axis a) {
  if constexpr (detail::arrays_fit(detail::inputs<const X&>{}, detail::inputs<Y>{})) {
    const auto in = detail::make_operand(x, "x");
    detail::check_map("forward", in, detail::make_operand(y, "y"));
    detail::check_axis("forward", a, in);
    unchecked::forward(f, x, y, a);
  }
}
template <normaliser F, class X, class Y>
void forward(const F& f, const X& x, Y&& y) {
  if constexpr (detail::arrays_fit(detail::inputs<const X&>{}, detail::inputs<Y>{}))
    hillock::forward(f, x, y, axis{.length = std::ranges::size(x)});
}

/// grad_x from y = f(x) and grad_y, row by row; grad_x may be y or grad_y.
template <normaliser F, class Y, class GY, class GX>
void backward_from_output(const F& f, const Y& y, const GY& grad_y, GX&& grad_x, axis a) {
  if constexpr (detail::arrays_fit(detail::inputs<const Y&, const GY&>{}, detail::inputs<GX>{})) {
    const auto in = detail::make_operand(y, "y");
    const auto out = detail::make_operand(grad_x, "grad_x");
    detail::check_map("backward_from_output", in, out);
    detail::check_map("backward_from_output", detail::make_operand(grad_y, "grad_y"), out);
    detail::check_axis("backward_from_output", a, in);
    unchecked::backward_from_output(f, y, grad_y, grad_x, a);
  }
}
template <normaliser F, class Y, class GY, class GX>
void backward_from_output(const F& f, const Y& y, const GY& grad_y, GX&& grad_x) {
  if constexpr (detail::arrays_fit(detail::inputs<const Y&, const GY&>{}, detail::inputs<GX>{}))
    hillock::backward_from_output(f, y, grad_y, grad_x, axis{.length = std::ranges::size(y)});
}

}  // namespace hillock::inline HILLOCK_NAMESPACE
