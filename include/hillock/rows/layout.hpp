// The two ways a row lies in memory, seen as a sequence of batches, so that a function over rows is written once.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <type_traits>

#include "../math/double_word.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// The number of a batch, and whether all its lanes are known to be elements.
template <bool Whole>
struct batch_index {
  std::size_t j;
};

// One row of contiguous elements: a batch is a piece of the row, and reductions end with one over the lanes.
template <class T>
struct contiguous_row {
  using V = batch<std::remove_const_t<T>>;
  T* data;
  std::size_t length;
  std::size_t number;  // of the row in its array

  HILLOCK_INLINE std::size_t whole_batches() const { return length / V::size; }
  HILLOCK_INLINE std::size_t batches() const { return (length + V::size - 1) / V::size; }
  HILLOCK_INLINE bool is_whole(std::size_t j) const { return (j + 1) * V::size <= length; }

  template <bool Whole>
  HILLOCK_INLINE V load(batch_index<Whole> i, element_of<V> fill) const {
    if (Whole || is_whole(i.j)) return V::load_unaligned(data + i.j * V::size);
    return load_partial(data + i.j * V::size, length % V::size, fill);
  }

  template <bool Whole>
  HILLOCK_INLINE void store(batch_index<Whole> i, V x) const {
    if (Whole || is_whole(i.j))
      x.store_unaligned(data + i.j * V::size);
    else
      store_partial(data + i.j * V::size, length % V::size, x);
  }

  // x in the lanes that are elements of the row, zero beyond its end
  template <bool Whole>
  HILLOCK_INLINE V inside([[maybe_unused]] batch_index<Whole> i, V x) const {
    return Whole || is_whole(i.j) ? x : first_lanes(length % V::size, x);
  }

  // One number a row, in an array of them.
  HILLOCK_INLINE static V load_result(const element_of<V>* p) { return V(*p); }
  HILLOCK_INLINE static void store_result(element_of<V>* p, V x) { store_partial(p, 1, x); }

  // All lanes joined; the operation must be indifferent to the order of its operands.
  template <class Join>
  HILLOCK_INLINE static void join(const Join& step) {
    math::across_lanes.template operator()<V>(step);
  }
};

// Neighbouring rows whose elements lie `inner` apart: each lane is a row of its own, and reductions stay in the lane.
template <class T>
struct interleaved_rows {
  using V = batch<std::remove_const_t<T>>;
  T* data;
  std::size_t length;
  std::size_t number;  // of the first
  std::size_t inner;
  std::size_t rows;  // at most the number of lanes

  HILLOCK_INLINE std::size_t whole_batches() const { return length; }
  HILLOCK_INLINE std::size_t batches() const { return length; }

  HILLOCK_INLINE V load(auto i, element_of<V> fill) const {
    return rows == V::size ? V::load_unaligned(data + i.j * inner) : load_partial(data + i.j * inner, rows, fill);
  }

  HILLOCK_INLINE void store(auto i, V x) const {
    if (rows == V::size)
      x.store_unaligned(data + i.j * inner);
    else
      store_partial(data + i.j * inner, rows, x);
  }

  HILLOCK_INLINE V inside(auto, V x) const { return x; }

  HILLOCK_INLINE V load_result(const element_of<V>* p) const {
    return rows == V::size ? V::load_unaligned(p) : load_partial(p, rows);
  }
  HILLOCK_INLINE void store_result(element_of<V>* p, V x) const {
    if (rows == V::size)
      x.store_unaligned(p);
    else
      store_partial(p, rows, x);
  }

  template <class Join>
  HILLOCK_INLINE static void join(const Join&) {}
};

template <class Row>
inline constexpr bool is_contiguous = !requires(const Row& row) { row.inner; };

// The sum over the lanes.
HILLOCK_INLINE double total(batch<double> x) {
  math::across_lanes.operator()<batch<double>>([&](const auto& partner)
                                                   __attribute__((always_inline)) { x = x + partner(x); });
  return x.get(0);
}
HILLOCK_INLINE math::double_word<batch<float>> in_every_lane(math::double_word<float> x) {
  return {batch<float>(x.hi), batch<float>(x.lo)};
}

// The sum over the lanes, in every lane.
template <class Row, value V>
HILLOCK_INLINE math::double_word<V> sum_of_lanes(const Row&, math::double_word<V> x) {
  if constexpr (is_contiguous<Row> && std::same_as<V, batch<float>>) {
    const math::widened hi = math::widen(x.hi), lo = math::widen(x.lo);
    return in_every_lane(math::split(total((hi.low + hi.high) + (lo.low + lo.high))));
  } else if constexpr (is_contiguous<Row>) {
    return sum_of_lanes(x);
  } else {
    return math::fast_two_sum(x.hi, x.lo);
  }
}

// body(i) for the batches from `begin` on that lie before `end`.
template <class Row, class Body>
HILLOCK_INLINE void for_each_batch(const Row& row, std::size_t begin, std::size_t end, const Body& body) {
  const std::size_t whole = row.whole_batches() < end ? row.whole_batches() : end;
  std::size_t j = begin;
  for (; j < whole; ++j) body(batch_index<true>{j});
  for (; j < end; ++j) body(batch_index<false>{j});
}
// body(i) for every batch.
template <class Row, class Body>
HILLOCK_INLINE void for_each_batch(const Row& row, const Body& body) {
  for_each_batch(row, 0, row.batches(), body);
}

// add(to, i) for every batch, in two accumulators, which need not wait for each other; merge(a, b) takes both into one. The
// order depends on the length of the row alone.
template <class Accumulator, class Row, class Add, class Merge>
HILLOCK_INLINE Accumulator accumulate(const Row& row, const Add& add, const Merge& merge) {
  const std::size_t whole = row.whole_batches();
  Accumulator a;
  std::size_t j = 0;
  if (whole >= 2) {
    Accumulator b;
    for (; j + 2 <= whole; j += 2) {
      add(a, batch_index<true>{j});
      add(b, batch_index<true>{j + 1});
    }
    merge(a, b);
  }
  for (; j < row.batches(); ++j) add(a, batch_index<false>{j});
  return a;
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
