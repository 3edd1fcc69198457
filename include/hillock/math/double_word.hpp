// Unevaluated sums hi + lo of two values: what a kernel needs to round once at its end.
// Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971).
// SPDX-License-Identifier: MIT
#pragma once

#include "../core/sum.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// a * b exactly.
inline constexpr struct two_product_t {
  template <value V>
  HILLOCK_INLINE double_word<V> operator()(V a, V b) const {
    const V product = mul(a, b);
    return {product, product_error(a, b, product)};
  }
} two_product{};

/// The same for factors of any size, as far as the product is finite: without fma, the halves of huge factors overflow, and lo
/// is then 0.
inline constexpr struct two_product_of_any_t {
  template <value V>
  HILLOCK_INLINE double_word<V> operator()(V a, V b) const {
    double_word<V> product = two_product(a, b);
    if constexpr (!fuses) product.lo = select(product.lo == product.lo, product.lo, V(0));
    return product;
  }
} two_product_of_any{};

/// Doubles as sums of two floats.
inline constexpr struct split_t {
  HILLOCK_INLINE double_word<batch<float>> operator()(widened x) const {
    const batch<float> hi = narrow(x);
    const widened rounded = widen(hi);
    return {hi, narrow({x.low - rounded.low, x.high - rounded.high})};
  }
  HILLOCK_INLINE double_word<float> operator()(double x) const {
    const auto hi = static_cast<float>(x);
    return {hi, static_cast<float>(x - static_cast<double>(hi))};
  }
} split{};

/// c - a * b, rounded once where `fuses`, elsewhere once and a little.
inline constexpr struct minus_product_t {
  template <value V>
  HILLOCK_INLINE V operator()(V c, V a, V b) const {
    if constexpr (fuses) {
      return fma(neg(a), b, c);
    } else {
      const double_word<V> product = two_product(a, b);
      return (c - product.hi) - product.lo;
    }
  }
} minus_product{};

/// a / b, rounded: 0.5 ulp and a little. The sizes of a, b and a / b stay well inside the normal range.
inline constexpr struct quotient_t {
  template <value V>
  HILLOCK_INLINE V operator()(double_word<V> a, double_word<V> b) const {
    const V reciprocal = divide(V(1), b.hi);
    const V q = mul(a.hi, reciprocal);
    const V rest = minus_product(a.hi, q, b.hi) + fma(neg(q), b.lo, a.lo);
    return fma(rest, reciprocal, q);
  }
} quotient{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
