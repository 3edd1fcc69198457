// Neighbouring rows, whose elements lie `inner` apart: each line of memory has one element of many rows.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

#include "../core/range.hpp"
#include "dot.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// Whether arrays of T lie within the last-level cache.
template <class... T>
HILLOCK_INLINE bool are_cached(axis a) {
  return a.outer * pitch_of(a) * (sizeof(T) + ...) < beyond_cache;
}

// The k-th elements of rows that are beside each other: a cache line of them, or of what fills none as many as a batch has.
template <element T>
struct whole_line {
  using V = batch<T>;
  static constexpr std::size_t batches = cache_line / sizeof(V);

  HILLOCK_INLINE static V load(const T* p) { return V::load_unaligned(p); }
  HILLOCK_INLINE static void store(T* p, V x, bool streams) {
    if (streams) [[unlikely]]
      store_streaming(p, x);
    else
      x.store_unaligned(p);
  }
};
template <element T>
struct part_of_line {
  using V = batch<T>;
  static constexpr std::size_t batches = 1;
  std::size_t n;

  HILLOCK_INLINE V load(const T* p) const { return n == V::size ? V::load_unaligned(p) : load_partial(p, n); }
  HILLOCK_INLINE void store(T* p, V x, bool) const { n == V::size ? x.store_unaligned(p) : store_partial(p, n, x); }
};

// body(elements, i) for `width` of them, from the i-th on.
template <element T, class Body>
HILLOCK_INLINE void for_each_line(std::size_t width, const Body& body) {
  constexpr std::size_t line = cache_line / sizeof(T), lanes = batch<T>::size;
  std::size_t i = 0;
  for (; i + line <= width; i += line) body(whole_line<T>{}, i);
  for (; i < width; i += lanes) body(part_of_line<T>{width - i < lanes ? width - i : lanes}, i);
}

// Whether results of neighbouring rows may go past the caches in whole lines, if these begin where lines do: beyond the caches, with
// lines that hold whole elements, the same way everywhere, and apart from all inputs, whose lines are there already.
template <class... T>
HILLOCK_INLINE bool may_stream_whole_lines(axis a, T*... data) {
  constexpr std::size_t size = sizeof(std::common_type_t<std::remove_const_t<T>...>);
  const auto lies_well = [&]<class U>(U* p) __attribute__((always_inline)) {
    return std::is_const_v<U> || (reinterpret_cast<std::uintptr_t>(p) % size == 0 && ((p == data) + ...) == 1);
  };
  return has_streaming && !are_cached<T...>(a) && (a.inner * size | pitch_of(a) * size) % cache_line == 0 &&
         (lies_well(data) && ...);
}
// And whether they do.
template <class... T>
HILLOCK_INLINE bool may_stream_lines(axis a, T*... data) {
  return may_stream_whole_lines(a, data...) && ((std::is_const_v<T> || before_aligned(data, cache_line) == 0) && ...);
}

// The largest power of two that divides it.
HILLOCK_INLINE std::size_t power_of_two_in(std::size_t apart) { return apart & (~apart + 1); }

// A tile is where neighbouring rows are copied to, some at a time, when few of their elements find room in the caches where they
// lie, as lines do that are a power of two apart, or when they come from beyond the caches, which are then read and written in runs.
// Otherwise what is known of a batch of them may wait there, a line or less for each element, apart from their own lines.
template <element T, std::size_t Inputs>
struct tile {
  static constexpr std::size_t line = cache_line / sizeof(T), room = 16 * page / sizeof(T) / Inputs;
  alignas(cache_line) T input[Inputs][room];

  HILLOCK_INLINE static bool holds_line(std::size_t length) { return length * line <= room; }
  HILLOCK_INLINE static bool holds_batch(std::size_t length) { return length * batch<T>::size <= room; }

