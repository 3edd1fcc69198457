// The logistic function and its derivative, from z = e^-|x|: z / (1 + z), and z / (1 + z)^2. With z <= 1 nothing cancels and
// nothing overflows. Where tables are cheap, float takes octaves.
// SPDX-License-Identifier: MIT
#pragma once

#include "exp.hpp"
#include "logistic_pieces.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// Whether V takes the kernels by octaves.
template <value V>
inline constexpr bool takes_octaves = has_wide_lookup && std::same_as<element_of<V>, float>;

/// z / (1 + z) for 0 <= z <= 1: `value` rounded, and what it lacks as `lacking` * `opposite`. 1 / (1 + z) = 1 - value.
template <value V>
struct logistic_ratio {
  V value, opposite, lacking;

  HILLOCK_INLINE explicit logistic_ratio(double_word<V> z) {
    value = divide(z.hi, V(1) + z.hi);
    opposite = V(1) - value;
    lacking = fma(z.lo, opposite, minus_product(z.hi - value, value, z.hi));  // z - value (1 + z)
  }
};

/// 1 / (1 + e^-x).
inline constexpr struct sigmoid_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (takes_octaves<V>)
      return by_octaves::sigmoid(x);
    else if constexpr (std::same_as<element_of<V>, float> && lookup_entries<float> == 0)
      return in_double(x, [](auto wide) __attribute__((always_inline)) { return plainly(wide); });
    else
      return from_exp(x);
  }

 private:
  // for results that are rounded to float
  template <value V>
  HILLOCK_INLINE static V plainly(V x) {
    const V z = decay<single_word<V, true>>(neg(abs(x))).z.hi;
    return divide(by_sign(x, z, V(1)), V(1) + z);
  }

  template <value V>
  HILLOCK_INLINE static V from_exp(V x) {
    const V size = abs(x);
    const logistic_ratio<V> r(exponential<V>(neg(size)).value());
    const V small = fma(r.lacking, r.opposite, r.value);
    const V y = by_sign(x, small, V(1) - small);
    const auto far = !(size <= V(exp_constants<element_of<V>>::normal));
    if (any(far)) [[unlikely]]
      return select(far, keep_nan(size, by_sign(x, exp(x), V(1))), y);
    return y;
  }
} sigmoid{};

/// sigmoid'(x).
inline constexpr struct sigmoid_derivative_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (takes_octaves<V>)
      return by_octaves::sigmoid_slope(x);
    else
      return times(x, V(1));
  }

  /// factor * sigmoid'(x), for a power of two.
  template <value V>
  HILLOCK_INLINE V times(V x, V factor) const {
    const decay<double_word<V>> d(neg(abs(x)));
    const double_word<V> sum = one_plus(d.z);
    return keep_nan(x, mul(quotient(d.m, sum * sum), mul(d.unit, factor)));
  }
} sigmoid_derivative{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
