// e^x - 1, from e^x = p (1 + r): p - 1 is exact as a double word, and nothing cancels.
// SPDX-License-Identifier: MIT
#pragma once

#include "exp.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// e^x - 1 for x <= 0 as a double word.
inline constexpr struct expm1_of_decay_t {
  template <value V>
  HILLOCK_INLINE double_word<V> operator()(double_word<V> x) const {
    // -1 from here on
    constexpr element_of<V> flat = std::same_as<element_of<V>, float> ? -20 : -40;
    return exponential<V>(max(V(flat), x.hi), x.lo).minus_one_of_decay();
  }
} expm1_of_decay{};

inline constexpr struct expm1_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (!fuses && std::same_as<element_of<V>, float>)
      return in_double(x, *this);
    else
      return in_words(x);
  }

 private:
  template <value V>
  HILLOCK_INLINE static V in_words(V x) {
    using T = element_of<V>;
    constexpr T flat = std::same_as<T, float> ? 20 : 40;  // beyond it either e^x or 1 does not count
    const V near = min(V(flat), max(V(-flat), x));
    const double_word<V> e = exponential<V>(near).minus_one();
    const V y = keep_nan(x, copysign(e.hi + e.lo, x));
    const auto large = x > V(flat);
    if (any(large)) [[unlikely]]
      return select(large, exp(x), y);
    return y;
  }
} expm1{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
