// Sums that carry their rounding errors along, as unevaluated hi + lo.
// Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// hi + lo, |lo| a few ulp of hi at most.
template <value V>
struct double_word {
  V hi, lo;

  double_word() = default;
  // Of constant aggregates g++ 12 keeps copies in memory.
  HILLOCK_INLINE constexpr double_word(V high, V low) : hi(high), lo(low) {}
};
// Vectors are copied one by one: as a whole they go through memory, by 32 bytes where g++ 12 tunes for Intel, and loads of 64
// wait for such stores.
template <batch_value V>
struct double_word<V> {
  V hi, lo;

  double_word() = default;
  HILLOCK_INLINE constexpr double_word(V high, V low) : hi(high), lo(low) {}
  HILLOCK_INLINE constexpr double_word(const double_word& other) : hi(other.hi), lo(other.lo) {}
  HILLOCK_INLINE constexpr double_word& operator=(const double_word& other) {
    hi = other.hi;
    lo = other.lo;
    return *this;
  }
};

/// a + b exactly, for |a| >= |b| or a = 0.
inline constexpr struct fast_two_sum_t {
  template <value V>
  HILLOCK_INLINE double_word<V> operator()(V a, V b) const {
    const V sum = a + b;
    return {sum, b - (sum - a)};
  }
} fast_two_sum{};

/// a + b exactly (Knuth, TAOCP 2, 4.2.2).
inline constexpr struct two_sum_t {
  template <value V>
  HILLOCK_INLINE double_word<V> operator()(V a, V b) const {
    const V sum = a + b;
    const V b_part = sum - a;
    return {sum, (a - (sum - b_part)) + (b - b_part)};
  }
} two_sum{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// Adds x, whose own error is known.
template <class V>
HILLOCK_INLINE void add_to(math::double_word<V>& total, V x, V error) {
  const auto next = math::two_sum(total.hi, x);
  total = math::fast_two_sum(next.hi, total.lo + (next.lo + error));
}

// The sum of term(j) for j < count as a double word: every rounding error is carried along. The error does not grow with
// the count.
template <class V, class Term>
HILLOCK_INLINE math::double_word<V> compensated_sum(std::size_t count, const Term& term) {
  math::double_word<V> total{V(0), V(0)};
  std::size_t j = 0;
  for (; j + 4 <= count; j += 4) {
    const V a = term(j), b = term(j + 1), c = term(j + 2), d = term(j + 3);
    const auto ab = math::two_sum(a, b), cd = math::two_sum(c, d), abcd = math::two_sum(ab.hi, cd.hi);
    add_to(total, abcd.hi, abcd.lo + (ab.lo + cd.lo));
  }
  for (; j < count; ++j) add_to(total, term(j), V(0));
  return total;
}

// a + b as a sum of two that are rounded apart, all errors but those of the low words carried along.
inline constexpr struct add_words_t {
  template <class V>
  HILLOCK_INLINE math::double_word<V> operator()(math::double_word<V> a, math::double_word<V> b) const {
    const math::double_word<V> sum = math::two_sum(a.hi, b.hi);
    return {sum.hi, sum.lo + (a.lo + b.lo)};
  }
} add_words{};

// The sum over the lanes, in every lane.
template <batch_value V>
HILLOCK_INLINE math::double_word<V> sum_of_lanes(math::double_word<V> x) {
  math::across_lanes.template operator()<V>([&](const auto& partner) __attribute__((always_inline)) {
    x = add_words(x, math::double_word<V>{partner(x.hi), partner(x.lo)});
  });
  return math::fast_two_sum(x.hi, x.lo);
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
