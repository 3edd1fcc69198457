// The powers e^(a x) of many x, times a factor that all have in common: for sums and shares, where it cancels. From a table
// a stands in the exponent of 2, so that any costs what 1 does, and the factor is one that leaves little for the roundings of
// the entries to take: no other table says what they took.
// SPDX-License-Identifier: MIT
#pragma once

#include "exp.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// p + p r rise
template <value V>
struct power_in_factors {
  V p, r, rise;

  // Of aggregates as large g++ 12 keeps copies in memory.
  HILLOCK_INLINE constexpr power_in_factors(V of_table, V rest_of_step, V rise_of_rest)
      : p(of_table), r(rest_of_step), rise(rise_of_rest) {}

  HILLOCK_INLINE V high() const { return p; }
  /// y + what the power is more than high().
  HILLOCK_INLINE V rest_and(V y) const { return fma(mul(p, r), rise, y); }
  HILLOCK_INLINE V rest() const { return mul(mul(p, r), rise); }
  HILLOCK_INLINE V rounded() const { return rest_and(p); }
  HILLOCK_INLINE double_word<V> in_words() const { return {rounded(), rest_and(p - rounded())}; }
  /// For a function that keeps some lanes and makes the others 0.
  template <class Keep>
  HILLOCK_INLINE power_in_factors kept(const Keep& keep) const {
    return {keep(p), r, rise};
  }
  /// y in some lanes.
  HILLOCK_INLINE power_in_factors or_else(auto where, const power_in_factors& y) const {
    return {select(where, y.p, p), select(where, y.r, r), select(where, y.rise, rise)};
  }
};

/// The same of a double word.
template <value V>
struct power_in_words {
  double_word<V> word;

  HILLOCK_INLINE V high() const { return word.hi; }
  HILLOCK_INLINE V rest_and(V y) const { return y + word.lo; }
  HILLOCK_INLINE V rest() const { return word.lo; }
  HILLOCK_INLINE V rounded() const { return word.hi; }
  HILLOCK_INLINE double_word<V> in_words() const { return word; }
  template <class Keep>
  HILLOCK_INLINE power_in_words kept(const Keep& keep) const {
    return {{keep(word.hi), keep(word.lo)}};
  }
};

/// For results that are normal. A unit is one more factor.
template <value V, bool HasTable = exponential<V>::has_table>
class proportional_exp {
 public:
  static constexpr bool scales_freely = false;  // whether any a costs what 1 does
  using unit = typename exponential<V>::unit;
  using power = power_in_words<V>;

  proportional_exp() = default;
  HILLOCK_INLINE explicit proportional_exp(V a) : a_(a) {}

  HILLOCK_INLINE proportional_exp twice() const { return proportional_exp(a_ + a_); }

  HILLOCK_INLINE power operator()(V x, unit u) const { return unscaled(two_product_of_any(x, a_), u); }
  HILLOCK_INLINE power operator()(double_word<V> x, unit u) const {
    const double_word<V> t = two_product_of_any(x.hi, a_);
    return unscaled({t.hi, fma(x.lo, a_, t.lo)}, u);
  }
  /// Where a is 1.
  HILLOCK_INLINE static power unscaled(V x, unit u) { return {exponential<V>(x, u).value()}; }
  HILLOCK_INLINE static power unscaled(double_word<V> x, unit u) { return {exponential<V>(x.hi, x.lo, u).value()}; }

 private:
  V a_;
};

/// Float powers to 2^-28 in their factors, the entries' roundings aside.
template <value V>
class proportional_exp<V, true> {
  using T = element_of<V>;
  using constants = exp_constants<T>;
  using table = exp_table<T>;

 public:
  static constexpr bool scales_freely = true;
  using unit = typename exponential<V>::unit;
  using power = power_in_factors<V>;

  proportional_exp() = default;
  HILLOCK_INLINE explicit proportional_exp(V a) : steepness_(two_product(a, V(constants::log2_e))) {
    steepness_.lo = fma(a, V(constants::log2_e_lo), steepness_.lo);
  }

  HILLOCK_INLINE proportional_exp twice() const {
    return proportional_exp(double_word<V>{steepness_.hi + steepness_.hi, steepness_.lo + steepness_.lo});
  }

  HILLOCK_INLINE power operator()(V x, unit u) const {
    const position at(*this, x, u);
    return power_at(at.steps, fma(x, steepness_.lo, at.rest));
  }
  HILLOCK_INLINE power operator()(double_word<V> x, unit u) const {
    const position at(*this, x.hi, u);
    return power_at(at.steps, fma(x.lo, steepness_.hi, fma(x.hi, steepness_.lo, at.rest)));
  }
  template <class X>
  HILLOCK_INLINE power unscaled(X x, unit u) const {
    return (*this)(x, u);
  }
  /// e^(a x + y) for |a x|, |y| and |a x + y| up to 2^15: both are taken to steps apart, so their sum need not be found.
  /// Lanes of which `keep` makes 0 may have any x and y, and are then to be kept from the power.
  template <class Keep>
  HILLOCK_INLINE power plus(V x, V y, unit u, const Keep& keep) const {
    constexpr T rate = constants::log2_e;
    const V y_sum = fma(y, V(rate), u.to_step), y_rest = fma(y, V(rate), u.to_step - y_sum);
    const V sum = y_sum + fma(x, steepness_.hi, y_rest), x_rest = fma(x, steepness_.hi, y_sum - sum);
    return power_at(bits(sum), keep(x_rest + fma(y, V(constants::log2_e_lo), fma(x, steepness_.lo, y_rest))));
  }

 private:
  HILLOCK_INLINE explicit proportional_exp(double_word<V> steepness) : steepness_(steepness) {}

  // steepness.hi x, in steps of the table and what is left
  struct position {
    bits_of<V> steps;
    V rest;

    HILLOCK_INLINE position(const proportional_exp& e, V x, unit u) {
      const V sum = fma(x, e.steepness_.hi, u.to_step);
      steps = bits(sum);
      rest = fma(x, e.steepness_.hi, u.to_step - sum);
    }
  };

  // 2^r times the power at a step
  HILLOCK_INLINE static power power_at(bits_of<V> steps, V r) {
    const V rise = fma(table::rise.template from<1>(r), r, V(table::rise.c[0]));
    return {exponential<V>::power_from(table::proportional, steps), r, rise};
  }

  double_word<V> steepness_;  // a / ln 2
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
