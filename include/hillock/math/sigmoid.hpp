// The logistic function and its derivative, from z = e^-|x|: z / (1 + z), and z / (1 + z)^2. With z <= 1 nothing cancels and
// nothing overflows. Where tables are cheap, float takes octaves.
// SPDX-License-Identifier: MIT
#pragma once

#include "exp.hpp"
#include "logistic_pieces.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// 1 / (1 + e) for a normal e: `value`, and the share of it that it lacks.
template <value V>
struct logistic {
  V value, lacking;

  HILLOCK_INLINE explicit logistic(const exponential<V>& e) {
    const double_word<V> sum = e.plus_one();
    value = divide(V(1), sum.hi);
    lacking = fma(neg(value), sum.lo, minus_product(V(1), value, sum.hi));
  }
};

/// 1 / (1 + e^-x).
inline constexpr struct sigmoid_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (takes_octaves<V>)
      return by_octaves::sigmoid(x);
    else if constexpr (std::same_as<element_of<V>, float> && lookup_entries<float> == 0)
      return in_double(x, [](auto wide) __attribute__((always_inline)) { return plainly(wide); });
    else
      return from_exp(x);
  }

 private:
  // for results that are rounded to float
  template <value V>
  HILLOCK_INLINE static V plainly(V x) {
    const V z = decay<single_word<V, true>>(minus_abs(x)).z.hi;
    return divide(by_sign(x, z, V(1)), V(1) + z);
  }

  template <value V>
  HILLOCK_INLINE static V from_exp(V x) {
    const logistic<V> share(exponential<V>(neg(x)));
    const V y = fma(share.value, share.lacking, share.value);
    const auto far = not_within(x, V(exp_constants<element_of<V>>::normal));
    if (any(far)) [[unlikely]]
      return select(far, keep_nan(x, by_sign(x, exp(x), V(1))), y);
    return y;
  }
} sigmoid{};

/// sigmoid'(x).
inline constexpr struct sigmoid_derivative_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (takes_octaves<V>)
      return by_octaves::sigmoid_slope(x);
    else
      return times(x, V(1));
  }

  /// factor * sigmoid'(x), for a power of two.
  template <value V>
  HILLOCK_INLINE V times(V x, V factor) const {
    const decay<double_word<V>> d(minus_abs(x));
    const double_word<V> sum = one_plus(d.z);
    return keep_nan(x, mul(quotient(d.m, sum * sum), mul(d.unit, factor)));
  }
} sigmoid_derivative{};

/// Whether f and f' of floats come from words of float instead of doubles.
template <value V>
inline constexpr bool slopes_in_words =
    fuses && std::same_as<element_of<V>, float> && lookup_entries<float> == 8 && !takes_octaves<V>;

/// sigmoid(u) and 1 - sigmoid(u) for u <= 0, as long as e^u is normal, and so is what rounding took from it.
template <value V>
struct logistic_words {
  double_word<V> share, rest;

  HILLOCK_INLINE explicit logistic_words(V u) : logistic_words(exponential<V>(u)) {}
  HILLOCK_INLINE explicit logistic_words(double_word<V> u) : logistic_words(exponential<V>(u.hi, u.lo)) {}

  /// sigmoid(u) for the sign bit of x, 1 - sigmoid(u) without it
  HILLOCK_INLINE V part(V x) const { return by_sign(x, round(share), round(rest)); }
  /// sigmoid'(u)
  HILLOCK_INLINE V slope() const { return round(share * rest); }

  /// x sigmoid(u) for the sign bit of x, x (1 - sigmoid(u)) without it
  HILLOCK_INLINE V height(V x) const {
    return fma(x, by_sign(x, share.hi, rest.hi), mul(x, by_sign(x, share.lo, rest.lo)));
  }
  /// sigmoid(u) (1 + w (1 - sigmoid(u))) for w <= 0
  HILLOCK_INLINE V slope(V w) const { return slope(w, mul(w, rest.lo)); }
  HILLOCK_INLINE V slope(double_word<V> w) const { return slope(w.hi, fma(w.hi, rest.lo, mul(w.lo, rest.hi))); }

 private:
  HILLOCK_INLINE explicit logistic_words(const exponential<V>& e) {
    const double_word<V> z = e.value(), sum = one_plus(z);
    const V r = divide(V(1), sum.hi), lacking = fma(neg(r), sum.lo, minus_product(V(1), r, sum.hi));
    const V z_r = mul(z.hi, r);
    share = {z_r, fma(z_r, lacking, fma(z.lo, r, product_error(z.hi, r, z_r)))};
    rest = {r, mul(r, lacking)};
  }

  // w_rest_lo is what w * rest.hi lacks.
  HILLOCK_INLINE V slope(V w, V w_rest_lo) const {
    const V factor = V(1) + mul(w, rest.hi);  // 1 - factor is exact
    const V lacking = fma(w, rest.hi, V(1) - factor) + w_rest_lo;
    return fma(share.hi, factor, fma(share.hi, lacking, mul(share.lo, factor)));
  }
};

/// sigmoid(x) and sigmoid'(x).
inline constexpr struct sigmoid_and_slope_t {
  template <value V>
  HILLOCK_INLINE value_and_slope<V> operator()(V x) const {
    if constexpr (takes_octaves<V>) {
      return by_octaves::sigmoid_and_slope(x);
    } else if constexpr (slopes_in_words<V>) {
      const logistic_words<V> of(minus_abs(x));
      return value_and_slope<V>(of.part(x), of.slope()).or_where(not_within(x, V(exp_constants<float>::normal)), [&] {
        return everywhere(x);
      });
    } else {
      return everywhere(x);
    }
  }

 private:
  template <value V>
  HILLOCK_INLINE static value_and_slope<V> everywhere(V x) {
    const decay<double_word<V>> d(minus_abs(x));
    const double_word<V> sum = one_plus(d.z), share = choose_by_sign(x, d.m, double_word<V>{V(1), V(0)});
    return {keep_nan(x, d.lowered_below_zero(x, quotient(share, sum))),
            keep_nan(x, d.lowered(quotient(d.m, sum * sum)))};
  }
} sigmoid_and_slope{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
