// The logistic function and its derivative. From z = e^-|x|: z / (1 + z) or 1 / (1 + z), and z / (1 + z)^2, each one
// quotient of double words. With z <= 1 nothing cancels and nothing overflows; scaling last keeps subnormal results.
// SPDX-License-Identifier: MIT
// The last abs settles the sign of NaN, which the compiler's choice of operations would leave open.
// Where tables are cheap, sigmoid itself is a piecewise polynomial for |x| < 7.875.
#pragma once

#include "exp.hpp"
#include "sigmoid_table.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

namespace detail {
// e^-|x|
template <value V>
HILLOCK_INLINE scaled_double_word<V> exp_of_minus_size(V x) {
  return exp_parts(max(V(exp_constants<element_of<V>>::vanishing), neg(abs(x))));
}

// z = e^-|x| as m 2^n, and 1 + z
template <value V>
struct logistic_parts {
  double_word<V> m;
  V n;
  double_word<V> one_plus_z;

  HILLOCK_INLINE explicit logistic_parts(V x) {
    const scaled_double_word<V> e = exp_of_minus_size(x);
    m = e.m;
    n = e.n;
    const double_word<V> sum = fast_two_sum(V(1), scale(m.hi, n));
    one_plus_z = {sum.hi, sum.lo + scale(m.lo, n)};
  }
};
}  // namespace detail

/// 1 / (1 + e^-x).
inline constexpr struct sigmoid_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (has_wide_lookup && std::same_as<element_of<V>, float>) {
      const V size = abs(x);
      const V small = sigmoid_pieces(size, bits(fma(size, V(4), V(format<element_of<V>>::to_integer))));
      const V y = by_sign(x, small, V(1) - small);
      const auto tail = !(size < V(7.875f));
      if (any(tail)) [[unlikely]]
        return select(tail, abs(tail_of(x)), y);
      return y;
    } else {
      return from_exp(x);
    }
  }

 private:
  // z / (1 + z) = z (1 - z + z^2) for small z
  template <value V>
  HILLOCK_INLINE static V tail_of(V x) {
    const scaled_double_word<V> z = detail::exp_of_minus_size(x);
    const V whole = scale(z.m.hi, z.n);
    const V change = minus_product(whole, whole, whole);
    const V below = scale(z.m.hi + minus_product(z.m.lo, z.m.hi, change), z.n);
    return by_sign(x, below, V(1) - change);
  }

  template <value V>
  HILLOCK_INLINE static V from_exp(V x) {
    const detail::logistic_parts<V> z(x);
    const double_word<V> numerator{by_sign(x, z.m.hi, V(1)), by_sign(x, z.m.lo, V(0))};
    return abs(scale(quotient(numerator, z.one_plus_z), by_sign(x, z.n, V(0))));
  }
} sigmoid{};

/// 2^log2_factor * sigmoid'(x).
inline constexpr struct sigmoid_derivative_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x, V log2_factor) const {
    const detail::logistic_parts<V> z(x);
    return abs(scale(quotient(z.m, square(z.one_plus_z)), z.n + log2_factor));
  }
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return (*this)(x, V(0));
  }
} sigmoid_derivative{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
