// forward and backward of functions over rows, along any axis.
// SPDX-License-Identifier: MIT
//
// An axis says how an array is cut into rows (core/axis.hpp); without one the array is a single row. Arrays are
// contiguous ranges of float or double, all of one element type and of the size that the axis says. A mask is added to the
// scaled logits: a function of the row's number and k (mask.hpp), or an array of rows of `length` terms, used again from its
// first row when there are more rows of logits. An output may be one of the inputs; otherwise arrays must not overlap. A
// wrong call throws std::invalid_argument before anything is written. The same functions in `hillock::unchecked` are
// noexcept and take these conditions as given. Where inner > 1 a call takes up to 80 KiB of the stack, with a mask 112.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include "../core/range.hpp"
#include "behind.hpp"
#include "layout.hpp"
#include "mask.hpp"
#include "neighbours.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// A function from rows to rows, such as softmax. It says whether it writes each result once, in batches of a type, so that results
/// may go past the caches.
template <class F>
concept normaliser = requires {
  &F::template forward_rows<detail::contiguous_row<const float>, detail::contiguous_row<float>, detail::no_mask>;
  { F::template writes_once<batch<float>> } -> std::convertible_to<bool>;
};

/// A function from rows to one number each, such as logsumexp.
template <class F>
concept row_reduction = requires { &F::template reduce_rows<detail::contiguous_row<const float>, detail::no_mask>; };

/// An array of terms, or a function that gives them.
template <class M>
concept row_mask = input_array<M> || mask_function<M>;

