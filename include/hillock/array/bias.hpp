// f(x + bias) and its gradients: what follows a matrix product or a convolution, without a temporary array.
// SPDX-License-Identifier: MIT
//
// An axis says which bias goes with an element: x[o * pitch + k * inner + i] with bias[k]. inner = 1 is a bias for each
// column, inner > 1 one for each channel. Arrays, errors and `hillock::unchecked` are as in elementwise.hpp.
#pragma once

#include <cstddef>

#include "../core/sum.hpp"
#include "elementwise.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {
namespace detail {

template <class F>
struct biases_kernel {
  const F& f;
  template <element T>
  HILLOCK_INLINE void operator()(const batch<T> (&in)[2], batch<T> (&out)[1]) const {
    out[0] = apply<call_value>(f, in[0] + in[1]);
  }
};
template <class F, element T>
struct one_bias_kernel {
  const F& f;
  batch<T> bias;
  HILLOCK_INLINE void operator()(const batch<T> (&in)[1], batch<T> (&out)[1]) const {
    out[0] = apply<call_value>(f, in[0] + bias);
  }
};

// The arrays of backward_with_bias. `row` is an index into x, `left` how many elements remain there.
template <class F, element T>
struct bias_gradient {
  using V = batch<T>;
  const F& f;
  const T *x, *grad_y;
  T* grad_x;
  bool streams;  // whether grad_x goes past the caches, in whole cache lines

  HILLOCK_INLINE bias_gradient(const F& function, const T* in, const T* grad, T* out, axis a)
      : f(function), x(any_array(in)), grad_y(any_array(grad)), grad_x(any_array(out)) {
    const detail::streams<T, 2, 1> arrays{{x, grad_y}, {grad_x}};
    const std::size_t piece = a.inner == 1 ? a.length : a.inner, pitch = pitch_of(a), line = cache_line / sizeof(T);
    streams = has_streaming && lie_beyond_cache<detail::streams<T, 2, 1>>(a.outer * pitch) &&
              arrays.before_streaming(line) == 0 && pitch % line == 0 && piece % line == 0;
  }

  // Writes grad_x and returns it, zero where there is no element.
  HILLOCK_INLINE V operator()(std::size_t i, std::size_t left, V bias) const {
    if (left >= V::size) {
      const V gradient = of(V::load_unaligned(x + i), V::load_unaligned(grad_y + i), bias);
      if (streams) [[unlikely]]
        store_streaming(grad_x + i, gradient);
      else
        gradient.store_unaligned(grad_x + i);
      return gradient;
    }
    const V gradient = of(load_partial(x + i, left), load_partial(grad_y + i, left), bias);
    store_partial(grad_x + i, left, gradient);
    return first_lanes(left, gradient);
  }
  HILLOCK_INLINE void prefetch(std::size_t i) const {
    __builtin_prefetch(x + i);
    __builtin_prefetch(grad_y + i);
  }

 private:
  HILLOCK_INLINE V of(V at, V grad, V bias) const { return math::mul(grad, apply<call_derivative>(f, at + bias)); }
};

// A sum that carries its errors along; the plain one stands for it where those are no numbers.
template <class V>
struct gradient_sum {
  math::double_word<V> exact{V(0), V(0)};
  V plain = V(0);

  HILLOCK_INLINE V rounded() const {
    const V sum = exact.hi + exact.lo;
    return math::select(sum == sum, sum, plain);
  }
  HILLOCK_INLINE element_of<V> of_lanes() const {
    gradient_sum total{sum_of_lanes(exact), plain};
    math::across_lanes.template operator()<V>(
        [&](const auto& partner) __attribute__((always_inline)) { total.plain = total.plain + partner(total.plain); });
    return total.rounded().get(0);
  }
};

// Columns, a page of each row at a time, so that memory is read in long pieces; a lane is a column.
template <class F, element T>
HILLOCK_INLINE void backward_of_columns(const bias_gradient<F, T>& gradient, const T* bias, T* grad_bias, axis a) {
  using V = batch<T>;
  constexpr std::size_t block = page / sizeof(V);
  for (std::size_t first = 0; first < a.length; first += block * V::size) {
    const std::size_t end = a.length - first < block * V::size ? a.length : first + block * V::size;
    gradient_sum<V> sums[block];
    for (std::size_t o = 0; o < a.outer; ++o) {
      gradient_sum<V>* sum = sums;
      for (std::size_t k = first; k < end; k += V::size, ++sum) {
        const std::size_t left = end - k;
        const V b = left < V::size ? load_partial(bias + k, left) : V::load_unaligned(bias + k);
        const V g = gradient(o * pitch_of(a) + k, left, b);
        gradient.prefetch((o + 1) * pitch_of(a) + k);
        add_to(sum->exact, g, V(0));
        sum->plain = sum->plain + g;
      }
    }
    const gradient_sum<V>* sum = sums;
    for (std::size_t k = first; k < end; k += V::size, ++sum) {
      if (end - k < V::size)
        store_partial(grad_bias + k, end - k, sum->rounded());
      else
        sum->rounded().store_unaligned(grad_bias + k);
    }
  }
}

// Channels, one after the other; lanes are added at the end.
template <class F, element T>
HILLOCK_INLINE void backward_of_channels(const bias_gradient<F, T>& gradient, const T* bias, T* grad_bias, axis a) {
  using V = batch<T>;
  for (std::size_t k = 0; k < a.length; ++k) {
    gradient_sum<V> sum;
    const V b(bias[k]);
    for (std::size_t o = 0; o < a.outer; ++o) {
      const std::size_t begin = o * pitch_of(a) + k * a.inner;
      const auto part =
          compensated_sum<V>((a.inner + V::size - 1) / V::size, [&](std::size_t j) __attribute__((always_inline)) {
            const V g = gradient(begin + j * V::size, a.inner - j * V::size, b);
            sum.plain = sum.plain + g;
            return g;
          });
      add_to(sum.exact, part.hi, part.lo);
    }
    grad_bias[k] = sum.of_lanes();
  }
}

template <class A, class B>
HILLOCK_INLINE void check_bias(const char* function, axis a, const operand<A>& x, const operand<B>& bias) {
  check_axis(function, a, x);
  if (bias.size != a.length) [[unlikely]]
    invalid_argument("hillock::%s: %s has %zu elements, but the axis has .length = %zu.", function, bias.name,
                     bias.size, a.length);
  check_null(function, bias);
}

}  // namespace detail

