// e^x: x = n ln(2) + r with |r| <= ln(2)/2, e^r = 1 + r + r^2 p(r) as a double word, scaled by 2^n at the end.
// Tang, "Table-driven implementation of the exponential function", ACM TOMS 15 (1989); with its table where a lookup is one instruction.
// SPDX-License-Identifier: MIT
#pragma once

#include <bit>

#include "exp_table.hpp"
#include "number.hpp"

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
  static constexpr float log2_e_lo = 0x1.4ae0cp-26f;
  // ln(2) = hi + lo. n * ln2_hi must be exact: a whole word under fma, 16 bits without, for |n| < 2^8.
  static constexpr float ln2_hi = fuses ? 0x1.62e43p-1f : 0x1.62e4p-1f;
  static constexpr float ln2_lo = fuses ? -0x1.05c61p-29f : 0x1.7f7d1cp-20f;
  static constexpr float vanishing = -130;  // e^x rounds to zero, and is next to nothing still times 10^8
  static constexpr float overflowing = 89;  // e^x > 2^128
  static constexpr float normal = 62;       // for |x| up to here e^x is normal, and what counts of its low word
  static constexpr float far = -60;         // below it e^x, and what rounding took from it, may be subnormal
  static constexpr int raise = 96;
  static constexpr float lowered = 0x1p-96f;
  static constexpr float widest = fuses ? 1e5f : 170;  // |x| for which exp_parts holds its error
};
template <>
struct exp_constants<double> {
  static constexpr const auto& rest = exp_rest_p10;
  static constexpr double log2_e = 0x1.71547652b82fep0;
  static constexpr double log2_e_lo = 0x1.777d0ffda0d24p-56;
  static constexpr double ln2_hi = fuses ? 0x1.62e42fefa39efp-1 : 0x1.62e42fefa38p-1;  // 42 bits: |n| < 2^11
  static constexpr double ln2_lo = fuses ? 0x1.abc9e3b39803fp-56 : 0x1.ef35793c7673p-45;
  static constexpr double vanishing = -800;
  static constexpr double overflowing = 710;
  static constexpr double normal = 640;
  static constexpr double far = -600;
  static constexpr int raise = 512;
  static constexpr double lowered = 0x1p-512;
  static constexpr double widest = fuses ? 1e5 : 1400;
};

/// m 2^n, m a double word with 0.70 < m.hi < 1.42 (1 to 2 from the table).
template <value V>
struct scaled_double_word {
  double_word<V> m;
  V n;
};

/// e^(x + x_lo) for |x| <= exp_constants::widest and |x_lo| <= ulp(x), in the forms that kernels need. Error 0.06 ulp of
/// 1 in a double word.
template <value V>
class exponential {
  using T = element_of<V>;
  using constants = exp_constants<T>;

 public:
  static constexpr bool has_table = lookup_entries<T> > 0;

 private:
  V n_;               // a multiple of 1 / steps
  bits_of<V> steps_;  // n * steps in its low bits
  double_word<V> r_;  // the result is 2^n, rounded, times e^r

 public:
  static constexpr int steps = has_table ? lookup_entries<T> : 1;  // between powers of two

  HILLOCK_INLINE explicit exponential(V x) : exponential(x, unit{}) {}
  HILLOCK_INLINE exponential(V x, V x_lo) : exponential(x, x_lo, unit{}) {}

  /// A power of two that all results are multiplied by, at no cost.
  struct unit {
    V to_step = V(format<T>::to_integer / steps);

    /// Makes e^x 2^exponent, an even number: times 1 to 2 from a table, times 0.70 to 1.42 without.
    HILLOCK_INLINE static unit raising(V x, int exponent) {
      constexpr auto whole = static_cast<typename format<T>::bits>(-steps);
      const V n = from_bits<V>(bits(fma(x, V(constants::log2_e), unit{}.to_step)) & bits_of<V>(whole));
      return {V(2 * (format<T>::to_integer / steps) + static_cast<T>(exponent)) - n};
    }
  };
  HILLOCK_INLINE exponential(V x, unit u) {
    const V high = reduce(x, u);
    reduce_low(high, tail());
  }
  HILLOCK_INLINE exponential(V x, V x_lo, unit u) {
    const V high = reduce(x, u);
    reduce_low(high, tail() + x_lo);
  }

  /// For a result that is normal when multiplied by 2^(change / steps): that.
  HILLOCK_INLINE double_word<V> value() const { return times(power(steps_)); }
  HILLOCK_INLINE double_word<V> value_raised(bits_of<V> change) const { return times(power(add_bits(steps_, change))); }

