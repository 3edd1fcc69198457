// What softmax and its kin are made of, for a panel of neighbouring rows (layout.hpp): the same bits as of each row, but memory is read
// and written in runs.
// SPDX-License-Identifier: MIT
#pragma once

#include "exponentials.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// The powers of all rows of a panel; n is the number of a batch of them.
template <element T>
class panel_exponentials {
 public:
  static constexpr std::size_t batches = panel<const T>::batches;
  using V = batch<T>;
  using word = math::double_word<V>;
  using row = interleaved_rows<const T>;
  using powers = row_exponentials<row, no_mask>;
  using logarithm = typename powers::logarithm;

  // The first pass: the largest logits.
  HILLOCK_INLINE panel_exponentials(const panel<const T>& x, T scale) : x_(x) {
    typename powers::range ranges[batches];
    x.for_each([&](std::size_t n, std::size_t k) __attribute__((always_inline)) {
      const V x_k = x.load(n, k);
      ranges[n].widen(x_k, x_k);
    });
    for (std::size_t n = 0; n < batches; ++n) {
      row rows = x.rows(n);
      const auto [low, high] = ranges[n];
      range_ahead<V> found{nullptr, rows.data, low, high, scale < 0 ? math::neg(low) : high};
      rows.ahead = &found;
      of_[n] = powers(rows, scale, no_mask{});
      of_[n].x_.ahead = nullptr;
      if (of_[n].kind_ > of_[general_].kind_) general_ = n;
    }
  }

  HILLOCK_INLINE const powers& operator[](std::size_t n) const { return of_[n]; }

  // The second pass: the sums of the powers, each(n, k, power) of every batch, as `shares` take it.
  template <class Each>
  HILLOCK_INLINE void sum(of_each_row<row, word> (&sums)[batches], const Each& each) const {
    sum_of<sum_of_powers<V, true>>(
        sums,
        [&](auto& to, std::size_t n, std::size_t k, const auto& e, V) __attribute__((always_inline)) {
          to.add(e);
          each(n, k, e.rounded());
        },
        [](const auto&...) {});
  }

  // each(n, k, power) of every batch, once more.
  template <class Each>
  HILLOCK_INLINE void for_each_power(const Each& each) const {
    of_[general_].by_kind_of_power([&](auto how) __attribute__((always_inline)) {
      x_.for_each([&](std::size_t n, std::size_t k)
                      __attribute__((always_inline)) { each(n, k, parts(how, n, x_.load(n, k)).rounded()); });
      return 0;
    });
  }

  // The second pass where only the sums' logarithms are wanted; each(n, k) sees every batch.
  template <class Each>
  HILLOCK_INLINE void log_of_sum(logarithm (&logs)[batches], const Each& each) const {
    of_each_row<row, word> sums[batches];
    of_each_row<row, V> counts[batches];
    for (auto& of_rows : counts) of_rows.each[0] = V(0);
    sum_of<typename powers::sum_and_count>(
        sums,
        [&](auto& to, std::size_t n, std::size_t k, const auto& e, V x) __attribute__((always_inline)) {
          each(n, k);
          const auto left_out = is_largest(n, x);
          to.add(e.kept([&](V v) __attribute__((always_inline)) { return math::select(left_out, V(0), v); }));
          to.count = to.count + math::only_where(left_out, V(1));
        },
        [&](std::size_t n, const auto& from)
            __attribute__((always_inline)) { counts[n].each[0] = counts[n].each[0] + from.count; });
    for (std::size_t n = 0; n < batches; ++n) {
      const word largest = of_[n].largest_power();
      logs[n] = of_[n].log_with(powers::others(sums[n], counts[n], largest), largest);
    }
  }

  // each(n, k, is_largest, logit - y[n]) of every batch.
  template <class Each>
  HILLOCK_INLINE void for_each_difference(const word (&y)[batches], const Each& each) const {
    of_[general_].by_kind([&](auto how) __attribute__((always_inline)) {
      x_.for_each([&](std::size_t n, std::size_t k) __attribute__((always_inline)) {
        const V x = x_.load(n, k);
        each(n, k, is_largest(n, x), of_[0].template difference<how()>(of_[n].origin_, x, V(0), y[n]));
      });
      return 0;
    });
  }

 private:
  HILLOCK_INLINE auto is_largest(std::size_t n, V x) const { return powers::is_largest(of_[n].origin_, x, V(0)); }

  HILLOCK_INLINE auto parts(auto how, std::size_t n, V x) const {
    return of_[0].template parts<how()>(of_[n].origin_, x, V(0));
  }

  // The sums, of the same parts in the same order as a row's, by add(sum, n, k, parts, x); finish(n, sum) sees each of them.
  template <class Sum, class Add, class Finish>
  HILLOCK_INLINE void sum_of(of_each_row<row, word> (&totals)[batches], const Add& add, const Finish& finish) const {
    of_[general_].by_kind_of_power([&](auto how) __attribute__((always_inline)) {
      for (std::size_t begin = 0; begin < x_.length; begin += Sum::block) {
        Sum sums[batches];
        x_.for_each(begin, x_.length - begin < Sum::block ? x_.length : begin + Sum::block,
                    [&](std::size_t n, std::size_t k) __attribute__((always_inline)) {
                      const V x = x_.load(n, k);
                      add(sums[n], n, k, parts(how, n, x), x);
                    });
        for (std::size_t n = 0; n < batches; ++n) {
          const word part = sums[n].total();
          if (begin == 0)
            totals[n].each[0] = part;
          else
            add_to(totals[n].each[0], part.hi, part.lo);
          finish(n, sums[n]);
        }
      }
      return 0;
    });
  }

  panel<const T> x_;
  powers of_[batches];
  std::size_t general_ = 0;  // the one whose kind serves all
};

// each(rows, powers, logarithm of their sum) for the batches of a panel. The next panel is asked for.
template <element T, class Each>
HILLOCK_INLINE void for_each_log_of_sum(const panel<const T>& x, T scale, const Each& each) {
  using exponentials = panel_exponentials<T>;
  const exponentials powers(x, scale);
  typename exponentials::logarithm logs[exponentials::batches];
  powers.log_of_sum(logs, [&](std::size_t n, std::size_t k) __attribute__((always_inline)) { x.prefetch_next(n, k); });
  for (std::size_t n = 0; n < exponentials::batches; ++n) each(x.rows(n), powers[n], logs[n]);
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
