// Polynomials with what is known of them, and their evaluation.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>

#include "../core/simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// c[0] + c[1] x + ... + c[Degree] x^Degree. What it stands for, and what `error` is relative to, is said where it is
/// defined; the claim |error| on [lo, hi] is tested in high precision.
template <element T, std::size_t Degree>
struct polynomial {
  double lo, hi, error;
  T c[Degree + 1];

  template <value V>
    requires std::same_as<element_of<V>, T>
  HILLOCK_INLINE V operator()(V x) const {
    return horner(x, std::make_index_sequence<Degree>{});
  }

 private:
  // unrolled whatever the level of optimisation
  template <value V, std::size_t... K>
  HILLOCK_INLINE V horner(V x, std::index_sequence<K...>) const {
    V sum(c[Degree]);
    ((sum = fma(sum, x, V(c[Degree - 1 - K]))), ...);
    return sum;
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
