// x tanh(softplus(x)). With e = e^x for x < 0 and z = e^-x elsewhere
//   f   = x e (e + 2) / d,                          x (1 + 2 z) / d
//   f'  = e (4 (x + 1) + (4 x + 6) e + 4 e^2 + e^3) / d^2,  (1 + 4 z + (4 x + 6) z^2 + 4 (x + 1) z^3) / d^2
//   f'' = 4 e (2 x + 4 + (2 x + 8) e + (6 - 3 x) e^2 + (2 - 2 x) e^3) / d^3,  4 z^2 (2 - 2 x + (6 - 3 x) z + ...) / d^3
//   d   = 2 + 2 e + e^2,                            1 + 2 z + 2 z^2
// Where tables are cheap, float takes f by octaves.
// SPDX-License-Identifier: MIT
#pragma once

#include "exp.hpp"
#include "sigmoid.hpp"
#include "slope_roots.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

inline constexpr struct mish_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (takes_octaves<V>)
      return by_octaves::mish(x);
    else
      return with_spare_digits<true>(
          x, []<class Number>(auto wide) __attribute__((always_inline)) { return height<Number>(wide); });
  }

  template <value V>
  HILLOCK_INLINE V derivative(V x) const {
    return with_spare_digits<false>(x, []<class Number>(auto wide) { return slope<Number>(wide); });
  }

  template <value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return with_spare_digits<false>(x, []<class Number>(auto wide) { return curvature<Number>(wide); });
  }

 private:
  static constexpr double widest = -exp_constants<double>::vanishing;  // further out f is x, or vanishes

  template <class Number, value V>
  HILLOCK_INLINE static Number denominator(V x, Number z) {
    const Number square = z * z, line = twice(z);
    return choose_by_sign(x, square + line + V(2), twice(square) + line + V(1));
  }

  // c0 + c1 z + c2 z^2 + c3 z^3 for x < 0, the coefficients the other way round elsewhere
  template <class Number, value V>
  HILLOCK_INLINE static Number cubic(V x, Number z, Number c0, Number c1, Number c2, Number c3) {
    const Number high = choose_by_sign(x, c3, c0) * z + choose_by_sign(x, c2, c1);
    return (high * z + choose_by_sign(x, c1, c2)) * z + choose_by_sign(x, c0, c3);
  }

  template <class Number, value V>
  HILLOCK_INLINE static V height(V x) {
    using constants = exp_constants<double>;
    const V a = min(V(widest), abs(x));
    const decay<Number> d(neg(a));
    const Number factor = choose_by_sign(x, d.m * (d.z + V(2)), twice(d.z) + V(1));
    V y;
    if constexpr (std::same_as<Number, double_word<V>>) {
      const auto small = a < V(1);  // raised, so that no low word is subnormal
      y = ratio(factor * mul(a, select(small, V(1 / constants::lowered), V(1))), denominator(x, d.z));
      y = mul(y, select(small, V(constants::lowered), by_sign(x, d.unit, V(1))));
    } else {
      y = ratio(factor * a, denominator(x, d.z));
    }
    return select(x > V(widest), x, copysign(y, x));
  }

  template <class Number, value V>
  static V slope(V x) {
    const V near = max(V(-widest), min(V(widest), x));
    const decay<Number> d(minus_abs(near));
    const Number four = number<Number>(V(4)), one = number<Number>(V(1)), four_x = four * near;
    const Number polynomial = cubic(x, d.z, four_x + V(4), four_x + V(6), four, one);
    const Number below = denominator(x, d.z);
    const V y = d.lowered_below_zero(x, ratio(choose_by_sign(x, d.m * polynomial, polynomial), below * below));
    if constexpr (std::same_as<Number, double_word<V>>)
      return mish_root(x, y);
    else
      return y;
  }

  template <class Number, value V>
  static V curvature(V x) {
    const V near = max(V(-widest), min(V(widest), x));
    const V a = abs(near);
    const decay<Number> d(neg(a)), lead(by_sign(x, neg(a), neg(a + a)));
    const Number x1 = number<Number>(near), x2 = twice(x1), x3 = number<Number>(V(3)) * near;
    const Number polynomial = cubic(x, d.z, x2 + V(4), x2 + V(8), -x3 + V(6), -x2 + V(2));
    const Number below = denominator(x, d.z);
    return lead.lowered(mul(ratio(lead.m * polynomial, below * below * below), V(4)));
  }
} mish{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
