// The two ways a row lies in memory, seen as a sequence of batches, so that a normaliser is written once.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>

#include "../core/simd.hpp"
#include "../math/double_word.hpp"

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
    std::remove_const_t<T> hi[V::size], lo[V::size];
    x.hi.store_unaligned(hi);
    x.lo.store_unaligned(lo);
    for (std::size_t half = V::size / 2; half > 0; half /= 2) {
      for (std::size_t i = 0; i < half; ++i) {
        const auto pair = math::two_sum(hi[i], hi[i + half]);
        hi[i] = pair.hi;
        lo[i] = (lo[i] + lo[i + half]) + pair.lo;
      }
    }
    const auto total = math::fast_two_sum(hi[0], lo[0]);
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

// The sum of term(j) for j < count as a double word: every rounding error is carried along. The error does not grow with
// the count.
template <class V, class Term>
HILLOCK_INLINE math::double_word<V> compensated_sum(std::size_t count, const Term& term) {
  math::double_word<V> total{V(0), V(0)};
  const auto add = [&total](V x, V error) __attribute__((always_inline)) {
    const auto next = math::two_sum(total.hi, x);
    total = math::fast_two_sum(next.hi, total.lo + (next.lo + error));
  };
  std::size_t j = 0;
  for (; j + 4 <= count; j += 4) {
    const V a = term(j), b = term(j + 1), c = term(j + 2), d = term(j + 3);
    const auto ab = math::two_sum(a, b), cd = math::two_sum(c, d), abcd = math::two_sum(ab.hi, cd.hi);
    add(abcd.hi, abcd.lo + (ab.lo + cd.lo));
  }
  for (; j < count; ++j) add(term(j), V(0));
  return total;
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