namespace detail {

// Whether results beyond the caches may go past them: where they lie apart from all inputs, whose lines are there already, and
// where rows are made of whole cache lines or are so long that what they begin and end with costs less than is gained. Rows of
// fewer than four lines do not: those of one take up to 1.7 times as long so.
template <class... T>
HILLOCK_INLINE bool may_stream(axis a, T*... data) {
  constexpr std::size_t size = sizeof(std::common_type_t<std::remove_const_t<T>...>);
  const std::size_t row = a.length * size,
                    unit = row < shortest_streamed || are_left_to_hardware(row) ? cache_line : size;
  const auto lies_well = [&]<class U>(U* p) __attribute__((always_inline)) {
    return std::is_const_v<U> || (reinterpret_cast<std::uintptr_t>(p) % unit == 0 && ((p == data) + ...) == 1);
  };
  return has_streaming && a.inner == 1 && row >= 4 * cache_line && row % unit == 0 && pitch_of(a) * size % unit == 0 &&
         (lies_well(data) && ...);
}

// Calls body(behind, layouts...) for every row from the one of number `outer` on; `behind` is a Behind::of the last layout. Inputs
// are asked for `far` elements ahead. Results beyond the caches come as uncached_row where they may stream, if Streams.
template <bool Streams, class Behind, class Body, class... T>
HILLOCK_INLINE void for_each_row_from(std::size_t outer, axis a, bool beyond, std::size_t far, const Body& body,
                                      T*... data) {
  if (a.length == 0) return;
  ((data = any_array(data)), ...);
  const auto row_at = [&]<class U>(U* p, std::size_t o) __attribute__((always_inline)) {
    return contiguous_row<U>{p + o * pitch_of(a), a.length, o, std::is_const_v<U> ? far : 0};
  };
  using out = std::tuple_element_t<sizeof...(T) - 1, std::tuple<T...>>;
  if constexpr (Streams && !std::is_const_v<out>) {
    if (beyond && may_stream(a, data...)) {
      const std::size_t last = a.outer - 1, places = have_two_places(a.length * sizeof(out)) ? 2 : 1;
      shared_line<out> shared{pitch_of(a) == a.length};
      // The line that a row ends in where they do not is written as usual: asked for a row ahead, lest what streams wait for it.
      const auto ask_for_end = [&]<class U>(U* row) __attribute__((always_inline)) {
        U* const end = row + a.length;
        if (!std::is_const_v<U> && reinterpret_cast<std::uintptr_t>(end) % cache_line != 0) __builtin_prefetch(end, 1);
      };
      const auto as_streamed = [&]<class U>(U* p, std::size_t o) __attribute__((always_inline)) {
        if constexpr (std::is_const_v<U>)
          return row_at(p, o);
        else
          return uncached_row<U>{row_at(p, o), p + last * pitch_of(a), p + (last - (last - o) % places) * pitch_of(a),
                                 &shared};
      };
      typename Behind::template of<uncached_row<out>> behind(a, false);
      for (std::size_t o = outer; o < a.outer; ++o) {
        if (!shared.adjoin) (ask_for_end(data + (o + 1) * pitch_of(a)), ...);
        body(behind, as_streamed(data, o)...);
      }
      behind.write_from(0);
      return end_streaming();
    }
  }
  typename Behind::template of<contiguous_row<out>> behind(a, are_cached<T...>(a));
  for (std::size_t o = outer; o < a.outer; ++o) body(behind, row_at(data, o)...);
  behind.write_from(0);
}

template <bool Streams = true, class Behind = none_behind, class Body, class... T>
HILLOCK_INLINE void for_each_row(axis a, const Body& body, T*... data) {
  using U = std::common_type_t<std::remove_const_t<T>...>;
  const std::size_t row = a.length * sizeof(U);
  const bool cached = are_cached<T...>(a), asks = !cached && !are_left_to_hardware(row, 4 * page);
  const auto run = [&]<class Of>() __attribute__((always_inline)) {
    for_each_row_from<Streams, Of>(0, a, !cached, asks ? prefetch_distance / sizeof(U) : 0, body, data...);
  };
  if constexpr (Behind::template may_wait<contiguous_row<U>>)
    if (Behind::wait(row, cached)) return run.template operator()<Behind>();
  run.template operator()<none_behind>();
}

// The same, along any axis, but for neighbours that are done, for functions that do much once a row: where rows are short, it is done for
// as many as a batch has lanes.
template <bool Streams = true, class Behind = none_behind, class Body, class... T>
HILLOCK_INLINE void for_each_short_row(axis a, neighbours done, const Body& body, T*... data) {
  using V = batch<std::common_type_t<std::remove_const_t<T>...>>;
  const bool stacks = a.inner == 1 && a.length > 0 && a.length <= longest_stacked<V>;
  const std::size_t pitch = pitch_of(a), stacked = stacks ? a.outer - a.outer % V::size : 0;
  at_once nothing;
  for (std::size_t o = 0; o < stacked; o += V::size)
    body(nothing, stacked_rows<T>{any_array(data) + o * pitch, a.length, o, pitch}...);

  constexpr std::size_t size = sizeof(element_of<V>);
  const bool cached = are_cached<T...>(a), looks = cached || !are_left_to_hardware(a.length * size),
             beyond = looks && !cached;
  range_ahead<V> ahead;
  if (a.inner != 1)
    return for_each_neighbours<Streams, Behind>(
        a, done,
        [&](auto& behind, auto in, const auto&... others) __attribute__((always_inline)) {
          ahead.wanted = in.next;
          in.ahead = &ahead;
          body(behind, in, others...);
          if (ahead.found != in.next) ahead.found = nullptr;  // other rows may come to lie there
        },
        data...);
  for_each_row_from<Streams, Behind>(
      stacked, a, beyond, beyond ? a.length + prefetch_distance / size : 0,  // what the next row's is after it
      [&](auto& behind, auto in, auto... others) __attribute__((always_inline)) {
        ahead.wanted = looks && in.number + 1 < a.outer ? in.data + pitch : nullptr;
        in.ahead = &ahead;
        in.near = near_elements<element_of<V>>(cached);
        if (cached) {  // the same place in the next row, or a page ahead
          constexpr std::size_t of_page = page / size;
          in.far = a.length < of_page ? a.length : of_page;
          ((others.far = in.far), ...);
        }
        body(behind, in, others...);
      },
      data...);
}

// What a call's mask becomes: no_mask, function_mask or array_mask.
template <class T, class M>
HILLOCK_INLINE auto make_mask(const M& mask, [[maybe_unused]] axis a) {
  if constexpr (std::same_as<M, no_mask>)
    return mask;
  else if constexpr (input_array<M>)
    return array_mask<T>({std::ranges::data(mask), a.length == 0 ? 0 : std::ranges::size(mask) / a.length, a.length});
  else
    return function_mask<T, M>(mask);
}

// One number a row.
template <class A>
HILLOCK_INLINE void check_results(const char* function, const row_sizes& s, const operand<A>& y) {
  check_null(function, y);
  if (y.size != s.rows) [[unlikely]]
    invalid_argument("hillock::%s: %s has %zu elements, but the axis has %zu rows.", function, y.name, y.size, s.rows);
}

template <class M, class A>
HILLOCK_INLINE void check_mask(const char* function, const M& mask, axis a, const row_sizes& s, const operand<A>& out) {
  if constexpr (input_array<M>) {
    const auto terms = make_operand(mask, "mask");
    check_null(function, terms);
    const std::size_t rows = a.length == 0 ? 0 : terms.size / a.length;
    if (s.elements != 0 && (rows == 0 || rows * a.length != terms.size || s.rows % rows != 0)) [[unlikely]]
      invalid_argument(
          "hillock::%s: mask has %zu elements, which are not rows of .length = %zu that go evenly into the %zu rows of "
          "x.",
          function, terms.size, a.length, s.rows);
    check_overlap(function, terms, out, false);
  }
}

// What the types of a call must be, in one sentence each.
template <class M, class... In, class... Out>
consteval bool rows_fit(inputs<In...> in, inputs<Out...> out) {
  if constexpr (input_array<M>) {
    return arrays_fit(inputs<In..., M>{}, out);
  } else {
    constexpr bool good = std::same_as<M, no_mask> || mask_function<M>;
    static_assert(
        good, "hillock: a mask is an array of terms, or a function (std::size_t row, std::size_t k) that returns one.");
    if constexpr (good) return arrays_fit(in, out);
    return false;
  }
}

}  // namespace detail

