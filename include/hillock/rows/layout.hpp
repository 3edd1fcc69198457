// The ways rows lie in memory, seen as a sequence of batches, so that a function over rows is written once.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "../math/double_word.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// The number of a batch in its row, whether all its lanes are known to be elements, and the row in a stack of them.
template <bool Whole>
struct batch_index {
  std::size_t j;
  std::size_t row = 0;
};

// x in a register. Compilers would rather load it twice, and 64 bytes across the end of a cache line are two loads each time.
template <batch_value V>
HILLOCK_INLINE V loaded(V x) {
  if constexpr (sizeof(V) == 64) math::detail::hide(x);
  return x;
}

// Whether rows of so many bytes beyond the caches are taken as they come. What helps longer ones, and on a Xeon those of less than a
// page by a third, takes up to half the time more on Zen 4; on Zen 5 where they do not stream.
HILLOCK_INLINE bool are_left_to_hardware(std::size_t row, std::size_t longer = page) {
  return hardware_looks_ahead() && row < (is_up_to_zen4() ? longer : shortest_streamed);
}

// How many elements ahead what lies in the second cache is asked for into the first, where that gains something.
template <element T>
HILLOCK_INLINE std::size_t near_elements(bool cached) {
  return hardware_looks_ahead() && (!cached || is_up_to_zen4()) ? 0 : near_distance / sizeof(T);
}

// What is found of a row while the one before it is summed up.
template <batch_value V>
struct range_ahead {
  const element_of<V>* wanted = nullptr;  // the row to look at, if any
  const element_of<V>* found = nullptr;   // the row whose range it is
  V low, high;                            // the least and the largest in each lane
  V most;                                 // of the row, by the logits; negated where those fall
};

// One row of contiguous elements: a batch is a piece of the row, and reductions end with one over the lanes.
template <class T>
struct contiguous_row {
  using V = batch<std::remove_const_t<T>>;
  T* data;
  std::size_t length;
  std::size_t number;    // of the row in its array
  std::size_t far = 0;   // elements between a batch and what is prefetched with it
  std::size_t near = 0;  // and what is asked for into the first cache
  range_ahead<V>* ahead = nullptr;
  static constexpr std::size_t height = 1;  // rows one above the other

  // The elements from `begin` on that lie before `end`, as a row.
  HILLOCK_INLINE contiguous_row part(std::size_t begin, std::size_t end) const {
    return {data + begin, end - begin, number, far, near, ahead};
  }

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

  // Shares for the powers that stand here, of which some may be tiny if `of_far`. In rows longer than a page batches begin where
  // stores are aligned.
  template <class Shares>
  HILLOCK_INLINE void replace_each(const Shares& f, bool of_far) const {
    T* p = data;
    T* const end = data + length;
    const auto replace_some = [&](std::size_t n) __attribute__((always_inline)) {
      store_partial(p, n, f(load_partial(p, n)));
      p += n;
    };
    const std::size_t before = before_aligned(data, sizeof(V));
    if (sizeof(V) == 64 && length * sizeof(T) > page && before > 0) replace_some(before);
    constexpr std::size_t few = 4;  // where compilers place the loop matters less then
    const auto replace_few = [&](const auto& of) __attribute__((always_inline)) {
#pragma GCC unroll 4
      for (std::size_t n = 0; n < few; ++n, p += V::size) of(loaded(V::load_unaligned(p))).store_unaligned(p);
    };
    while (p + few * V::size <= end) {
      if constexpr (Shares::avoids_subnormals)  // which have neighbours, if any: one batch is asked
        if (of_far && f.some_subnormal(V::load_unaligned(p))) [[unlikely]] {
          replace_few([&](V x) __attribute__((always_inline)) { return f.by_doubles(x); });
          continue;
        }
      replace_few(f);
    }
    for (; p + V::size <= end; p += V::size) f(loaded(V::load_unaligned(p))).store_unaligned(p);
    if (p < end) replace_some(static_cast<std::size_t>(end - p));
  }

