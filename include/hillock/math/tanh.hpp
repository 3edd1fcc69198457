// tanh and its derivative: -e / (2 + e) with e = e^-2|x| - 1 as a double word; tanh'(x) = 4 sigmoid'(2 x). Where tables are
// cheap, float takes piecewise polynomials.
// SPDX-License-Identifier: MIT
#pragma once

#include "sigmoid.hpp"
#include "tanh_table.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

inline constexpr struct tanh_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    using T = element_of<V>;
    constexpr T flat = std::same_as<T, float> ? 10 : 20;  // tanh rounds to 1 from here on
    const V near = min(V(flat), abs(x));
    if constexpr (has_wide_lookup && std::same_as<T, float>) {
      return copysign(tanh_pieces_32(near, bits(near + V(0.75f)) >> (format<float>::mantissa - 3)), x);
    } else if constexpr (lookup_entries<T> == 8) {
      return copysign(tanh_pieces_8(near, bits(near + V(0.78125f)) >> (format<float>::mantissa - 1)), x);
    } else {
      const double_word<V> rough = exponential<V>(neg(near + near)).minus_one_of_decay();
      const double_word<V> e = fast_two_sum(rough.hi, rough.lo), sum = fast_two_sum(V(2), e.hi);
      return keep_nan(x, copysign(quotient(e, {sum.hi, sum.lo + e.lo}), x));
    }
  }
} tanh{};

/// 1 - tanh(x)^2, without the cancellation.
inline constexpr struct tanh_derivative_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (takes_octaves<V>)
      return by_octaves::tanh_slope(x);
    else
      return sigmoid_derivative.times(x + x, V(4));
  }
} tanh_derivative{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
