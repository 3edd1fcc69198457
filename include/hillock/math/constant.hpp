// Constants that are no floating-point numbers.
// SPDX-License-Identifier: MIT
#pragma once

#include "number.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// A real number as a double word of either type.
struct constant {
  float single_hi, single_lo;
  double hi, lo;

  template <class Number>
  HILLOCK_INLINE constexpr Number as() const {
    return in(static_cast<Number*>(nullptr));
  }

 private:
  template <value V>
  HILLOCK_INLINE constexpr double_word<V> in(double_word<V>*) const {
    if constexpr (std::same_as<element_of<V>, float>)
      return {V(single_hi), V(single_lo)};
    else
      return {V(hi), V(lo)};
  }
  template <value V, bool Rough>
  HILLOCK_INLINE constexpr single_word<V, Rough> in(single_word<V, Rough>*) const {
    return {V(hi)};
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