  // Asks for what comes later.
  HILLOCK_INLINE void prefetch(auto i) const { prefetch(i, far); }
  HILLOCK_INLINE void prefetch(auto i, std::size_t elements) const {
    T* p = data + (i.j * V::size + elements);
    if constexpr (std::is_const_v<T>)
      prefetch_far(p);
    else
      __builtin_prefetch(p, 1);
  }

  HILLOCK_INLINE void prefetch_soon(auto i) const { __builtin_prefetch(data + (i.j * V::size + near)); }

  // x in the lanes that are elements of the row, zero beyond its end
  template <bool Whole>
  HILLOCK_INLINE V inside([[maybe_unused]] batch_index<Whole> i, V x) const {
    return Whole || is_whole(i.j) ? x : first_lanes(length % V::size, x);
  }

  // What there is one of a row, for all elements of batch i.
  HILLOCK_INLINE static V spread(auto, V x) { return x; }

  // For what passes over the row leave for the next.
  using workspace = contiguous_row;

  // One number a row, in an array of them.
  HILLOCK_INLINE static V load_result(const element_of<V>* p) { return V(*p); }
  HILLOCK_INLINE static void store_result(element_of<V>* p, V x) { store_partial(p, 1, x); }

  // All lanes joined; the operation must be indifferent to the order of its operands.
  template <class Join>
  HILLOCK_INLINE static void join(const Join& step) {
    math::across_lanes.template operator()<V>(step);
  }
};

// The cache line that a row ends in and the next one begins in, put together from both, so that it may go past the caches, too.
template <class T>
struct shared_line {
  static constexpr std::size_t size = cache_line / sizeof(T);
  bool adjoin;         // whether rows lie one right behind the other
  bool begun = false;  // one has ended here
  alignas(cache_line) T data[size] = {};

  HILLOCK_INLINE void stream_to(T* p) {
    using V = batch<T>;
#pragma GCC unroll 4
    for (std::size_t i = 0; i < size; i += V::size) store_streaming(p + i, V::load_aligned(data + i));
    begun = false;
  }
};

// Results that had better go past the caches; write_row sees to it.
template <class T>
struct uncached_row : contiguous_row<T> {
  T* last;   // the call's last row
  T* place;  // where what is known of this row may wait, one of the last two, since these are written last
  shared_line<T>* shared;

  // How many of the row's last elements lie in a cache line that it does not fill.
  HILLOCK_INLINE std::size_t behind_aligned() const {
    return reinterpret_cast<std::uintptr_t>(this->data + this->length) % cache_line / sizeof(T);
  }
  // Where the k-th result is once the row is written.
  HILLOCK_INLINE T* written(std::size_t k) const {
    const std::size_t end = this->length - behind_aligned();
    return shared->begun && k >= end ? shared->data + (k - end) : this->data + k;
  }
};

// Whether such rows of so many bytes wait in two places in turn, and may be written while other batches are read than those that
// come to stand where they wait. On Zen 5 loads wait for stores past the caches whose places in a page come shortly after theirs;
// longer rows had better have one place (.85 of the time).
HILLOCK_INLINE bool have_two_places(std::size_t row) { return hardware_looks_ahead() && row <= 2 * page; }

// Whole cache lines of them.
template <class T>
struct streaming_row : contiguous_row<T> {
  using typename contiguous_row<T>::V;

  HILLOCK_INLINE void store(auto i, V x) const { store_streaming(this->data + i.j * V::size, x); }
};