namespace unchecked {

/// y = f(x) row by row; y may be x.
template <normaliser F, class X, class Y, class M = detail::no_mask>
void forward(const F& f, const X& x, Y&& y, axis a, const M& mask = {}) noexcept {
  using T = detail::range_element<X>;
  auto terms = detail::make_mask<T>(mask, a);
  constexpr bool masked = !std::same_as<M, detail::no_mask>, streams = !masked && F::template writes_once<batch<T>>;
  using rows_behind = std::conditional_t<masked, detail::none_behind, detail::results_behind<F, T>>;
  detail::neighbours done;
  if constexpr (!masked && requires { &F::template forward_panel<T>; })
    if (a.inner != 1) {
      done = detail::forward_in_panels<F, T>(f, a, detail::input_data(x), std::ranges::data(y));
      if (done.size() == a.inner) return;
    }
  detail::for_each_short_row<streams, rows_behind>(
      a, done,
      [&](auto& behind, auto in, auto out) __attribute__((always_inline)) {
        if constexpr (detail::has_results<F, T>)
          f.forward_rows(in, out, terms.terms(in), behind);
        else
          f.forward_rows(in, out, terms.terms(in));
      },
      detail::input_data(x), std::ranges::data(y));
}

/// y[row] = f(row) for each row of x.
template <row_reduction F, class X, class Y, class M = detail::no_mask>
void forward(const F& f, const X& x, Y&& y, axis a, const M& mask = {}) noexcept {
  using T = detail::range_element<X>;
  auto terms = detail::make_mask<T>(mask, a);
  T* results = std::ranges::data(y);
  if constexpr (std::same_as<M, detail::no_mask> && requires { &F::template reduce_panel<T>; })
    if (a.inner != 1 && detail::reduce_in_panels<T>(a, detail::input_data(x),
                                                    [f, results](const auto& panel) __attribute__((always_inline)) {
                                                      f.reduce_panel(panel, results);
                                                    }))
      return;
  detail::for_each_short_row(
      a, {},
      [&](auto&, auto in)
          __attribute__((always_inline)) { in.store_result(results + in.number, f.reduce_rows(in, terms.terms(in))); },
      detail::input_data(x));
}

template <class F, class X, class Y>
  requires normaliser<F> || row_reduction<F>
void forward(const F& f, const X& x, Y&& y) noexcept {
  unchecked::forward(f, x, y, axis{.length = std::ranges::size(x)});
}

/// grad_x from y = f(x) and grad_y, row by row; grad_x may be y or grad_y.
template <normaliser F, class Y, class GY, class GX>
void backward_from_output(const F& f, const Y& y, const GY& grad_y, GX&& grad_x, axis a) noexcept {
  using T = detail::range_element<Y>;
  using gradients = typename F::template gradients<batch<T>>;
  if (a.inner != 1)
    return detail::gradients_of_neighbours<F, T>(f, detail::input_data(y), detail::input_data(grad_y),
                                                 std::ranges::data(grad_x), a)
        .write();
  detail::for_each_row<true, detail::rows_behind<gradients, 2>>(
      a,
      [&](auto& behind, auto in, auto grad_in, auto out) __attribute__((always_inline)) {
        const auto sum = [&] {
          if constexpr (gradients::sums_products)
            return detail::sum_of_rows_and_write(behind, in, grad_in);
          else
            return detail::sum_of_rows_and_write(behind, grad_in);
        };
        behind.take(f.gradients_of(sum()), out, in, grad_in);
      },
      detail::input_data(y), detail::input_data(grad_y), std::ranges::data(grad_x));
}
template <normaliser F, class Y, class GY, class GX>
void backward_from_output(const F& f, const Y& y, const GY& grad_y, GX&& grad_x) noexcept {
  unchecked::backward_from_output(f, y, grad_y, grad_x, axis{.length = std::ranges::size(y)});
}

/// grad_x from x, y = f(x), one number a row, and grad_y, likewise; grad_x may be x.
template <row_reduction F, class X, class Y, class GY, class GX, class M = detail::no_mask>
void backward(const F& f, const X& x, const Y& y, const GY& grad_y, GX&& grad_x, axis a, const M& mask = {}) noexcept {
  auto terms = detail::make_mask<detail::range_element<X>>(mask, a);
  const auto* results = std::ranges::data(y);
  const auto* gradients = std::ranges::data(grad_y);
  const auto body = [&](auto&, const auto& in, const auto& out) __attribute__((always_inline)) {
    f.backward_rows(in, in.load_result(results + in.number), in.load_result(gradients + in.number), out,
                    terms.terms(in));
  };
  if (a.inner == 1)
    detail::for_each_row<std::same_as<M, detail::no_mask>>(a, body, detail::input_data(x), std::ranges::data(grad_x));
  else
    detail::for_each_neighbours<std::same_as<M, detail::no_mask>, detail::none_behind>(
        a, {}, body, detail::input_data(x), std::ranges::data(grad_x));
}

}  // namespace unchecked