  // Of how many rows it holds the elements; 0 if they had better stay where they are. `far` ones may go past the caches from there.
  HILLOCK_INLINE static std::size_t width(axis a, bool cached, bool far) {
    const std::size_t apart = a.inner * sizeof(T);
    if (!holds_line(a.length) || apart % cache_line != 0) return 0;
    // Half of the room is what first caches hold.
    const std::size_t half = room / 2 / a.length / line * line, most = half == 0 ? line : half,
                      tiles = (a.inner + most - 1) / most;
    if (!pays(a.length, apart, most, cached, far)) return 0;
    return (a.inner / line + tiles - 1) / tiles * line;
  }

 private:
  HILLOCK_INLINE static bool pays(std::size_t length, std::size_t apart, std::size_t most, bool cached, bool far) {
    // Lines that are a page apart are better read in runs of a few, if that many find room; others as they are, if they may.
    if (!cached) return far ? apart >= page && most >= 4 * line : apart > cache_line && length * apart >= 2 * page;
    // Of lines that a power of two lies between, caches have room for that many times fewer. Batches that are lines are read once
    // and wait for the first cache to have no room; of halves the others would be gone from it, too.
    const std::size_t power = power_of_two_in(apart);
    if (sizeof(batch<T>) == cache_line) return power >= page && length * power >= 64 * page && most >= 2 * line;
    return length * power >= 64 * page || power >= page / 2;
  }
};

// `width` elements each of `length` rows of memory.
template <element T>
HILLOCK_INLINE void copy_lines(const T* from, std::size_t from_apart, T* to, std::size_t to_apart, std::size_t length,
                               std::size_t width, bool streams) {
  for (std::size_t k = 0; k < length; ++k, from += from_apart, to += to_apart)
    for_each_line<T>(width, [&](auto elements, std::size_t i) __attribute__((always_inline)) {
#pragma GCC unroll 4
      for (std::size_t n = i; n < i + elements.batches * batch<T>::size; n += batch<T>::size)
        elements.store(to + n, elements.load(from + n), streams);
    });
}

// Those from `begin` on that lie before `end`, of the neighbours that have one outer index.
struct neighbours {
  std::size_t begin = 0, end = 0;

  HILLOCK_INLINE std::size_t size() const { return end - begin; }
  HILLOCK_INLINE bool are_most(axis a) const { return 4 * size() >= 3 * a.inner; }
};

// Those that fill panels of `width`, of which the first has `before` neighbours before it.
HILLOCK_INLINE neighbours that_fill_panels(axis a, std::size_t before, std::size_t width) {
  return {before, before + (a.inner < before ? 0 : (a.inner - before) / width * width)};
}

