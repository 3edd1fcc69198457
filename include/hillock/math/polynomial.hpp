// Polynomials with what is known of them, and their evaluation.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "../core/simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// c[0] + c[1] x + ... + c[Degree] x^Degree. What it stands for, and what `error` is relative to, is said where it is
/// defined; the claim |error| on [lo, hi] is tested in high precision.
template <element T, std::size_t Degree>
struct polynomial {
  double lo, hi, error;
  T c[Degree + 1];

  /// Horner's scheme.
  template <value V>
    requires std::same_as<element_of<V>, T>
  HILLOCK_INLINE constexpr V operator()(V x) const {
    V sum(c[Degree]);
    for (std::size_t i = Degree; i-- > 0;) sum = fma(sum, x, V(c[i]));
    return sum;
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
