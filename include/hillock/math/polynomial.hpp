// Polynomials with what is known of them, and their evaluation.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
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
    requires(sizeof(element_of<V>) >= sizeof(T))
  HILLOCK_INLINE V operator()(V x) const {
    return from<0>(x);
  }

  /// c[First] + c[First + 1] x + ...
  template <std::size_t First, value V>
    requires(sizeof(element_of<V>) >= sizeof(T))
  HILLOCK_INLINE V from(V x) const {
    constexpr std::size_t degree = Degree - First;
    if constexpr (degree < 3) {
      return horner<1>(x, First, std::make_index_sequence<degree>{});
    } else {
      // Even and odd powers side by side take half as long as one chain.
      const V x2 = mul(x, x);
      const V odd = horner<2>(x2, First + 1, std::make_index_sequence<(degree - 1) / 2>{});
      return fma(odd, x, horner<2>(x2, First, std::make_index_sequence<degree / 2>{}));
    }
  }

 private:
  // c[first] + c[first + Step] x + c[first + 2 Step] x^2 ..., unrolled whatever the level of optimisation
  template <std::size_t Step, value V, std::size_t... K>
  HILLOCK_INLINE V horner(V x, std::size_t first, std::index_sequence<K...>) const {
    using E = element_of<V>;
    V sum(static_cast<E>(c[first + Step * sizeof...(K)]));
    ((sum = fma(sum, x, V(static_cast<E>(c[first + Step * (sizeof...(K) - 1 - K)])))), ...);
    return sum;
  }
};

/// t^2 as part of a sum that is about 1: for float 2^-120 more, so that the square of a tiny t is not subnormal, which
/// costs hundreds of cycles.
template <value V>
HILLOCK_INLINE V square_beside_one(V t) {
  if constexpr (fuses && std::same_as<element_of<V>, float>)
    return fma(t, t, V(0x1p-120f));
  else
    return mul(t, t);
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