// Neighbouring rows whose elements lie `inner` apart: each lane is a row of its own, and reductions stay in the lane.
template <class T>
struct interleaved_rows {
  using V = batch<std::remove_const_t<T>>;
  T* data;
  std::size_t length;
  std::size_t number;  // of the first
  std::size_t inner;
  std::size_t rows;    // at most the number of lanes
  T* next = nullptr;   // the rows that come after these, if it pays to look at them, as many as lanes
  T* asked = nullptr;  // what is asked for with the first batch, and how far apart it is for others
  std::size_t asked_apart = 0;
  range_ahead<V>* ahead = nullptr;
  static constexpr std::size_t height = 1;

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
    __builtin_prefetch(asked + i.j * asked_apart, std::is_const_v<T> ? 0 : 1);
  }
  HILLOCK_INLINE V inside(auto, V x) const { return x; }
  HILLOCK_INLINE static V spread(auto, V x) { return x; }

  using workspace = interleaved_rows;

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

// Neighbouring rows of results; if Streams, of which each batch is a whole cache line that goes past the caches.
template <class T, bool Streams>
struct interleaved_results : interleaved_rows<T> {
  using typename interleaved_rows<T>::V;
  T* place = nullptr;  // where what is known of these rows may wait, if anywhere: a batch of memory an element

  HILLOCK_INLINE void store(auto i, V x) const {
    if constexpr (Streams)
      if (this->rows == V::size) return store_streaming(this->data + i.j * this->inner, x);
    interleaved_rows<T>::store(i, x);
  }
  HILLOCK_INLINE void prefetch(auto i) const {
    if constexpr (!Streams) interleaved_rows<T>::prefetch(i);
  }
};

// Some whole batches of neighbouring rows that are passed over together, an element of each after the other, so that memory is read
// and written in runs of lines.
template <class T, std::size_t Batches = 8>
struct panel {
  using V = batch<std::remove_const_t<T>>;
  static constexpr std::size_t batches = Batches;
  static constexpr std::size_t width = batches * V::size;  // rows
  T* data;
  std::size_t length;
  std::size_t inner;
  std::size_t next = 0;    // how far from here the next panel is
  bool streams = false;    // whether results had better go past the caches
  T* place = nullptr;      // where what is known of the rows may wait, if not among the results
  std::size_t number = 0;  // of the first row

  HILLOCK_INLINE interleaved_rows<T> rows(std::size_t n) const {
    return {data + n * V::size, length, number + n * V::size, inner, V::size};
  }
  HILLOCK_INLINE panel waiting() const { return place == nullptr ? *this : panel{place, length, width}; }

  // body(n, k) for element k of the n-th batch, from `begin` on and before `end`.
  template <class Body>
  HILLOCK_INLINE void for_each(std::size_t begin, std::size_t end, const Body& body) const {
    for (std::size_t k = begin; k < end; ++k)
#pragma GCC unroll 16
      for (std::size_t n = 0; n < batches; ++n) body(n, k);
  }
  template <class Body>
  HILLOCK_INLINE void for_each(const Body& body) const {
    for_each(0, length, body);
  }

  // How far that is from the first.
  HILLOCK_INLINE std::size_t at(std::size_t n, std::size_t k) const { return k * inner + n * V::size; }
  HILLOCK_INLINE V load(std::size_t n, std::size_t k) const { return loaded(V::load_unaligned(data + at(n, k))); }
  HILLOCK_INLINE void store(std::size_t n, std::size_t k, V x) const { x.store_unaligned(data + at(n, k)); }
  HILLOCK_INLINE void prefetch_next(std::size_t n, std::size_t k) const { prefetch_far(data + next + at(n, k)); }
  // What is not read again.
  HILLOCK_INLINE void store_last(std::size_t n, std::size_t k, V x) const {
    if (streams)
      store_streaming(data + at(n, k), x);
    else
      store(n, k, x);
  }
};

// Measured with AVX-512 on Zen 4: stacks gain 40 % at 4 batches, 12 % at 16 (log_softmax 36 %), nothing at 64.
template <class V>
inline constexpr std::size_t longest_stacked = 16 * V::size;

