// Piecewise polynomials whose coefficients lie in registers: one body for tables of 8, 16 and 32 entries.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>

#include "../core/simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// On interval i, c[0][i] + c[1][i] t + ... + c[Degree][i] t^Degree with t = x - centre[i]. `error` is relative to the
/// function that it stands for, over all intervals, and tested in high precision.
template <element T, std::size_t Entries, std::size_t Degree>
struct piecewise {
  double error;
  alignas(64) T centre[Entries];
  alignas(64) T c[Degree + 1][Entries];

  /// x in the interval whose number is `index` modulo Entries.
  template <value V>
    requires std::same_as<element_of<V>, T>
  HILLOCK_INLINE V operator()(V x, bits_of<V> index) const {
    return horner(x - lookup(centre, index), index, std::make_index_sequence<Degree>{});
  }

 private:
  // unrolled whatever the level of optimisation
  template <value V, std::size_t... K>
  HILLOCK_INLINE V horner(V t, bits_of<V> index, std::index_sequence<K...>) const {
    V sum = lookup(c[Degree], index);
    ((sum = fma(sum, t, lookup(c[Degree - 1 - K], index))), ...);
    return sum;
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