  /// 1 + e^(x + x_lo), where e^(x + x_lo) is normal; what is lost is below 0.1 ulp of the smaller of the two.
  HILLOCK_INLINE double_word<V> plus_one() const {
    if constexpr (has_table) {
      const V p = power(steps_), rest = curve(r_.hi);
      const double_word<V> base = two_sum(p, V(1));
      const V whole = fma(p, rest, base.hi);
      return {whole, fma(p, rest, base.hi - whole) + base.lo};
    } else {
      const double_word<V> e = value(), sum = two_sum(e.hi, V(1));
      return {sum.hi, sum.lo + e.lo};
    }
  }

  /// As m 2^n with an integral n.
  HILLOCK_INLINE scaled_double_word<V> scaled() const {
    if constexpr (has_table) {
      const bits_of<V> fraction = steps_ & bits_of<V>(steps - 1);
      const V whole = from_bits<V>(steps_ - fraction) - V(format<T>::to_integer / steps);
      return {times(power(fraction)), whole};
    } else {
      return {times(V(1)), n_};
    }
  }

  /// e^(x + x_lo) - 1, where e^(x + x_lo) is normal. The low word may reach 1/40 of the high one.
  HILLOCK_INLINE double_word<V> minus_one() const {
    const V p = power(steps_);
    return minus_one(p, two_sum(p, V(-1)));
  }
  /// The same for x <= 0, with three operations less.
  HILLOCK_INLINE double_word<V> minus_one_of_decay() const {
    const V p = power(steps_);
    return minus_one(p, fast_two_sum(V(-1), p));
  }

  /// 2^(exponent / steps), rounded, for a normal result.
  HILLOCK_INLINE static V power(bits_of<V> exponent) {
    if constexpr (has_table)
      return power_from(exp_table<T>::power, exponent);
    else
      return from_bits<V>(add_bits(bits(V(1)), shift_left<format<T>::mantissa>(exponent)));
  }
  /// The same from another table of such powers.
  HILLOCK_INLINE static V power_from(const T (&table)[steps], bits_of<V> exponent)
    requires has_table
  {
    return from_bits<V>(
        add_bits(bits(lookup(table, exponent)),
                 shift_left<format<T>::mantissa - std::countr_zero(static_cast<unsigned>(steps))>(exponent)));
  }

 private:
  HILLOCK_INLINE V reduce(V x, unit u) {
    const V sum = fma(x, V(constants::log2_e), u.to_step);
    steps_ = bits(sum);
    n_ = sum - u.to_step;
    return fma(n_, V(-constants::ln2_hi), x);  // exact
  }
  HILLOCK_INLINE void reduce_low(V high, V rest) { r_ = fast_two_sum(high, fma(n_, V(-constants::ln2_lo), rest)); }

  // what rounding took from the power in the table
  HILLOCK_INLINE V tail() const {
    if constexpr (has_table)
      return lookup(exp_table<T>::tail, steps_);
    else
      return V(0);
  }

  // first + e^r - 1 - r
  HILLOCK_INLINE V curve(V first) const {
    const V r2 = mul(r_.hi, r_.hi);
    if constexpr (has_table)
      return fma(r2, exp_table<T>::rest(r_.hi), first);
    else
      return fma(r2, constants::rest(r_.hi), first);
  }

  HILLOCK_INLINE double_word<V> minus_one(V p, double_word<V> base) const {
    const V high = fma(p, r_.hi, base.hi);
    const V lost = fma(p, r_.hi, base.hi - high);
    const V small = fma(r_.lo, r_.hi, r_.lo);
    if constexpr (has_table) {
      return {high, fma(p, curve(small), lost + base.lo)};
    } else {
      // p r^2 / 2 may reach 1/4 of the result: what it is rounded by counts
      const double_word<V> square = two_product(r_.hi, r_.hi);
      const V p2 = mul(p, square.hi);
      const double_word<V> sum = fast_two_sum(high, mul(p2, V(T(0.5))));
      const V rest = sum.lo + fma(p, fma(square.lo, V(T(0.5)), small), lost + base.lo);
      return {sum.hi, fma(mul(p2, r_.hi), constants::rest.template from<1>(r_.hi), rest)};
    }
  }

  // p e^r
  HILLOCK_INLINE double_word<V> times(V p) const {
    if constexpr (has_table) {
      const V rest = curve(r_.hi);
      const V whole = fma(p, rest, p);
      return {whole, fma(p, rest, p - whole)};
    } else {
      const double_word<V> one_plus_r = fast_two_sum(V(1), r_.hi);
      const double_word<V> m = fast_two_sum(one_plus_r.hi, one_plus_r.lo + curve(fma(r_.lo, r_.hi, r_.lo)));
      return {mul(p, m.hi), mul(p, m.lo)};
    }
  }
};

