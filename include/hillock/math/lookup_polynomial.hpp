// Polynomials whose coefficients come from tables in registers.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "../core/simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

namespace detail {
// c[First] + c[First + 1] t + ..., each power from its own table. Pairs of them shorten the chain, which costs what a
// vector waits: 5 % over Horner's order (Zen 5).
template <std::size_t First, element T, std::size_t Powers, std::size_t Entries, value V>
HILLOCK_INLINE V pairs(const T (&c)[Powers][Entries], V t, V t2, bits_of<V> index) {
  const V constant = lookup(c[First], index);
  if constexpr (First + 1 == Powers) {
    return constant;
  } else {
    const V pair = fma(lookup(c[First + 1], index), t, constant);
    if constexpr (First + 2 == Powers)
      return pair;
    else
      return fma(pairs<First + 2>(c, t, t2, index), t2, pair);
  }
}
}  // namespace detail

/// c[First] + c[First + 1] t + ..., at entry `index` of the tables, where that is about 1. The first sum comes last, for it
/// rounds most.
template <std::size_t First, element T, std::size_t Powers, std::size_t Entries, value V>
HILLOCK_INLINE V lookup_polynomial(const T (&c)[Powers][Entries], V t, bits_of<V> index) {
  return fma(detail::pairs<First + 1>(c, t, square_beside_one(t), index), t, lookup(c[First], index));
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
