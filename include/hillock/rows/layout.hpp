// The two ways a row lies in memory, seen as a sequence of batches, so that a normaliser is written once.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>

#include "../core/sum.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// One row of contiguous elements: a batch is a piece of the row, and reductions end with one over the lanes.
template <class T>
struct contiguous_row {
  using V = batch<std::remove_const_t<T>>;
  T* data;
  std::size_t length;

  HILLOCK_INLINE std::size_t batches() const { return (length + V::size - 1) / V::size; }

  HILLOCK_INLINE V load(std::size_t j, std::remove_const_t<T> fill) const {
    const std::size_t begin = j * V::size;
    return begin + V::size <= length ? V::load_unaligned(data + begin)
                                     : load_partial(data + begin, length - begin, fill);
  }

  HILLOCK_INLINE void store(std::size_t j, V x) const {
    const std::size_t begin = j * V::size;
    if (begin + V::size <= length)
      x.store_unaligned(data + begin);
    else
      store_partial(data + begin, length - begin, x);
  }

  // x in the lanes that are elements of the row, zero beyond its end
  HILLOCK_INLINE V inside(std::size_t j, V x) const {
    const std::size_t begin = j * V::size;
    if (begin + V::size <= length) return x;
    std::remove_const_t<T> lane[V::size];
    x.store_unaligned(lane);
    return load_partial(lane, length - begin);
  }

  HILLOCK_INLINE static V maximum(V x) {
    std::remove_const_t<T> lane[V::size];
    x.store_unaligned(lane);
    for (std::size_t half = V::size / 2; half > 0; half /= 2)
      for (std::size_t i = 0; i < half; ++i) lane[i] = lane[i + half] > lane[i] ? lane[i + half] : lane[i];
    return V(lane[0]);
  }

  HILLOCK_INLINE static math::double_word<V> sum(math::double_word<V> x) {
    const auto total = sum_of_lanes(x);
    return {V(total.hi), V(total.lo)};
  }
};

// Neighbouring rows whose elements lie `inner` apart: each lane is a row of its own, and reductions stay in the lane.
template <class T>
struct interleaved_rows {
  using V = batch<std::remove_const_t<T>>;
  T* data;
  std::size_t length;
  std::size_t inner;
  std::size_t rows;  // at most the number of lanes

  HILLOCK_INLINE std::size_t batches() const { return length; }

  HILLOCK_INLINE V load(std::size_t j, std::remove_const_t<T> fill) const {
    return rows == V::size ? V::load_unaligned(data + j * inner) : load_partial(data + j * inner, rows, fill);
  }

  HILLOCK_INLINE void store(std::size_t j, V x) const {
    if (rows == V::size)
      x.store_unaligned(data + j * inner);
    else
      store_partial(data + j * inner, rows, x);
  }

  HILLOCK_INLINE V inside(std::size_t, V x) const { return x; }
  HILLOCK_INLINE static V maximum(V x) { return x; }
  HILLOCK_INLINE static math::double_word<V> sum(math::double_word<V> x) { return math::fast_two_sum(x.hi, x.lo); }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
