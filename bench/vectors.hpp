// A plain hand-written loop over vectors, for peers that have none of their own.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <hillock/core/simd.hpp>  // xsimd, without g++'s false warnings

namespace bench {

// Not `load` and `store`: argument-dependent lookup would find those of xsimd, for aligned memory.
template <class V, class T>
V read(const T* p) {
  if constexpr (std::same_as<V, T>)
    return *p;
  else
    return V::load_unaligned(p);
}

template <class V, class T>
void write(T* p, V v) {
  if constexpr (std::same_as<V, T>)
    *p = v;
  else
    v.store_unaligned(p);
}

// step.operator()<V>(i) over all i < n, where V is a vector, or an element in the rest; four vectors a turn.
template <class T, class Step>
void by_vectors(std::size_t n, const Step& step) {
  using V = xsimd::batch<T>;
  constexpr std::size_t lanes = V::size;
  std::size_t i = 0;
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    step.template operator()<V>(i);
    step.template operator()<V>(i + lanes);
    step.template operator()<V>(i + 2 * lanes);
    step.template operator()<V>(i + 3 * lanes);
  }
  for (; i + lanes <= n; i += lanes) step.template operator()<V>(i);
  for (; i < n; ++i) step.template operator()<T>(i);
}

}  // namespace bench
