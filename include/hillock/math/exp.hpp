// e^x: x = n ln(2) + r with |r| <= ln(2)/2, e^r = 1 + r + r^2 p(r) as a double word, scaled by 2^n at the end.
// Tang, "Table-driven implementation of the exponential function", ACM TOMS 15 (1989); with its table where a lookup is one instruction.
// SPDX-License-Identifier: MIT
#pragma once

#include "double_word.hpp"
#include "exp_table.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

// (e^r - 1 - r) / r^2, errors relative to e^r: tools/coefficients/exp.sollya
inline constexpr polynomial<float, 5> exp_rest_p5{.lo = -0x1.63243p-2,
                                                  .hi = 0x1.63243p-2,
                                                  .error = 0x1.414p-32,
                                                  .c = {
                                                      0x1p-1f,
                                                      0x1.555556p-3f,
                                                      0x1.5555p-5f,
                                                      0x1.110fc2p-7f,
                                                      0x1.6d3082p-10f,
                                                      0x1.a2d96ap-13f,
                                                  }};
inline constexpr polynomial<double, 10> exp_rest_p10{.lo = -0x1.63243p-2,
                                                     .hi = 0x1.63243p-2,
                                                     .error = 0x1.0d6p-62,
                                                     .c = {
                                                         0x1p-1,
                                                         0x1.5555555555557p-3,
                                                         0x1.5555555555557p-5,
                                                         0x1.1111111110049p-7,
                                                         0x1.6c16c16c1569fp-10,
                                                         0x1.a01a01ac242e1p-13,
                                                         0x1.a01a01ab9c475p-16,
                                                         0x1.71de0195b0e52p-19,
                                                         0x1.27e4cfa33f74dp-22,
                                                         0x1.af4effa82775bp-26,
                                                         0x1.1f87082aeb03fp-29,
                                                     }};

template <element T>
struct exp_constants;
template <>
struct exp_constants<float> {
  static constexpr const auto& rest = exp_rest_p5;
  static constexpr float log2_e = 0x1.715476p0f;
  // ln(2) = hi + lo. n * ln2_hi must be exact: a whole word under fma, 16 bits without, for |n| < 2^8.
  static constexpr float ln2_hi = fuses ? 0x1.62e43p-1f : 0x1.62e4p-1f;
  static constexpr float ln2_lo = fuses ? -0x1.05c61p-29f : 0x1.7f7d1cp-20f;
  static constexpr float vanishing = -150;             // 8 e^x rounds to zero, and n is still in the reach of `scale`
  static constexpr float overflowing = 89;             // e^x > 2^128
  static constexpr float widest = fuses ? 1e5f : 170;  // |x| for which exp_parts holds its error
};
template <>
struct exp_constants<double> {
  static constexpr const auto& rest = exp_rest_p10;
  static constexpr double log2_e = 0x1.71547652b82fep0;
  static constexpr double ln2_hi = fuses ? 0x1.62e42fefa39efp-1 : 0x1.62e42fefa38p-1;  // 42 bits: |n| < 2^11
  static constexpr double ln2_lo = fuses ? 0x1.abc9e3b39803fp-56 : 0x1.ef35793c7673p-45;
  static constexpr double vanishing = -1100;
  static constexpr double overflowing = 710;
  static constexpr double widest = fuses ? 1e5 : 1400;
};

/// m 2^n, m a double word with 0.70 < m.hi < 1.42.
template <value V>
struct scaled_double_word {
  double_word<V> m;
  V n;
};

namespace detail {
// e^(x + x_lo) = 2^n (1 + r + rest), to 0.06 ulp of 1, for |x| <= exp_constants::widest and |x_lo| <= ulp(x).
template <value V>
struct exp_reduction {
  V n, r, rest;

  HILLOCK_INLINE explicit exp_reduction(V x, V x_lo = V(0)) {
    using T = element_of<V>;
    using constants = exp_constants<T>;
    const V to_integer(format<T>::to_integer);
    n = fma(x, V(constants::log2_e), to_integer) - to_integer;
    const V r_hi = fma(n, V(-constants::ln2_hi), x);  // exact
    const double_word<V> both = fast_two_sum(r_hi, fma(n, V(-constants::ln2_lo), x_lo));
    r = both.hi;
    rest = fma(mul(r, r), constants::rest(r), fma(both.lo, r, both.lo));
  }
};
}  // namespace detail

/// e^(x + x_lo) for |x| <= exp_constants::widest and |x_lo| <= ulp(x), to 0.06 ulp (0.16 from the table).
inline constexpr struct exp_parts_t {
  template <value V>
  HILLOCK_INLINE scaled_double_word<V> operator()(V x, V x_lo = V(0)) const {
    if constexpr (has_wide_lookup) {
      using T = element_of<V>;
      using constants = exp_constants<T>;
      using table = exp_table<T>;
      const V to_sixteenths(format<T>::to_integer / 16);
      const V sum = fma(x, V(constants::log2_e), to_sixteenths);
      const V n = sum - to_sixteenths;
      const V r = fma(n, V(-constants::ln2_hi), x) + fma(n, V(-constants::ln2_lo), x_lo);
      const V power = lookup(table::power_hi, bits(sum));
      const V lo = fma(power, fma(mul(r, r), table::rest(r), r), lookup(table::power_lo, bits(sum)));
      const V whole = from_bits<V>(bits(sum) & bits_of<V>(~15));
      return {fast_two_sum(power, lo), whole - to_sixteenths};
    } else {
      const detail::exp_reduction<V> e(x, x_lo);
      const double_word<V> sum = fast_two_sum(V(1), e.r);
      return {fast_two_sum(sum.hi, sum.lo + e.rest), e.n};
    }
  }
} exp_parts{};

/// e^x. Error below 0.6 ulp, below 0.9 on subnormal results.
inline constexpr struct exp_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    using constants = exp_constants<element_of<V>>;
    const V near = min(V(constants::overflowing), max(V(constants::vanishing), x));
    const scaled_double_word<V> e = exp_parts(near);
    return scale(e.m.hi, e.n);
  }
} exp{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
