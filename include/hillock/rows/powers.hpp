// The sum of a row's powers, and the share of each in it.
// SPDX-License-Identifier: MIT
// Sums carry their rounding errors along; a share is a product with the sum's reciprocal in two words.
#pragma once

#include <concepts>
#include <cstddef>

#include "../math/number.hpp"
#include "../math/proportional_exp.hpp"
#include "layout.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

template <element T>
struct row_constants;
template <>
struct row_constants<float> {
  static constexpr float faint = -125;  // e^faint is nothing beside 1, 2^24 times over
  static constexpr int raised =
      60;  // the largest power is about 2^raised: the least, and 1 / sum in two words, are normal
  static constexpr float above = 0x1p61f;
  static constexpr float lessening = 0x1p-65f;  // makes any product finite, where both factors are multiplied by it
};
template <>
struct row_constants<double> {
  static constexpr double faint = -770;
  static constexpr int raised = 512;
  static constexpr double above = 0x1p513;
  static constexpr double lessening = 0x1p-513;
};

// A sum of powers and of what it was rounded by. Where FromAbove, it starts at `above`, which is larger than any power, and
// an addition takes two operations less; what is far less than `above` is then no more exact than lo.
template <value V, bool FromAbove>
struct sum_of_powers {
  using power = typename math::proportional_exp<V>::power;
  static constexpr auto start = FromAbove ? row_constants<element_of<V>>::above : element_of<V>(0);
  // Batches in a sum. lo is rounded, equal powers always the same way: that comes to a quarter of an epsilon of the sum.
  static constexpr std::size_t block = math::proportional_exp<V>::scales_freely ? 32 : 128;
  V hi = V(start), lo = V(0);

  HILLOCK_INLINE void add(const power& e) {
    const math::double_word<V> sum = FromAbove ? math::fast_two_sum(hi, e.high()) : math::two_sum(hi, e.high());
    hi = sum.hi;
    lo = lo + e.rest_and(sum.lo);
  }
  // The first of a sum that starts at 0.
  HILLOCK_INLINE void set(const power& e)
    requires(!FromAbove)
  {
    hi = e.high();
    lo = e.rest();
  }

  HILLOCK_INLINE math::double_word<V> total() const { return {hi - V(start), lo}; }
};

// A sum of rounded powers, whose lo is little.
template <value V>
struct sum_of_rounded_powers : sum_of_powers<V, true> {
  using typename sum_of_powers<V, true>::power;
  static constexpr std::size_t block = 64;

  HILLOCK_INLINE void add(const power& e) {
    const math::double_word<V> sum = math::fast_two_sum(this->hi, e.rounded());
    this->hi = sum.hi;
    this->lo = this->lo + sum.lo;
  }
};

// power / sum for the powers of a row, rounded once.
template <value V>
class shares {
 public:
  shares() = default;
  HILLOCK_INLINE shares(math::double_word<V> sum, element_of<V> where_none)
      : shares(sum.hi, factor_of(sum, V(where_none)), where_none) {}
  // of floats
  HILLOCK_INLINE shares(double sum, float where_none)
    requires fuses && std::same_as<V, batch<float>>
      : shares(V(static_cast<float>(sum)), in_words(inverse(sum, where_none)), where_none) {}
  HILLOCK_INLINE shares(math::widened sum, float where_none)
    requires fuses && std::same_as<V, batch<float>>
      : shares(math::narrow(sum), in_words(math::widened{inverse(sum.low, where_none), inverse(sum.high, where_none)}),
               where_none) {}

  // Those of the row that batch i is of.
  HILLOCK_INLINE shares of(const auto& row, auto i) const {
    return {row.spread(i, sum_),
            {row.spread(i, factor_.hi), row.spread(i, factor_.lo)},
            row.spread(i, none_),
            row.spread(i, whole_)};
  }

  HILLOCK_INLINE V operator()(V power) const {
    if constexpr (fuses)
      return math::fma(power, factor_.hi, math::mul(power, factor_.lo));
    else
      return math::select(factor_.hi == V(0), none_, math::quotient(math::double_word<V>{power, V(0)}, factor_));
  }
  // The same for a power that may be the whole sum, which gives 1: what its rounding took stands in the sum alone.
  HILLOCK_INLINE V of_any(V power) const { return math::select(power == sum_, whole_, (*this)(power)); }

  // Products that are subnormal take a hundred cycles each on processors of Intel. Whether those of some lane are, and the bits
  // of (*this)(power) without them: of floats in doubles, rounded to odd, so that they may be rounded once more.
  static constexpr bool avoids_subnormals = fuses && std::same_as<V, batch<float>>;
  HILLOCK_INLINE bool some_subnormal(V power) const
    requires avoids_subnormals
  {
    return math::any((power < math::mul(sum_, V(0x1p-101f))) & (power > V(0)));
  }
  HILLOCK_INLINE V by_doubles(V power) const
    requires avoids_subnormals
  {
    using D = batch<double>;
    const math::widened p = math::widen(power), high = math::each_half(math::mul, p, math::widen(factor_.hi)),
                        low = math::widen(math::narrow(math::each_half(math::mul, p, math::widen(factor_.lo))));
    const auto sum = [](D a, D b) __attribute__((always_inline)) {
      const math::double_word<D> exact = math::fast_two_sum(a, b);
      const D below = math::from_bits<D>(math::add_bits(math::bits(exact.hi), bits_of<D>(-1))),
              truncated = math::select(exact.lo < D(0), below, exact.hi);
      return math::select(exact.lo == D(0), exact.hi, math::from_bits<D>(math::bits(truncated) | bits_of<D>(1)));
    };
    return math::narrow(math::each_half(sum, high, low));
  }

  // Whether the share of 0 is 0 in some lane: not where the sum is 0 or no number.
  HILLOCK_INLINE bool leaves_zeros() const { return math::any((*this)(V(0)) == V(0)); }

  // Whether in some lane one power may be the whole sum.
  HILLOCK_INLINE bool some_whole() const { return math::any(sum_ <= V(row_constants<element_of<V>>::above)); }

 private:
  HILLOCK_INLINE shares(V sum, math::double_word<V> factor, element_of<V> where_none)
      : shares(sum, factor, V(where_none), math::select(sum == V(0), V(where_none), V(1))) {}
  HILLOCK_INLINE shares(V sum, math::double_word<V> factor, V none, V whole)
      : sum_(sum), factor_(factor), none_(none), whole_(whole) {}

  HILLOCK_INLINE static math::double_word<V> factor_of(math::double_word<V> sum, [[maybe_unused]] V none) {
    if constexpr (fuses) {
      const auto empty = sum.hi == V(0);
      const V r = math::divide(V(1), sum.hi);
      const V lacking = math::fma(math::neg(r), sum.lo, math::minus_product(V(1), r, sum.hi));
      return {math::select(empty, none, r), math::select(empty, V(0), math::mul(r, lacking))};
    } else {
      return sum;
    }
  }
  template <value D>
  HILLOCK_INLINE static D inverse(D sum, float where_none) {
    return math::select(sum == D(0), D(static_cast<double>(where_none)), math::divide(D(1), sum));
  }

  V sum_;
  math::double_word<V> factor_;  // the reciprocal of the sum; without fma, the sum
  V none_, whole_;               // where the sum is 0, and where one power is the sum
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
