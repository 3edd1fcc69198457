// The ways rows lie in memory, seen as a sequence of batches, so that a function over rows is written once.
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
  std::size_t number;                     // of the row in its array
  static constexpr std::size_t sums = 1;  // as many of a kind as are made of the row side by side

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

  // Asks for what comes later: the same place in the next row, or 4 KiB ahead.
  HILLOCK_INLINE void prefetch(auto i) const {
    constexpr std::size_t far = 4096 / sizeof(T);
    __builtin_prefetch(data + (i.j * V::size + (length < far ? length : far)), std::is_const_v<T> ? 0 : 1);
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
  static constexpr std::size_t sums = 1;

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

  HILLOCK_INLINE void prefetch(auto i) const {
    constexpr std::size_t far = 16;
    __builtin_prefetch(data + (i.j + far) * inner, std::is_const_v<T> ? 0 : 1);
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

// Lane i of batch j for lane j of batch i.
template <element T>
HILLOCK_INLINE void transpose(batch<T> (&square)[batch<T>::size]) {
  constexpr std::size_t size = batch<T>::size;
  // As cards are shuffled: each time the highest bit of an element's place becomes the lowest.
#pragma GCC unroll 4
  for (std::size_t step = 1; step < size; step *= 2) {
    batch<T> shuffled[size];
#pragma GCC unroll 8
    for (std::size_t i = 0; i < size / 2; ++i) {
      const auto pair = interleave(square[i], square[i + size / 2]);
      shuffled[2 * i] = pair.first;
      shuffled[2 * i + 1] = pair.second;
    }
#pragma GCC unroll 16
    for (std::size_t i = 0; i < size; ++i) square[i] = shuffled[i];
  }
}

// The rows of a transposed_copy: each lane is a row, but sums are made in the order of contiguous rows, for the same bits.
template <class T>
struct transposed_rows : interleaved_rows<T> {
  static constexpr std::size_t sums = interleaved_rows<T>::V::size;
  HILLOCK_INLINE void prefetch(auto) const {}  // the copy is in the cache
};

template <class V>
inline constexpr std::size_t longest_transposed = 4 * V::size;

// A copy of as many short contiguous rows as a batch has lanes, in which each lane is a row.
template <class T>
class transposed_copy {
  using E = std::remove_const_t<T>;
  using V = batch<E>;

 public:
  HILLOCK_INLINE transposed_copy(T* data, std::size_t pitch, std::size_t length)
      : data_(data), pitch_(pitch), length_(length) {
    if constexpr (std::is_const_v<T>) read();
    // the rows to come, and the place of the results
    T* const later = std::is_const_v<T> ? data + V::size * pitch : data;
    for (std::size_t r = 0; r < V::size; ++r)
      for (std::size_t k = 0; k < length; k += V::size)
        __builtin_prefetch(later + r * pitch + k, std::is_const_v<T> ? 0 : 1);
  }

  HILLOCK_INLINE transposed_rows<T> rows(std::size_t number) { return {{copy_, length_, number, V::size, V::size}}; }

  // To the rows themselves, if they are an output.
  HILLOCK_INLINE void write() const {
    if constexpr (!std::is_const_v<T>)
      for (std::size_t k = 0; k < length_; k += V::size) {
        V square[V::size];
        const std::size_t n = width(k);
#pragma GCC unroll 16
        for (std::size_t i = 0; i < V::size; ++i)
          square[i] = i < n ? V::load_unaligned(copy_ + (k + i) * V::size) : V(0);
        transpose(square);
#pragma GCC unroll 16
        for (std::size_t r = 0; r < V::size; ++r) store_partial(data_ + r * pitch_ + k, n, square[r]);
      }
  }

 private:
  HILLOCK_INLINE void read() {
    for (std::size_t k = 0; k < length_; k += V::size) {
      V square[V::size];
      const std::size_t n = width(k);
#pragma GCC unroll 16
      for (std::size_t r = 0; r < V::size; ++r) square[r] = load_partial(data_ + r * pitch_ + k, n);
      transpose(square);
#pragma GCC unroll 16
      for (std::size_t i = 0; i < V::size; ++i) square[i].store_unaligned(copy_ + (k + i) * V::size);
    }
  }
  HILLOCK_INLINE std::size_t width(std::size_t k) const { return length_ - k < V::size ? length_ - k : V::size; }

  T* data_;
  std::size_t pitch_, length_;
  alignas(V) E copy_[longest_transposed<V> * V::size];
};

template <class Row>
inline constexpr bool is_contiguous = !requires(const Row& row) { row.inner; };

// The sum over the lanes.
HILLOCK_INLINE double total(batch<double> x) {
  math::across_lanes.operator()<batch<double>>([&](const auto& partner)
                                                   __attribute__((always_inline)) { x = x + partner(x); });
  return x.get(0);
}
HILLOCK_INLINE math::widened in_doubles(math::double_word<batch<float>> x) {
  const math::widened hi = math::widen(x.hi), lo = math::widen(x.lo);
  return {hi.low + lo.low, hi.high + lo.high};
}
HILLOCK_INLINE double total(math::double_word<batch<float>> x) {
  const math::widened wide = in_doubles(x);
  return total(wide.low + wide.high);
}

template <class Row>
inline constexpr bool is_transposed = Row::sums > 1;

// A sum over a row in the making: one, or for transposed rows one for each lane that contiguous ones would have.
template <class Row, class Sum>
struct sums_of_row {
  Sum each[Row::sums];

  HILLOCK_INLINE Sum& of(auto i) { return each[i.j % Row::sums]; }
};

// Joins numbers as across_lanes joins lanes.
template <class T, std::size_t N, class Join>
HILLOCK_INLINE T joined(T (&x)[N], const Join& join) {
  for (std::size_t half = N / 2; half > 0; half /= 2)
    for (std::size_t i = 0; i < half; ++i) x[i] = join(x[i], x[i + half]);
  return x[0];
}
template <std::size_t N>
HILLOCK_INLINE math::widened total(math::widened (&x)[N]) {
  return joined(x, [](const math::widened& a, const math::widened& b)
                       __attribute__((always_inline)) { return math::widened{a.low + b.low, a.high + b.high}; });
}

// What sums come to: for floats a double, or doubles for transposed rows; else two words. It uses them up.
template <class Row, value V>
HILLOCK_INLINE auto total(sums_of_row<Row, math::double_word<V>>& sums) {
  if constexpr (is_transposed<Row> && std::same_as<V, batch<float>>) {
    math::widened wide[Row::sums];
    for (std::size_t i = 0; i < Row::sums; ++i) wide[i] = in_doubles(sums.each[i]);
    return total(wide);
  } else if constexpr (is_transposed<Row>) {
    const math::double_word<V> x = joined(sums.each, add_words);
    return math::fast_two_sum(x.hi, x.lo);
  } else if constexpr (!is_contiguous<Row>) {
    return math::fast_two_sum(sums.each[0].hi, sums.each[0].lo);
  } else if constexpr (std::same_as<V, batch<float>>) {
    return total(sums.each[0]);
  } else {
    return sum_of_lanes(sums.each[0]);
  }
}

// That in two words, in every lane.
HILLOCK_INLINE math::double_word<batch<float>> in_words(double x) {
  const math::double_word<float> words = math::split(x);
  return {batch<float>(words.hi), batch<float>(words.lo)};
}
HILLOCK_INLINE math::double_word<batch<float>> in_words(math::widened x) { return math::split(x); }
template <value V>
HILLOCK_INLINE math::double_word<V> in_words(math::double_word<V> x) {
  return x;
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