// As many contiguous rows as a batch has lanes, one above the other: a batch is a piece of one row, and what there is one of
// a row stands in the lane of its number. Reductions join the lanes of all rows at once.
template <class T>
struct stacked_rows {
  using V = batch<std::remove_const_t<T>>;
  T* data;
  std::size_t length;
  std::size_t number;  // of the first
  std::size_t pitch;
  static constexpr std::size_t height = V::size;

  HILLOCK_INLINE contiguous_row<T> operator[](std::size_t row) const {
    return {data + row * pitch, length, number + row};
  }
  HILLOCK_INLINE std::size_t whole_batches() const { return (*this)[0].whole_batches(); }
  HILLOCK_INLINE std::size_t batches() const { return (*this)[0].batches(); }
  HILLOCK_INLINE V load(auto i, element_of<V> fill) const { return (*this)[i.row].load(i, fill); }
  HILLOCK_INLINE void store(auto i, V x) const { (*this)[i.row].store(i, x); }
  HILLOCK_INLINE V inside(auto i, V x) const { return (*this)[0].inside(i, x); }
  HILLOCK_INLINE static V spread(auto i, V x) { return math::spread(x, i.row); }

  // Asks for the same place in the next stack.
  HILLOCK_INLINE void prefetch(auto i) const {
    __builtin_prefetch(data + (i.row + height) * pitch + i.j * V::size, std::is_const_v<T> ? 0 : 1);
  }

  HILLOCK_INLINE static V load_result(const element_of<V>* p) { return V::load_unaligned(p); }
  HILLOCK_INLINE static void store_result(element_of<V>* p, V x) { x.store_unaligned(p); }

  // Whole batches, since what was stored in part comes back slowly.
  class workspace {
   public:
    HILLOCK_INLINE explicit workspace(const stacked_rows&) {}
    HILLOCK_INLINE V load(auto i, element_of<V>) { return V::load_aligned(place(i)); }
    HILLOCK_INLINE void store(auto i, V x) { x.store_aligned(place(i)); }

   private:
    HILLOCK_INLINE element_of<V>* place(auto i) { return data_ + i.row * longest_stacked<V> + i.j * V::size; }
    alignas(V) element_of<V> data_[height * longest_stacked<V>];
  };
};

template <class Row>
inline constexpr bool is_stacked = Row::height > 1;
template <class Row>
inline constexpr bool is_interleaved = requires(const Row& row) { row.inner; };
template <class Row>
inline constexpr bool is_contiguous = !is_stacked<Row> && !is_interleaved<Row>;
template <class Row>
inline constexpr bool is_uncached = false;
template <class T>
inline constexpr bool is_uncached<uncached_row<T>> = true;
template <class Row>
inline constexpr bool is_streaming = false;
template <class T>
inline constexpr bool is_streaming<const streaming_row<T>&> = true;

// A row of T, or as many neighbouring ones as a batch has lanes, that lie as those of Row do.
template <class Row, class T>
HILLOCK_INLINE auto row_like(T* data, std::size_t length, std::size_t inner) {
  if constexpr (is_interleaved<Row>)
    return interleaved_rows<T>{data, length, 0, inner, Row::V::size};
  else
    return contiguous_row<T>{data, length, 0};
}

// Asks for what comes after batch i where rows are asked for ahead.
template <class Row>
HILLOCK_INLINE void prefetch_later(const Row& x, auto i) {
  if constexpr (is_contiguous<Row>)
    if (x.far != 0) x.prefetch(i);
}

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

// What is found of a row: one, or of stacked rows one each.
template <class Row, class Found>
struct of_each_row {
  Found each[Row::height];

  HILLOCK_INLINE static of_each_row filled(const Found& x) {
    of_each_row result;
    for (Found& each : result.each) each = x;
    return result;
  }
};