namespace unchecked {

/// y = f(x + bias[k]); y may be x.
template <class F, class X, class B, class Y>
void forward_with_bias(const F& f, const X& x, const B& bias, Y&& y, axis a) noexcept {
  using T = detail::range_element<X>;
  const T *in = std::ranges::data(x), *b = std::ranges::data(bias);
  T* out = std::ranges::data(y);
  const std::size_t pitch = detail::pitch_of(a), call = a.outer * pitch;
  for (std::size_t o = 0; o < a.outer; ++o) {
    if (a.inner == 1) {
      detail::loop<T, 2, 1>(detail::biases_kernel<F>{f}, a.length, {{in + o * pitch, b}, {out + o * pitch}, call});
    } else {
      for (std::size_t k = 0; k < a.length; ++k) {
        const std::size_t begin = o * pitch + k * a.inner;
        detail::loop<T, 1, 1>(detail::one_bias_kernel<F, T>{f, batch<T>(b[k])}, a.inner,
                              {{in + begin}, {out + begin}, call});
      }
    }
  }
  detail::end_rows<detail::streams<T, 2, 1>>(call);
}

/// grad_x = grad_y * f'(x + bias[k]), rounded once after f'; grad_bias[k] is the sum of grad_x over o and i. grad_x may be
/// x or grad_y.
template <class F, class X, class B, class GY, class GX, class GB>
void backward_with_bias(const F& f, const X& x, const B& bias, const GY& grad_y, GX&& grad_x, GB&& grad_bias,
                        axis a) noexcept {
  using T = detail::range_element<X>;
  const detail::bias_gradient<F, T> gradient(f, std::ranges::data(x), std::ranges::data(grad_y),
                                             std::ranges::data(grad_x), a);
  const T* b = detail::any_array(std::ranges::data(bias));
  T* sums = detail::any_array(std::ranges::data(grad_bias));
  if (a.inner == 1)
    detail::backward_of_columns(gradient, b, sums, a);
  else
    detail::backward_of_channels(gradient, b, sums, a);
  if (gradient.streams) end_streaming();
}

}  // namespace unchecked

/// y = f(x + bias[k]), x + bias[k] being rounded; y may be x.
template <class F, class X, class B, class Y>
void forward_with_bias(const F& f, const X& x, const B& bias, Y&& y, axis a) {
  if constexpr (detail::arrays_fit(detail::inputs<const X&, const B&>{}, detail::inputs<Y>{})) {
    if constexpr (detail::has_value<F, detail::range_element<X>>()) {
      constexpr auto name = "forward_with_bias";
      const auto in = detail::make_operand(x, "x"), b = detail::make_operand(bias, "bias");
      const auto out = detail::make_operand(y, "y");
      detail::check_map(name, in, out);
      detail::check_bias(name, a, in, b);
      detail::check_overlap(name, b, out, false);
      unchecked::forward_with_bias(f, x, bias, y, a);
    }
  }
}

/// grad_x = grad_y * f'(x + bias[k]), rounded once after f', and grad_bias[k], the sum of grad_x over o and i, whose error
/// does not grow with their number: it is that of one rounding, and of 2^-46 (2^-104 for doubles) of the sum of sizes.
/// grad_x may be x or grad_y; grad_bias lies apart.
template <class F, class X, class B, class GY, class GX, class GB>
void backward_with_bias(const F& f, const X& x, const B& bias, const GY& grad_y, GX&& grad_x, GB&& grad_bias, axis a) {
  if constexpr (detail::arrays_fit(detail::inputs<const X&, const B&, const GY&>{}, detail::inputs<GX, GB>{})) {
    if constexpr (detail::has_derivative<F, detail::range_element<X>>()) {
      constexpr auto name = "backward_with_bias";
      const auto in = detail::make_operand(x, "x"), b = detail::make_operand(bias, "bias");
      const auto grad_in = detail::make_operand(grad_y, "grad_y");
      const auto out = detail::make_operand(grad_x, "grad_x"), sums = detail::make_operand(grad_bias, "grad_bias");
      detail::check_map(name, in, out);
      detail::check_map(name, grad_in, out);
      detail::check_bias(name, a, in, b);
      detail::check_bias(name, a, in, sums);
      detail::check_overlap(name, b, out, false);
      const auto check_apart = [&](const auto& other) { detail::check_overlap(name, other, sums, false); };
      check_apart(in);
      check_apart(b);
      check_apart(grad_in);
      check_apart(out);
      unchecked::backward_with_bias(f, x, bias, grad_y, grad_x, grad_bias, a);
    }
  }
}

}  // namespace hillock::inline HILLOCK_NAMESPACE
