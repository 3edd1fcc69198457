// log(1 + e^x) = max(x, 0) + log(1 + z) with z = e^-|x|.
// SPDX-License-Identifier: MIT
#pragma once

#include "exp.hpp"
#include "log1p.hpp"
#include "sigmoid.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

inline constexpr struct softplus_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (takes_octaves<V>)
      return by_octaves::softplus(x);
    else
      return with_spare_digits<true>(
          x, []<class Number>(auto wide) __attribute__((always_inline)) { return sum<Number>(wide); });
  }

 private:
  template <class Number, value V>
  HILLOCK_INLINE static V sum(V x) {
    const V above = max(V(0), x);
    const decay<Number> d(minus_abs(x));
    const Number log = d.m * log1p_ratio(d.z);
    if constexpr (std::same_as<Number, double_word<V>>) {
      const V near = min(V(-exp_constants<element_of<V>>::vanishing), above);  // two_sum takes no infinity
      const V unit = by_sign(x, V(1), d.unit);  // below zero it waits for the last product
      const double_word<V> whole = two_sum(near, mul(log.hi, unit));
      const V y = d.lowered_below_zero(x, whole.hi + fma(log.lo, unit, whole.lo));
      return select(near < above, x, y);
    } else {
      return above + log.hi;
    }
  }
} softplus{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