// Joins stacked rows, each of them over its lanes as across_lanes does, and leaves row i in lane i. step(a, b) joins numbers
// whose rows are merged one lane beside the other: halves of both.
template <class Found, std::size_t N, class Step>
HILLOCK_INLINE Found join_stacked(Found (&x)[N], const Step& step) {
#pragma GCC unroll 4
  for (std::size_t half = N / 2; half > 0; half /= 2)
#pragma GCC unroll 8
    for (std::size_t i = 0; i < half; ++i) x[i] = step(x[i], x[i + half]);
  return x[0];
}

// Each row's number over its lanes; the operation must be indifferent to the order of its operands. It uses them up.
template <class Row, value V, class Operation>
HILLOCK_INLINE V joined(of_each_row<Row, V>& x, const Operation& operation) {
  if constexpr (is_stacked<Row>) {
    return join_stacked(x.each, [&](V a, V b) __attribute__((always_inline)) {
      const auto halves = interleave(a, b);
      return operation(halves.first, halves.second);
    });
  } else {
    V y = x.each[0];
    Row::join([&](const auto& partner) __attribute__((always_inline)) { y = operation(partner(y), y); });
    return y;
  }
}

// Sums over the lanes, rounded as they come. It uses them up.
template <class Row, value V>
HILLOCK_INLINE V total(of_each_row<Row, V>& sums) {
  return joined(sums, [](V a, V b) __attribute__((always_inline)) { return a + b; });
}

// Sums over the lanes of stacked rows of floats, of(i) those of row i.
template <class Of>
HILLOCK_INLINE math::widened total_of_stacked(const Of& of) {
  using D = batch<double>;
  D halves[2][D::size];
  for (std::size_t i = 0; i < batch<float>::size; ++i) halves[i / D::size][i % D::size] = of(i);
  const auto step = [](D a, D b) __attribute__((always_inline)) {
    const auto pair = interleave(a, b);
    return pair.first + pair.second;
  };
  return {join_stacked(halves[0], step), join_stacked(halves[1], step)};
}

// What sums come to: for floats a double, or doubles where lanes are rows; else two words. It uses them up.
template <class Row, value V>
HILLOCK_INLINE auto total(of_each_row<Row, math::double_word<V>>& sums) {
  if constexpr (is_stacked<Row> && std::same_as<V, batch<float>>) {
    return total_of_stacked([&](std::size_t i) __attribute__((always_inline)) {
      const math::widened each = in_doubles(sums.each[i]);
      return each.low + each.high;
    });
  } else if constexpr (is_stacked<Row>) {
    using word = math::double_word<V>;
    const word x = join_stacked(sums.each, [](word a, word b) __attribute__((always_inline)) {
      const auto hi = interleave(a.hi, b.hi), lo = interleave(a.lo, b.lo);
      return add_words(word{hi.first, lo.first}, word{hi.second, lo.second});
    });
    return math::fast_two_sum(x.hi, x.lo);
  } else if constexpr (is_interleaved<Row>) {
    return math::fast_two_sum(sums.each[0].hi, sums.each[0].lo);
  } else if constexpr (std::same_as<V, batch<float>>) {
    return total(sums.each[0]);
  } else {
    return sum_of_lanes(sums.each[0]);
  }
}