// Calls body(behind, layouts...) for every batch of neighbouring rows but those that are done; `behind` is a Behind::of the last layout.
// The last array may be one of results, all others are inputs. Results beyond the caches stream where they may, if Streams.
template <bool Streams, class Behind, class Body, class... T>
[[gnu::noinline]] void for_each_neighbours(axis a, neighbours done, const Body& body, T*... data) {
  if (a.length == 0) return;
  ((data = any_array(data)), ...);
  using V = batch<std::common_type_t<std::remove_const_t<T>...>>;
  using E = element_of<V>;
  using out = std::tuple_element_t<sizeof...(T) - 1, std::tuple<T...>>;
  constexpr std::size_t inputs = (std::size_t(std::is_const_v<T>) + ...);
  constexpr bool may_be_far = Streams && sizeof(V) == cache_line && !std::is_const_v<out>;
  tile<E, inputs> tile;
  const bool cached = are_cached<T...>(a), may_stream = may_stream_lines(a, data...),
             far = may_be_far && may_stream && tile.holds_batch(a.length);
  const std::size_t of_tile = tile.width(a, cached, far), width = of_tile == 0 ? a.inner : of_tile;
  const bool tiled = of_tile != 0, streams = tiled && may_stream;
  // Whether the first cache lacks room for the rows of a batch and their results.
  const bool has_place = cached && !tiled && tile.holds_batch(a.length) && a.length * a.inner * sizeof(E) >= 8 * page;

  const auto run = [&]<bool IsFar, std::size_t... N>(std::index_sequence<N...>) __attribute__((always_inline)) {
    using last = std::conditional_t<std::is_const_v<out>, interleaved_rows<out>, interleaved_results<out, IsFar>>;
    typename Behind::template of<last> behind({.length = a.length, .inner = width}, cached || tiled || IsFar);
    // Where the N-th array's elements are copied to; results take the place of the first.
    E* const place[]{tile.input[N < inputs ? N : 0]...};
    const auto other = [&](std::size_t i)
                           __attribute__((always_inline)) { return done.begin <= i && i < done.end ? done.end : i; };
    for (std::size_t o = 0; o < a.outer; ++o)
      for (std::size_t first = other(0), following; first < a.inner; first = following) {
        const std::size_t end = first < done.begin ? done.begin : a.inner,
                          rows = end - first < width ? end - first : width, begin = o * pitch_of(a) + first;
        following = other(first + rows);
        const std::size_t next =
            following < a.inner ? begin + (following - first) : (o + 1) * pitch_of(a) + other(0);  // the next tile
        const auto fill = [&]<class U>(U* p, E* to) __attribute__((always_inline)) {
          if constexpr (std::is_const_v<U>) copy_lines<E>(p + begin, a.inner, to, width, a.length, rows, false);
        };
        if (tiled) (fill(data, place[N]), ...);

        for (std::size_t i = 0; i < rows; i += V::size) {
          const auto rows_at = [&]<class U>(U* p, E* copy) __attribute__((always_inline)) {
            const bool is_last = i + V::size >= rows;
            interleaved_rows<U> x{tiled ? copy + i : p + begin + i, a.length, o * a.inner + first + i, width,
                                  rows - i < V::size ? rows - i : V::size};
            if (tiled) {
              // Asks for the next tile, and for where this one's results will be written.
              const bool asks = std::is_const_v<U> || cached;
              x.asked = asks ? p + (std::is_const_v<U> ? next : begin) + i : x.data;
              x.asked_apart = asks ? a.inner : 0;
              x.next = is_last ? nullptr : x.data + V::size;
            } else {
              // Elements further on, of these rows or the next; and how many rows come after these.
              constexpr std::size_t soon = 16, later = 128;
              const std::size_t after = is_last ? (o + 1 == a.outer ? 0 : a.inner) : rows - i - V::size;
              if (x.rows == V::size && after >= V::size) x.next = is_last ? p + next : x.data + V::size;
              const bool asks_next = sizeof(V) == cache_line && !cached && x.next != nullptr;
              x.asked = asks_next ? x.next + later * a.inner : x.data + soon * a.inner;
              x.asked_apart = a.inner;
            }
            if constexpr (std::is_const_v<U>)
              return x;
            else
              return interleaved_results<U, IsFar>{x, has_place || IsFar ? tile.input[0] : nullptr};
          };
          body(behind, rows_at(data, place[N])...);
        }

        const auto empty = [&]<class U>(U* p, const E* from) __attribute__((always_inline)) {
          if constexpr (!std::is_const_v<U>) copy_lines<E>(from, width, p + begin, a.inner, a.length, rows, streams);
        };
        if (tiled) {
          behind.write_from(0);
          (empty(data, place[N]), ...);
        }
      }
    behind.write_from(0);
  };
  if constexpr (may_be_far)
    if (far && !tiled) {
      run.template operator()<true>(std::index_sequence_for<T...>{});
      return end_streaming();
    }
  run.template operator()<false>(std::index_sequence_for<T...>{});
  if (streams) end_streaming();
}

