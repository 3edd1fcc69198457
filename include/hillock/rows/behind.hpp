// Results that wait: a row's are written while the next row is summed up. The one computes and stores where the other adds and
// loads, and beyond the caches memory is read and written side by side.
// SPDX-License-Identifier: MIT
// Results are a function of batches: results(x...) are those of a batch of each input. Where they stream, results.prefetch(i, x...)
// asks for what summing up does not. may_wait says whether they can wait, pays_to_wait(row, cached) whether those of rows of so
// many bytes had better, waits_as_powers whether what waits is no input, but stands where that of the next row comes to stand.
#pragma once

#include <utility>

#include "../core/axis.hpp"
#include "layout.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// What a row is given where none waits.
struct at_once {
  static constexpr bool may_lag = false;

  at_once() = default;
  HILLOCK_INLINE at_once(axis, bool) {}
  HILLOCK_INLINE static void write_from(std::size_t) {}

  // The results of a row, for y.
  template <class Results, class Out, class... In>
  HILLOCK_INLINE static void take(const Results& results, const Out& y, const In&... x) {
    write_row(
        [&](const auto& to, const auto&... from) __attribute__((always_inline)) {
          const auto write = [&](auto i)
                                 __attribute__((always_inline)) { to.store(i, results(loaded(from.load(i, 0))...)); };
          if constexpr (is_streaming<decltype(to)>)
            for_each_batch(to, [&](auto i) __attribute__((always_inline)) {
              results.prefetch(i, from...);
              write(i);
            });
          else
            for_each_batch_back(to, write);
        },
        y, x...);
  }
};

// The row behind the one that is read, of contiguous rows of one length, or the neighbouring ones.
template <class Results, class Out, std::size_t Inputs>
class row_behind {
  using T = std::remove_pointer_t<decltype(Out::data)>;
  // Of what goes past the caches the ends of a row do not wait.
  using place = std::conditional_t<is_uncached<Out>, streaming_row<T>, Out>;

 public:
  // Whether logits are read from the front while results are written from the end. Side by side, stores whose places in a page
  // come shortly before those of loads hold them up: rows of 1008 floats take a fifth more time (Zen 4).
  static constexpr bool from_end = !is_uncached<Out> && !Results::waits_as_powers;

  HILLOCK_INLINE row_behind(axis a, bool cached)
      : inner_(a.inner),
        waits_((is_interleaved<Out> && Results::waits_as_powers) ||
               Results::pays_to_wait(a.length * sizeof(T), cached)),
        lags_(may_lag && have_two_places(a.length * sizeof(T))),
        far_(cached ? 0 : a.length + (hardware_looks_ahead() ? prefetch_distance : page / 2) / sizeof(T)),
        near_(near_elements<T>(cached)) {}

  // How many batches wait, one of them, and those from j on, behind which none do any more.
  HILLOCK_INLINE std::size_t batches() const { return row().batches(); }
  HILLOCK_INLINE void write(auto i) const {
    const auto x = [&](std::size_t n) __attribute__((always_inline)) {
      return loaded(row_like<Out>(from_[n], length_, from_inner_).load(i, 0));
    };
    [&]<std::size_t... N>(std::index_sequence<N...>)
        __attribute__((always_inline)) { row().store(i, results_(x(N)...)); }(std::make_index_sequence<Inputs>{});
  }
  HILLOCK_INLINE void write_from(std::size_t j) {
    for_each_batch(row(), 0, j, batches(), [&](auto i) __attribute__((always_inline)) { write(i); });
    length_ = 0;
  }
  // How many batches later than those of rows at p... are read results had better be written, so that no load waits for a store
  // whose place in a page comes shortly after its own. A few more leave time for the row's sum.
  static constexpr bool may_lag = is_uncached<Out> && Results::waits_as_powers;
  HILLOCK_INLINE std::size_t lag(const auto*... p) const {
    if (!lags_) return 0;
    constexpr std::size_t few = 8;
    std::size_t most = 0;
    for (const std::size_t after :
         {(reinterpret_cast<std::uintptr_t>(to_) - reinterpret_cast<std::uintptr_t>(p)) % page...})
      if (after < page / 4 && after > most) most = after;
    return most == 0 ? 0 : most / sizeof(typename Out::V) + few;
  }
  // What is left when j batches were read so.
  HILLOCK_INLINE void write_late(std::size_t j, std::size_t lag) {
    const std::size_t both = batches() < j ? batches() : j;
    write_from(both < lag ? 0 : both - lag);
  }
  // Asks for what is to be written a little later than batch i.
  HILLOCK_INLINE void prefetch_soon(auto i) const {
    for (const T* x : from_) __builtin_prefetch(x + i.j * Out::V::size + near_);
  }
  // Asks for what lies a little behind batch i of the inputs' next row; within the caches for batch i itself, which costs nothing.
  // Near, but up to Zen 4: 3 to 6 % less time, and half a page away instead of two 5 % in long rows (Xeon).
  template <bool Near>
  HILLOCK_INLINE void prefetch(auto i) const {
    for (const T* x : from_) {
      const T* const p = x + i.j * Out::V::size + far_;
      if constexpr (Near)
        __builtin_prefetch(p);
      else
        prefetch_far(p);
    }
  }

  template <class... In>
  HILLOCK_INLINE void take(const Results& results, const Out& y, const In&... x) {
    bool waits = waits_;
    if constexpr (is_interleaved<Out>) waits = waits && y.rows == Out::V::size;
    if (!waits) return at_once::take(results, y, x...);
    write_row(
        [&](const auto& to, const auto&... from) __attribute__((always_inline)) {
          if constexpr (std::same_as<std::remove_cvref_t<decltype(to)>, place>) {
            results_ = results;
            to_ = to.data;
            length_ = to.length;
            std::size_t n = 0;
            ((from_[n++] = from.data), ...);
            if constexpr (is_interleaved<Out>) ((from_inner_ = from.inner), ...);
          } else {
            at_once::take(results, to, from...);
          }
        },
        y, x...);
  }

 private:
  HILLOCK_INLINE place row() const { return {row_like<Out>(to_, length_, inner_)}; }

  std::size_t inner_, from_inner_ = 0;
  bool waits_, lags_;
  std::size_t far_, near_;
  // Numbers, since rows would be copied by 64 bytes, which wait for stores of 8.
  T* to_ = nullptr;
  std::size_t length_ = 0;
  const T* from_[Inputs]{};
  Results results_;
};

// What rows are given, but in stacks.
struct none_behind {
  template <class Out>
  static constexpr bool may_wait = false;
  template <class Out>
  using of = at_once;
};
template <class Results, std::size_t Inputs>
struct rows_behind {
  // With 16 registers a loop that does both spills.
  template <class Out>
  static constexpr bool may_wait = Results::may_wait && sizeof(typename Out::V) == 64;
  template <class Out>
  using of = std::conditional_t<may_wait<Out>, row_behind<Results, Out, Inputs>, at_once>;

  // Whether rows of so many bytes wait at all, else they had better have a loop of their own: those of a line take an eighth
  // less time.
  HILLOCK_INLINE static bool wait(std::size_t row, bool cached) {
    return row >= 4 * cache_line && Results::pays_to_wait(row, cached);
  }
};

// The rows behind for the results of F, if they are such functions of batches.
template <class F, class T>
concept has_results = requires { typename F::template results<batch<T>>; };

template <class F, class T>
struct results_behind : none_behind {};
template <class F, class T>
  requires has_results<F, T>
struct results_behind<F, T> : rows_behind<typename F::template results<batch<T>>, 1> {};

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
