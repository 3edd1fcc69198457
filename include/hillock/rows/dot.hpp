// Sums over rows that may cancel: of elements, and of products of two.
// SPDX-License-Identifier: MIT
#pragma once

#include "behind.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// Sums of floats and of their products in double; of doubles, with what each addition and product is rounded by.
template <value V>
struct row_sum {
  static constexpr bool widens = std::same_as<V, batch<float>>;
  using W = std::conditional_t<widens, batch<double>, V>;
  W hi = W(0), lo = W(0);  // the two halves of a batch of floats; for doubles the sum and its error

  HILLOCK_INLINE void add(V x) {
    if constexpr (widens) {
      const math::widened w = math::widen(x);
      hi = hi + w.low;
      lo = lo + w.high;
    } else {
      carry(x, V(0));
    }
  }
  HILLOCK_INLINE void add(V x, V y) {
    if constexpr (widens) {
      const math::widened a = math::widen(x), b = math::widen(y);
      hi = math::fma(a.low, b.low, hi);
      lo = math::fma(a.high, b.high, lo);
    } else {
      const math::double_word<V> product = math::two_product_of_any(x, y);
      carry(product.hi, product.lo);
    }
  }
  HILLOCK_INLINE void add(const row_sum& other) {
    if constexpr (widens) {
      hi = hi + other.hi;
      lo = lo + other.lo;
    } else {
      carry(other.hi, other.lo);
    }
  }

 private:
  HILLOCK_INLINE void carry(V x, V x_lo) {
    const math::double_word<V> sum = math::two_sum(hi, x);
    hi = sum.hi;
    lo = lo + (sum.lo + x_lo);
  }
};

// Those of rows in two words each, in every lane or in the row's. It uses them up.
template <class Row, value V>
HILLOCK_INLINE math::double_word<V> total(of_each_row<Row, row_sum<V>>& sums) {
  if constexpr (!row_sum<V>::widens) {
    of_each_row<Row, math::double_word<V>> words;
    for (std::size_t i = 0; i < Row::height; ++i) words.each[i] = math::two_sum(sums.each[i].hi, sums.each[i].lo);
    return total(words);
  } else if constexpr (is_stacked<Row>) {
    return in_words(total_of_stacked([&](std::size_t i)
                                         __attribute__((always_inline)) { return sums.each[i].hi + sums.each[i].lo; }));
  } else if constexpr (is_interleaved<Row>) {
    return in_words(math::widened{sums.each[0].hi, sums.each[0].lo});
  } else {
    return in_words(total(sums.each[0].hi + sums.each[0].lo));
  }
}

// The sum of the elements of rows, or of the products of those of two, while `behind` is written. Beyond the caches the first is
// asked for, where hardware does not see it coming.
template <class Behind, class In>
HILLOCK_INLINE auto sum_of_rows_and_write(Behind& behind, const In& x, const std::same_as<In> auto&... y) {
  using V = typename In::V;
  using sum = row_sum<V>;
  of_each_row<In, sum> sums;
  const auto add = [&](sum& to, auto i) __attribute__((always_inline)) { to.add(x.load(i, 0), y.load(i, 0)...); };
  if constexpr (is_contiguous<In> && sum::widens) {
    math::sums_in_double wide;
    const std::size_t end = x.length - x.length % wide.step;
    const auto add_all = [&](auto beyond) __attribute__((always_inline)) {
      std::size_t k = 0;
      const auto add_before = [&](std::size_t stop, const auto& each) __attribute__((always_inline)) {
        math::sums_in_double sum_here = wide;  // without a copy for each loop g++ keeps one of the four in memory
        std::size_t j = k;
        for (; j < stop; j += wide.step) {
          each(j);
          sum_here.add(x.data + j, y.data + j...);
        }
        k = j;
        wide = sum_here;
      };
      if constexpr (!std::same_as<Behind, at_once>) {
        static_assert(wide.step == V::size);
        const std::size_t both = behind.batches() < end / V::size ? behind.batches() : end / V::size;
        add_before(both * V::size, [&](std::size_t j) __attribute__((always_inline)) {
          const batch_index<true> i{j / V::size};
          behind.template prefetch<beyond()>(i);
          behind.prefetch_soon(i);
          behind.write(i);
        });
        behind.write_from(both);
      }
      add_before(end, [&](std::size_t j) __attribute__((always_inline)) {
        if constexpr (beyond()) prefetch_far(x.data + j + x.far);
      });
    };
    if (x.far != 0 && !is_up_to_zen4())
      add_all(std::true_type{});
    else
      add_all(std::false_type{});
    sums.each[0] = {wide.total().low, wide.total().high};
    for_each_batch(x, 0, end / V::size, x.batches(),
                   [&](auto i) __attribute__((always_inline)) { add(sums.each[0], i); });
  } else {
    static_assert(std::same_as<Behind, at_once>);
    accumulate<sum>(
        x, add, [](sum& a, const sum& b) __attribute__((always_inline)) { a.add(b); },
        [&](std::size_t row, const sum& a) __attribute__((always_inline)) { sums.each[row] = a; });
  }
  return total(sums);
}
template <class In>
HILLOCK_INLINE auto sum_of_rows(const In& x) {
  at_once nothing;
  return sum_of_rows_and_write(nothing, x);
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