// body(at, next) for every panel of so many of these neighbours, which it divides: where it begins, and how far from there the next does.
template <class Body>
HILLOCK_INLINE void for_each_panel(axis a, neighbours of, std::size_t width, const Body& body) {
  for (std::size_t o = 0; o < a.outer; ++o)
    for (std::size_t i = of.begin; i < of.end; i += width) {
      const std::size_t at = o * pitch_of(a) + i;
      body(at, i + width < of.end ? width : (o + 1) * pitch_of(a) + of.begin - at);
    }
}

// Passes over neighbouring rows in panels where that pays: where they are too long for a tile, or F has it so. Says over which, all or
// most of them or none. f is a copy: of what is passed by reference g++ keeps nothing in registers, where rows are contiguous, either.
template <class F, element T>
[[gnu::noinline]] neighbours forward_in_panels(F f, axis a, const T* x, T* y) {
  using panel = detail::panel<T>;
  using of_one = tile<T, 1>;
  if (a.length == 0) return {};
  x = any_array(x);
  y = any_array(y);
  const std::size_t apart = a.inner * sizeof(T);
  const bool cached = are_cached<const T, T>(a), streams = may_stream_whole_lines(a, x, y);
  const neighbours some = that_fill_panels(a, streams ? before_aligned(y, cache_line) : 0, panel::width);
  if (!some.are_most(a)) return {};
  if (of_one::holds_line(a.length) &&
      !F::template pays_in_panels<T>(a.length, cached ? power_of_two_in(apart) : apart, cached, streams))
    return {};

  alignas(cache_line) T room[of_one::room];
  T* const place = streams && a.length * panel::width <= of_one::room ? room : nullptr;
  for_each_panel(a, some, panel::width, [&](std::size_t at, std::size_t next) __attribute__((always_inline)) {
    f.forward_panel(detail::panel<const T>{x + at, a.length, a.inner, next},
                    panel{y + at, a.length, a.inner, next, streams, place});
  });
  if (streams) end_streaming();
  return some;
}

// body(panel) for reductions of neighbouring rows that read twice, where that pays. Says whether it did.
template <element T, class Body>
[[gnu::noinline]] bool reduce_in_panels(axis a, const T* x, Body body) {
  using panel = detail::panel<const T>;
  if (a.length == 0 || a.inner % panel::width != 0) return false;
  x = any_array(x);
  if (are_cached<const T>(a) ? power_of_two_in(a.inner * sizeof(T)) < page || a.length < 128 : a.length < 64)
    return false;
  std::size_t number = 0;
  for_each_panel(a, {0, a.inner}, panel::width, [&](std::size_t at, std::size_t next) __attribute__((always_inline)) {
    body(panel{.data = x + at, .length = a.length, .inner = a.inner, .next = next, .number = number});
    number += panel::width;
  });
  return true;
}

// The gradients of neighbouring rows, in two passes over some of them, as many as the caches keep between the passes. A pass takes a
// few elements of each row, a line of memory after the other, so that memory is read in runs, each line once, and sums stay in
// registers meanwhile.
template <class F, element T>
class gradients_of_neighbours {
 public:
  HILLOCK_INLINE gradients_of_neighbours(const F& f, const T* y, const T* grad_y, T* grad_x, axis a)
      : f_(f),
        y_(any_array(y)),
        grad_y_(any_array(grad_y)),
        grad_x_(any_array(grad_x)),
        a_(a),
        beyond_(may_stream_whole_lines(a, y, grad_y, grad_x)),
        before_(beyond_ ? before_aligned(grad_x_, cache_line) : 0) {
    // Results that begin within a line do so in long rows that fill panels.
    if (before_ != 0 && (a_.length < 256 || !fill_panels<few>())) {
      beyond_ = false;
      before_ = 0;
    }
    streams_ = beyond_ && before_ == 0;
    while (few_ > 2 && few_ * a.inner * sizeof(T) % (2 * page) == 0) few_ /= 2;
  }

  HILLOCK_INLINE void write() const {
    if (a_.length == 0) return;
    const neighbours done = write_in_panels();
    if (done.size() < a_.inner) write_in_blocks(*this, done);
  }

