// Arithmetic for formulas that hold more digits than their result, written once for two kinds of number: double words for
// double, and single words in double lanes (see in_double) for what is rounded to float.
// SPDX-License-Identifier: MIT
#pragma once

#include "double_word.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// A double that stands for a number to be rounded to float; Rough where 2^-31 is near enough.
template <value V, bool Rough>
struct single_word {
  V hi;
};

/// The double word -a.
template <value V>
HILLOCK_INLINE double_word<V> operator-(double_word<V> a) {
  return {neg(a.hi), neg(a.lo)};
}

/// a + b; what cancels in hi may leave a lo of more than a few ulp.
template <value V>
HILLOCK_INLINE double_word<V> operator+(double_word<V> a, double_word<V> b) {
  const double_word<V> sum = two_sum(a.hi, b.hi);
  return {sum.hi, sum.lo + (a.lo + b.lo)};
}
template <value V>
HILLOCK_INLINE double_word<V> operator+(double_word<V> a, V b) {
  const double_word<V> sum = two_sum(a.hi, b);
  return {sum.hi, sum.lo + a.lo};
}
template <value V>
HILLOCK_INLINE double_word<V> operator-(double_word<V> a, double_word<V> b) {
  return a + -b;
}

/// a * b, short of overflow and underflow.
template <value V>
HILLOCK_INLINE double_word<V> operator*(double_word<V> a, double_word<V> b) {
  const double_word<V> product = two_product(a.hi, b.hi);
  return {product.hi, fma(a.hi, b.lo, fma(a.lo, b.hi, product.lo))};
}
template <value V>
HILLOCK_INLINE double_word<V> operator*(double_word<V> a, V b) {
  const double_word<V> product = two_product(a.hi, b);
  return {product.hi, fma(a.lo, b, product.lo)};
}

/// 2 a. Not a + a, which gcc takes for a product and contracts.
template <value V>
HILLOCK_INLINE double_word<V> twice(double_word<V> a) {
  return {mul(a.hi, V(2)), mul(a.lo, V(2))};
}

/// 1 + a for |a| <= 1.
template <value V>
HILLOCK_INLINE double_word<V> one_plus(double_word<V> a) {
  const double_word<V> sum = fast_two_sum(V(1), a.hi);
  return {sum.hi, sum.lo + a.lo};
}

template <value V, bool R>
HILLOCK_INLINE single_word<V, R> operator-(single_word<V, R> a) {
  return {neg(a.hi)};
}
template <value V, bool R>
HILLOCK_INLINE single_word<V, R> operator+(single_word<V, R> a, single_word<V, R> b) {
  return {a.hi + b.hi};
}
template <value V, bool R>
HILLOCK_INLINE single_word<V, R> operator+(single_word<V, R> a, V b) {
  return {a.hi + b};
}
template <value V, bool R>
HILLOCK_INLINE single_word<V, R> operator-(single_word<V, R> a, single_word<V, R> b) {
  return {a.hi - b.hi};
}
template <value V, bool R>
HILLOCK_INLINE single_word<V, R> operator*(single_word<V, R> a, single_word<V, R> b) {
  return {mul(a.hi, b.hi)};
}
template <value V, bool R>
HILLOCK_INLINE single_word<V, R> operator*(single_word<V, R> a, V b) {
  return {mul(a.hi, b)};
}
template <value V, bool R>
HILLOCK_INLINE single_word<V, R> twice(single_word<V, R> a) {
  return {mul(a.hi, V(2))};
}
template <value V, bool R>
HILLOCK_INLINE single_word<V, R> one_plus(single_word<V, R> a) {
  return {V(1) + a.hi};
}

/// The sum of the words.
template <value V>
HILLOCK_INLINE V round(double_word<V> a) {
  return a.hi + a.lo;
}
template <value V, bool R>
HILLOCK_INLINE V round(single_word<V, R> a) {
  return a.hi;
}

/// a or b by the sign bit of x, as by_sign of values.
template <value V>
HILLOCK_INLINE double_word<V> choose_by_sign(V x, double_word<V> a, double_word<V> b) {
  return {by_sign(x, a.hi, b.hi), by_sign(x, a.lo, b.lo)};
}
template <value V, bool R>
HILLOCK_INLINE single_word<V, R> choose_by_sign(V x, single_word<V, R> a, single_word<V, R> b) {
  return {by_sign(x, a.hi, b.hi)};
}

/// a / b, rounded.
inline constexpr struct ratio_t {
  template <value V>
  HILLOCK_INLINE V operator()(double_word<V> a, double_word<V> b) const {
    return quotient(a, b);
  }
  template <value V, bool R>
  HILLOCK_INLINE V operator()(single_word<V, R> a, single_word<V, R> b) const {
    return divide(a.hi, b.hi);
  }
} ratio{};

/// What a number is made of.
template <class Number>
struct number_traits;
template <value V>
struct number_traits<double_word<V>> {
  using value = V;
  HILLOCK_INLINE static double_word<V> from(V x) { return {x, V(0)}; }
};
template <value V, bool R>
struct number_traits<single_word<V, R>> {
  using value = V;
  HILLOCK_INLINE static single_word<V, R> from(V x) { return {x}; }
};

/// x as a Number.
template <class Number>
HILLOCK_INLINE Number number(typename number_traits<Number>::value x) {
  return number_traits<Number>::from(x);
}

/// f(x) and f'(x), from what they have in common: each within the bound of its own kernel, but not with its bits.
template <value V>
struct value_and_slope {
  V value, slope;

  // Of constant aggregates g++ 12 keeps copies in memory.
  HILLOCK_INLINE constexpr value_and_slope(V f, V derivative) : value(f), slope(derivative) {}

  /// elsewhere() in the lanes that are far.
  template <class Elsewhere>
  HILLOCK_INLINE value_and_slope or_where(auto far, const Elsewhere& elsewhere) const {
    if (any(far)) [[unlikely]] {
      const value_and_slope y = elsewhere();
      return {select(far, y.value, value), select(far, y.slope, slope)};
    }
    return *this;
  }
};

/// f<Number>(x) for double; for float the same in double, rounded. f is a lambda with a template parameter. NaN gives x.
template <bool Rough, value V, class F>
HILLOCK_INLINE V with_spare_digits(V x, const F& f) {
  if constexpr (std::same_as<element_of<V>, double>)
    return keep_nan(x, f.template operator()<double_word<V>>(x));
  else
    return in_double(x, [&](auto wide) __attribute__((always_inline)) {
      return f.template operator()<single_word<decltype(wide), Rough>>(wide);
    });
}

/// The same where f gives a value_and_slope.
template <bool Rough, value V, class F>
HILLOCK_INLINE value_and_slope<V> both_with_spare_digits(V x, const F& f) {
  if constexpr (std::same_as<element_of<V>, double>) {
    const value_and_slope<V> y = f.template operator()<double_word<V>>(x);
    return {keep_nan(x, y.value), keep_nan(x, y.slope)};
  } else if constexpr (element<V>) {
    const auto y = f.template operator()<single_word<double, Rough>>(static_cast<double>(x));
    return {keep_nan(x, static_cast<float>(y.value)), keep_nan(x, static_cast<float>(y.slope))};
  } else {
    using D = batch<double>;
    const widened wide = widen(x);
    const value_and_slope<D> low = f.template operator()<single_word<D, Rough>>(wide.low);
    const value_and_slope<D> high = f.template operator()<single_word<D, Rough>>(wide.high);
    return {keep_nan(x, narrow({low.value, high.value})), keep_nan(x, narrow({low.slope, high.slope}))};
  }
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
