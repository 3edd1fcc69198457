// max(0, x), with -0 and below to +0.
// SPDX-License-Identifier: MIT
#pragma once

#include "../core/simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

inline constexpr struct relu_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return max(V(0), x) + V(0);  // NaN stays; adding 0 turns -0 into +0
  }

  /// 0 at 0.
  template <value V>
  HILLOCK_INLINE V derivative(V x) const {
    return select(x > V(0), V(1), (*this)(x));
  }
} relu{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