 private:
  using V = batch<T>;
  using gradients = typename F::template gradients<V>;
  using sum = row_sum<V>;
  static constexpr std::size_t line = cache_line / sizeof(T), widest = page / sizeof(T), kept = 64 * page,
                               most_few = 16, short_rows = 2 * most_few, of_line = whole_line<T>::batches;
  static constexpr bool are_lines = of_line == 1, leave_time = !gradients::sums_products;
  static constexpr std::size_t many = panel<T>::batches * (are_lines || !leave_time ? 1 : 2),
                               few = many / 2;  // in a panel

  // Of a copy, whose members compilers keep in registers, as in all functions that are not inlined here.
  [[gnu::noinline]] static void write_in_blocks(gradients_of_neighbours all, neighbours done) {
    const axis a = all.a_;
    for (const neighbours some : {neighbours{0, done.begin}, neighbours{done.end, a.inner}}) {
      if (some.size() == 0) continue;
      if (all.few_ == most_few && a.length <= short_rows)
        for (std::size_t o = 0; o < a.outer; ++o) all.write_short(some, o * pitch_of(a));
      else
        all.write_long(some);
    }
    if (all.streams_) end_streaming();
  }

  // A panel after the other, where that pays: all neighbours, most or none. Says which.
  HILLOCK_INLINE neighbours write_in_panels() const {
    // With few lines panels gain less, and the less the farther these are apart.
    constexpr bool gain = are_lines || leave_time;
    const std::size_t apart = a_.inner * sizeof(T);
    const bool are_close = apart < page, are_near = are_close && a_.length * apart < 128 * page;
    if (beyond_ ? !gain && a_.length < (apart < page / 2 ? 128 : 512)
                : !gain || a_.length <= short_rows || apart % page == 0)
      return {};
    if (fill_panels<many>() && (!leave_time || are_near)) return write_panels<many>();
    if (fill_panels<few>()) return write_panels<few>();
    if (streams_ && leave_time && are_close) return write_panels<of_line>();
    return {};
  }
  // Whether all neighbours fill panels, or most, where results begin within a line.
  template <std::size_t N>
  HILLOCK_INLINE bool fill_panels() const {
    const neighbours some = in_panels<N>();
    return before_ == 0 ? some.size() == a_.inner : some.are_most(a_);
  }
  template <std::size_t N>
  HILLOCK_INLINE neighbours in_panels() const {
    return that_fill_panels(a_, before_, panel<T, N>::width);
  }
  template <std::size_t N>
  HILLOCK_INLINE neighbours write_panels() const {
    const neighbours some = in_panels<N>();
    if (beyond_) {
      write_panels_beside_sums<N>(*this, some);
      end_streaming();
    } else {
      for_each_panel(a_, some, panel<T, N>::width, [&](std::size_t at, std::size_t) __attribute__((always_inline)) {
        write_panel_after_sums<N>(*this, at);
      });
    }
    return some;
  }
  template <std::size_t N>
  HILLOCK_INLINE void add_panel(const panel<const T, N>& places, std::size_t at, sum (&sums)[N]) const {
    places.for_each([&](std::size_t n, std::size_t k) __attribute__((always_inline)) {
      const std::size_t j = at + places.at(n, k);
      add_one(whole_line<T>{}, sums[n], j);
      if (of_line > 1 && n % of_line == 0) prefetch_summands(j + most_few * a_.inner);
    });
  }
  template <std::size_t N>
  HILLOCK_INLINE void write_panel(const panel<const T, N>& places, std::size_t at, const gradients (&results)[N],
                                  bool streams) const {
    places.for_each([&](std::size_t n, std::size_t k) __attribute__((always_inline)) {
      write_one(whole_line<T>{}, results[n], at + places.at(n, k), streams);
    });
  }
  template <std::size_t N>
  [[gnu::noinline]] static void write_panel_after_sums(gradients_of_neighbours all, std::size_t at) {
    const panel<const T, N> places{all.y_, all.a_.length, all.a_.inner};
    sum sums[N];
    gradients results[N];
    all.add_panel(places, at, sums);
    all.finish(sums, results, N);
    all.write_panel(places, at, results, false);
  }

