// Piecewise polynomials whose coefficients lie in registers: one body for tables of 8, 16 and 32 entries.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "lookup_polynomial.hpp"

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
    const V t = x - lookup(centre, index);
    return fma(lookup_polynomial<1>(c, t, index), t, lookup(c[0], index));
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