/// y = f(x) row by row; y may be x.
template <normaliser F, class X, class Y, class M = detail::no_mask>
void forward(const F& f, const X& x, Y&& y, axis a, const M& mask = {}) {
  if constexpr (detail::rows_fit<M>(detail::inputs<const X&>{}, detail::inputs<Y>{})) {
    const auto in = detail::make_operand(x, "x");
    const auto out = detail::make_operand(y, "y");
    detail::check_map("forward", in, out);
    detail::check_mask("forward", mask, a, detail::check_axis("forward", a, in), out);
    unchecked::forward(f, x, y, a, mask);
  }
}

/// y[row] = f(row) for each row of x, in the order of the array.
template <row_reduction F, class X, class Y, class M = detail::no_mask>
void forward(const F& f, const X& x, Y&& y, axis a, const M& mask = {}) {
  if constexpr (detail::rows_fit<M>(detail::inputs<const X&>{}, detail::inputs<Y>{})) {
    const auto in = detail::make_operand(x, "x");
    const auto out = detail::make_operand(y, "y");
    detail::check_null("forward", in);
    const detail::row_sizes sizes = detail::check_axis("forward", a, in);
    detail::check_results("forward", sizes, out);
    detail::check_overlap("forward", in, out, false);
    detail::check_mask("forward", mask, a, sizes, out);
    unchecked::forward(f, x, y, a, mask);
  }
}

/// The same for an array that is one row.
template <class F, class X, class Y>
  requires normaliser<F> || row_reduction<F>
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

/// grad_x from x, y = f(x), one number a row, and grad_y, likewise; grad_x may be x.
template <row_reduction F, class X, class Y, class GY, class GX, class M = detail::no_mask>
void backward(const F& f, const X& x, const Y& y, const GY& grad_y, GX&& grad_x, axis a, const M& mask = {}) {
  if constexpr (detail::rows_fit<M>(detail::inputs<const X&, const Y&, const GY&>{}, detail::inputs<GX>{})) {
    const auto in = detail::make_operand(x, "x");
    const auto results = detail::make_operand(y, "y");
    const auto gradients = detail::make_operand(grad_y, "grad_y");
    const auto out = detail::make_operand(grad_x, "grad_x");
    detail::check_map("backward", in, out);
    const detail::row_sizes sizes = detail::check_axis("backward", a, in);
    detail::check_results("backward", sizes, results);
    detail::check_results("backward", sizes, gradients);
    detail::check_overlap("backward", results, out, false);
    detail::check_overlap("backward", gradients, out, false);
    detail::check_mask("backward", mask, a, sizes, out);
    unchecked::backward(f, x, y, grad_y, grad_x, a, mask);
  }
}

}  // namespace hillock::inline HILLOCK_NAMESPACE