  // From beyond the caches the gradients of a panel are written while the next is summed up, so that memory is read and written side by
  // side.
  template <std::size_t N>
  [[gnu::noinline]] static void write_panels_beside_sums(gradients_of_neighbours all, neighbours some) {
    using panel = detail::panel<const T, N>;
    const panel places{all.y_, all.a_.length, all.a_.inner};
    sum sums[N];
    gradients results[N];
    std::size_t behind = 0;
    for_each_panel(all.a_, some, panel::width, [&](std::size_t at, std::size_t next) __attribute__((always_inline)) {
      if (at == some.begin)
        all.add_panel(places, at, sums);
      else
        sum_and_write<N>(all, at, behind, next, sums, results);
      all.finish(sums, results, N);
      behind = at;
    });
    all.write_panel(places, behind, results, true);
  }
  // The sums of the panel at `at`, beside which the gradients of that at `behind` are written.
  template <std::size_t N>
  [[gnu::noinline]] static void sum_and_write(gradients_of_neighbours all, std::size_t at, std::size_t behind,
                                              std::size_t next, sum (&to)[N], const gradients (&from)[N]) {
    constexpr std::size_t far = 128;  // elements
    constexpr bool is_line = N == of_line;
    const std::size_t later = at + (is_line ? far * all.a_.inner : next);
    sum sums[N];
    gradients results[N];
#pragma GCC unroll 16
    for (std::size_t n = 0; n < N; ++n) results[n] = from[n];
    const panel<const T, N> places{all.y_, all.a_.length, all.a_.inner};
    places.for_each([&](std::size_t n, std::size_t k) __attribute__((always_inline)) {
      const std::size_t j = places.at(n, k);
      all.add_one(whole_line<T>{}, sums[n], at + j);
      if constexpr (is_line) {
        __builtin_prefetch(all.y_ + later + j);
        __builtin_prefetch(all.grad_y_ + later + j);
      } else {
        prefetch_far(all.y_ + later + j);
        prefetch_far(all.grad_y_ + later + j);
      }
      all.write_one(whole_line<T>{}, results[n], behind + j, true);
    });
#pragma GCC unroll 16
    for (std::size_t n = 0; n < N; ++n) to[n] = sums[n];
  }

  // Some short rows, where the first neighbour begins at `begin`: each line of them at once.
  HILLOCK_INLINE void write_short(neighbours some, std::size_t begin) const {
    for_each_line<T>(some.size(), [&](auto elements, std::size_t i) __attribute__((always_inline)) {
      const std::size_t at = begin + some.begin + i, end = at + a_.length * a_.inner;
      sum sums[elements.batches];
      gradients results[elements.batches];
      add(elements, sums, at, end);
      finish(sums, results, elements.batches);
      write(elements, results, at, end);
    });
  }

  HILLOCK_INLINE void write_long(neighbours some) const {
    const std::size_t of_kept = kept / sizeof(T) / a_.length / line * line, most = of_kept < widest ? of_kept : widest,
                      width = most == 0 ? line : most;
    sum sums[widest / V::size];
    gradients results[widest / V::size];
    for (std::size_t o = 0; o < a_.outer; ++o)
      for (std::size_t first = some.begin; first < some.end; first += width) {
        const std::size_t rows = some.end - first < width ? some.end - first : width,
                          batches = (rows + V::size - 1) / V::size, begin = o * pitch_of(a_) + first;
        for_each_block(begin, rows,
                       [&](auto elements, std::size_t n, std::size_t at, std::size_t end)
                           __attribute__((always_inline)) { add(elements, sums + n, at, end); });
        finish(sums, results, batches);
        for_each_block(begin, rows,
                       [&](auto elements, std::size_t n, std::size_t at, std::size_t end)
                           __attribute__((always_inline)) { write(elements, results + n, at, end); });
        for (std::size_t n = 0; n < batches; ++n) sums[n] = {};
      }
  }