/// e^(x + x_lo) for |x| <= exp_constants::widest and |x_lo| <= ulp(x).
inline constexpr struct exp_parts_t {
  template <value V>
  HILLOCK_INLINE scaled_double_word<V> operator()(V x) const {
    return exponential<V>(x).scaled();
  }
  template <value V>
  HILLOCK_INLINE scaled_double_word<V> operator()(V x, V x_lo) const {
    return exponential<V>(x, x_lo).scaled();
  }
} exp_parts{};

/// e^t for -700 < t <= 0 in double lanes, for results that are rounded to float: to 2^-31.
inline constexpr struct exp_to_float_t {
  template <value V>
    requires std::same_as<element_of<V>, double>
  HILLOCK_INLINE V operator()(V t) const {
    using constants = exp_constants<double>;
    constexpr int steps = exponential<V>::steps;
    const V to_step(format<double>::to_integer / steps);
    const V sum = fma(t, V(constants::log2_e), to_step);
    const V r = fma(sum - to_step, V(-constants::ln2_hi), t);
    const V r2 = mul(r, r), p = exponential<V>::power(bits(sum));
    if constexpr (lookup_entries<element_of<V>> > 0)
      return fma(p, fma(r2, exp_table<float, lookup_entries<element_of<V>>>::rest(r), r), p);
    else
      return fma(p, fma(r2, exp_constants<float>::rest(r), r), p);
  }
} exp_to_float{};

/// e^t for t <= 0, down to the last subnormal: m * unit, where unit is 1 or a power of two that keeps m normal. A quotient
/// of m is multiplied by `unit` last, so that it is rounded once. z is m * unit as it stands next to 1. Number is
/// double_word, or single_word for what is rounded to float.
template <class Number>
struct decay;

template <value V>
struct decay<double_word<V>> {
  double_word<V> m, z;
  V unit;

  HILLOCK_INLINE explicit decay(V t) : decay(t, exponential<V>(max(V(constants::vanishing), t))) {}
  HILLOCK_INLINE explicit decay(double_word<V> t)
      : decay(t.hi, exponential<V>(max(V(constants::vanishing), t.hi), t.lo)) {}

 private:
  using constants = exp_constants<element_of<V>>;

  HILLOCK_INLINE decay(V t, const exponential<V>& e) {
    const auto far = t < V(constants::far);
    constexpr auto raise = static_cast<typename format<element_of<V>>::bits>(constants::raise * exponential<V>::steps);
    m = e.value_raised(bits(select(far, from_bits<V>(bits_of<V>(raise)), V(0))));
    unit = select(far, V(constants::lowered), V(1));
    z = {mul(m.hi, unit), mul(m.lo, unit)};
  }

 public:
  /// y * unit, and the same for x < 0 alone.
  HILLOCK_INLINE V lowered(V y) const { return mul(y, unit); }
  HILLOCK_INLINE V lowered_below_zero(V x, V y) const { return mul(y, by_sign(x, unit, V(1))); }
};

template <value V, bool Rough>
struct decay<single_word<V, Rough>> {
  single_word<V, Rough> m, z;

  HILLOCK_INLINE explicit decay(V t) {
    const V near = max(V(-700), t);
    if constexpr (Rough)
      m = {exp_to_float(near)};
    else
      m = {exponential<V>(near).value().hi};
    z = m;
  }
  HILLOCK_INLINE explicit decay(single_word<V, Rough> t) : decay(t.hi) {}

  HILLOCK_INLINE V lowered(V y) const { return y; }
  HILLOCK_INLINE V lowered_below_zero(V, V y) const { return y; }
};

/// e^x. Error below 0.6 ulp, below 0.9 on subnormal results.
inline constexpr struct exp_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    const V y = exponential<V>(x).value().hi;
    const auto far = not_within(x, V(exp_constants<element_of<V>>::normal));
    if (any(far)) [[unlikely]]
      return select(far, everywhere(x, V(0)), y);
    return y;
  }
  /// In two words, lo no more than an ulp of hi.
  template <value V>
  HILLOCK_INLINE V operator()(double_word<V> x) const {
    return everywhere(x.hi, x.lo);
  }

 private:
  template <value V>
  HILLOCK_INLINE static V everywhere(V x, V x_lo) {
    using constants = exp_constants<element_of<V>>;
    const scaled_double_word<V> e = exp_parts(min(V(constants::overflowing), max(V(constants::vanishing), x)), x_lo);
    return scale(e.m.hi, e.n);
  }
} exp{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