// What there is one of a row: floats in double.
template <class Row>
HILLOCK_INLINE auto in_doubles(math::double_word<batch<float>> x) {
  if constexpr (is_contiguous<Row>)
    return static_cast<double>(x.hi.get(0)) + static_cast<double>(x.lo.get(0));
  else
    return in_doubles(x);
}
template <class Row>
HILLOCK_INLINE double in_doubles(double x) {
  return x;
}
template <class Row>
HILLOCK_INLINE math::widened in_doubles(math::widened x) {
  return x;
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

// body(i) for the batches of a row from `begin` on that lie before `end`.
template <class Row, class Body>
HILLOCK_INLINE void for_each_batch(const Row& x, std::size_t row, std::size_t begin, std::size_t end,
                                   const Body& body) {
  const std::size_t whole = x.whole_batches() < end ? x.whole_batches() : end;
  std::size_t j = begin;
  for (; j < whole; ++j) body(batch_index<true>{j, row});
  if constexpr (!is_interleaved<Row>)
    for (; j < end; ++j) body(batch_index<false>{j, row});
}
// body(i) for every batch.
template <class Row, class Body>
HILLOCK_INLINE void for_each_batch(const Row& x, const Body& body) {
  for (std::size_t row = 0; row < Row::height; ++row) for_each_batch(x, row, 0, x.batches(), body);
}

// The same from the last batch on. After a pass over a row of which the first cache keeps but the end, that takes less time.
template <class Row, class Body>
HILLOCK_INLINE void for_each_batch_back(const Row& x, const Body& body) {
  if constexpr (is_contiguous<Row>) {
    constexpr std::size_t long_row = 4 * page;
    if (x.length * sizeof(element_of<typename Row::V>) >= long_row) {
      std::size_t j = x.batches();
      if (j > x.whole_batches()) body(batch_index<false>{--j});
      while (j > 0) body(batch_index<true>{--j});
      return;
    }
  }
  for_each_batch(x, body);
}

// write(results, x...) of a row whose results are not read again; past the caches, of whole cache lines. Of those that it begins and
// ends in, what lies behind the row before or before the next one waits for the rest of the line, and others' is written as usual.
template <class Write, class Out, class... In>
HILLOCK_INLINE void write_row(const Write& write, const Out& results, const In&... x) {
  if constexpr (is_uncached<Out>) {
    using T = std::remove_pointer_t<decltype(results.data)>;
    shared_line<T>& line = *results.shared;
    const std::size_t all = results.length, before = before_aligned(results.data, cache_line),
                      end = all - results.behind_aligned();
    const bool waits = line.adjoin && results.data != results.last;
    struct {
      std::size_t begin, end;
      T* to;
    } const at_ends[]{{0, before, line.begun ? line.data + line.size - before : results.data},
                      {end, all, waits ? line.data : results.data + end}};
    for (const auto& piece : at_ends) {
      if (piece.begin == piece.end) continue;
      auto to = results.part(piece.begin, piece.end);
      to.data = piece.to;
      write(to, x.part(piece.begin, piece.end)...);
      if (piece.end == before && line.begun) line.stream_to(results.data + before - line.size);
    }
    line.begun = waits && end < all;
    write(streaming_row<T>{results.part(before, end)}, x.part(before, end)...);
  } else {
    write(results, x...);
  }
}

// add(to, i) for the batches of a row from `begin` on that lie before `end`, in `a` and in another, which need not wait for each
// other; merge(a, b) takes both into one. The order depends on their number alone.
template <class Accumulator, class Row, class Add, class Merge>
HILLOCK_INLINE void accumulate(Accumulator& a, const Row& x, std::size_t row, std::size_t begin, std::size_t end,
                               const Add& add, const Merge& merge) {
  const std::size_t whole = x.whole_batches() < end ? x.whole_batches() : end;
  std::size_t j = begin;
  if (begin + 2 <= whole) {
    Accumulator b;
    for (; j + 2 <= whole; j += 2) {
      add(a, batch_index<true>{j, row});
      add(b, batch_index<true>{j + 1, row});
    }
    merge(a, b);
  }
  for (; j < end; ++j) add(a, batch_index<false>{j, row});
}
// The same for every batch; finish(row, a) sees each row's.
template <class Accumulator, class Row, class Add, class Merge, class Finish>
HILLOCK_INLINE void accumulate(const Row& x, const Add& add, const Merge& merge, const Finish& finish) {
  for (std::size_t row = 0; row < Row::height; ++row) {
    Accumulator a;
    accumulate(a, x, row, 0, x.batches(), add, merge);
    finish(row, a);
  }
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