  // body(elements, n, at, end): the n-th batch of rows and others of its line, and where a few of their elements begin and end.
  template <class Body>
  HILLOCK_INLINE void for_each_block(std::size_t begin, std::size_t rows, const Body& body) const {
    for (std::size_t k = 0; k < a_.length; k += few_) {
      const std::size_t end = a_.length - k < few_ ? a_.length : k + few_;
      for_each_line<T>(rows, [&](auto elements, std::size_t i) __attribute__((always_inline)) {
        body(elements, i / V::size, begin + k * a_.inner + i, begin + end * a_.inner + i);
      });
    }
  }

  // Adds the elements from `at` on that lie before `end` to the sums of their rows, or writes the gradients there.
  template <class Elements>
  HILLOCK_INLINE void add(Elements elements, sum* sums, std::size_t at, std::size_t end) const {
    constexpr std::size_t batches = Elements::batches;
    const std::size_t inner = a_.inner, later = few_ * inner;
    sum s[batches];
#pragma GCC unroll 4
    for (std::size_t n = 0; n < batches; ++n) s[n] = sums[n];
    for (; at < end; at += inner) {
#pragma GCC unroll 4
      for (std::size_t n = 0; n < batches; ++n) add_one(elements, s[n], at + n * V::size);
      prefetch_summands(at + later);
    }
#pragma GCC unroll 4
    for (std::size_t n = 0; n < batches; ++n) sums[n] = s[n];
  }
  template <class Elements>
  HILLOCK_INLINE void write(Elements elements, const gradients* results, std::size_t at, std::size_t end) const {
    constexpr std::size_t batches = Elements::batches;
    const std::size_t inner = a_.inner, later = few_ * inner;
    gradients of[batches];
#pragma GCC unroll 4
    for (std::size_t n = 0; n < batches; ++n) of[n] = results[n];
    for (; at < end; at += inner) {
#pragma GCC unroll 4
      for (std::size_t n = 0; n < batches; ++n) write_one(elements, of[n], at + n * V::size, streams_);
      if constexpr (!gradients::sums_products) __builtin_prefetch(y_ + at + later);
      if (!streams_) __builtin_prefetch(grad_x_ + at + later, 1);
    }
  }
  HILLOCK_INLINE void prefetch_summands(std::size_t j) const {
    if constexpr (gradients::sums_products) __builtin_prefetch(y_ + j);
    __builtin_prefetch(grad_y_ + j);
  }
  template <class Elements>
  HILLOCK_INLINE void add_one(Elements elements, sum& to, std::size_t j) const {
    if constexpr (gradients::sums_products)
      to.add(elements.load(y_ + j), elements.load(grad_y_ + j));
    else
      to.add(elements.load(grad_y_ + j));
  }
  template <class Elements>
  HILLOCK_INLINE void write_one(Elements elements, const gradients& results, std::size_t j, bool streams) const {
    elements.store(grad_x_ + j, results(elements.load(y_ + j), elements.load(grad_y_ + j)), streams);
  }
  HILLOCK_INLINE void finish(const sum* sums, gradients* results, std::size_t batches) const {
    for (std::size_t n = 0; n < batches; ++n) {
      of_each_row<interleaved_rows<const T>, sum> of_one{sums[n]};
      results[n] = f_.gradients_of(total(of_one));
    }
  }

  const F& f_;
  const T *y_, *grad_y_;
  T* grad_x_;
  axis a_;
  bool beyond_;                 // whether whole lines of results go past the caches
  std::size_t before_;          // how many neighbours then lie before the first of these
  bool streams_;                // whether all of them do; a member, since loops ask
  std::size_t few_ = most_few;  // elements of a row at a time, of which all lines find room in the first cache
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
