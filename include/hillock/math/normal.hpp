// The normal distribution function Phi and its density phi, in the forms that gelu needs. For a >= 0
//   tail(a) = a Phi(-a) = -gelu(-a),   bend(a) = Phi(-a) - a phi(a) = gelu'(-a),
// and gelu(x) = max(x, 0) - tail(|x|). Both are e^(-a^2/2) times a smooth function; the square keeps its rounding error.
// SPDX-License-Identifier: MIT
// Where tables are cheap, float takes piecewise polynomials as far as 5.25; elsewhere it is computed in double.
#pragma once

#include "exp.hpp"
#include "normal_table.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

namespace normal {

/// Beyond, even a^2 phi(a) rounds to zero.
template <element T>
inline constexpr T vanishing = std::same_as<T, float> ? T(15) : T(39);

// --- double, in double words ----------------------------------------------------------------------------------------

/// e^(-a^2/2)
template <value V>
HILLOCK_INLINE decay<double_word<V>> bell(V a) {
  const double_word<V> s = two_product(a, a);
  return decay<double_word<V>>({mul(V(-0.5), s.hi), mul(V(-0.5), s.lo)});
}

/// What the functions without e^(-a^2/2) are polynomials of.
template <value V>
struct fraction {
  double_word<V> sum;  // a + 4
  V reciprocal, t;     // 1 / sum, (a - 4) / sum

  HILLOCK_INLINE explicit fraction(V a) : sum(two_sum(a, V(4))), reciprocal(divide(V(1), sum.hi)) {
    const double_word<V> part = over_sum({a, V(0)});
    t = fma(V(2), part.lo, fma(V(2), part.hi, V(-1)));
  }

  /// b / sum
  HILLOCK_INLINE double_word<V> over_sum(double_word<V> b) const {
    const V q = mul(b.hi, reciprocal);
    const V rest = minus_product(b.hi, q, sum.hi) + fma(neg(q), sum.lo, b.lo);
    return fast_two_sum(q, mul(rest, reciprocal));
  }
};

template <value V, std::size_t Degree>
HILLOCK_INLINE double_word<V> evaluate(const centred<Degree>& f, V t) {
  const double_word<V> line = two_product(V(f.linear), t) + V(f.middle);
  const V t2 = mul(t, t);
  const V rest = fma(mul(t2, t), f.rest(t), line.lo + V(f.middle_lo));
  if constexpr (!fuses) {  // rounded twice, the square's term would cost an ulp in the far tail
    const double_word<V> sum = double_word<V>{line.hi, rest} + two_product(t2, V(f.square));
    return fast_two_sum(sum.hi, sum.lo);
  }
  return fast_two_sum(line.hi, fma(t2, V(f.square), rest));
}

template <value V>
HILLOCK_INLINE V tail_in_words(V a) {
  const fraction<V> at(a);
  const auto e = bell(a);
  const double_word<V> y = at.over_sum(e.m * evaluate(ratio, at.t)) * a;
  return e.lowered(y.hi + y.lo);
}

template <value V>
HILLOCK_INLINE V bend_in_words(V a) {
  const double_word<V> high = two_sum(a, V(-root_hi)), from_root{high.hi, high.lo - V(root_lo)};
  const auto e = bell(a);
  const double_word<V> y = e.m * evaluate(slope, fraction<V>(a).t) * from_root;
  return e.lowered(y.hi + y.lo);
}

// --- float, in double -----------------------------------------------------------------------------------------------

/// factor e^(-a^2/2) f(a) to the precision of float. One division serves both quotients.
template <value V, std::size_t Below>
HILLOCK_INLINE V single_product(V factor, V a, const rational<4, Below>& f) {
  constexpr double twice_ln2 = 0x1.62e42fefa39efp0;
  const V to_integer(format<double>::to_integer);
  const V s = mul(a, a);
  const V sum = fma(s, V(-0.5 * exp_constants<double>::log2_e), to_integer);
  const V r = fma(sum - to_integer, V(twice_ln2), s), r2 = mul(r, r);
  const V even = r2 + V(single_exp_of_half.q[0]);
  const V odd = mul(r, fma(r2, V(single_exp_of_half.p[1]), V(single_exp_of_half.p[0])));
  const V above = from_bits<V>(add_bits(bits(even - odd), shift_left<format<double>::mantissa>(bits(sum))));

  // even and odd powers of a side by side
  const V p_even = fma(fma(s, V(f.p[4]), V(f.p[2])), s, V(f.p[0])), p_odd = fma(s, V(f.p[3]), V(f.p[1]));
  V q_even(f.q[0]), q_odd(f.q[1]);
  if constexpr (Below == 5) {
    q_even = fma(fma(s, V(f.q[4]), V(f.q[2])), s, q_even);
    q_odd = fma(s + V(f.q[3]), s, q_odd);
  } else {
    q_even = fma(s + V(f.q[2]), s, q_even);
    q_odd = fma(s, V(f.q[3]), q_odd);
  }
  return divide(mul(above, mul(factor, fma(p_odd, a, p_even))), mul(even + odd, fma(q_odd, a, q_even)));
}

template <value V>
HILLOCK_INLINE V single_tail(V a) {
  return single_product(a, a, single_ratio);
}

template <value V>
HILLOCK_INLINE V single_bend(V a) {
  return single_product(a - V(root_hi), a, single_slope);
}

// --- float, from tables ---------------------------------------------------------------------------------------------

/// The polynomial on the interval of a. Its linear part keeps its rounding error, so that the result is rounded once.
template <value V>
HILLOCK_INLINE V on_interval(const piecewise<float, 32, 6>& f, V a) {
  const auto i = bits(fma(a, fma(a, V(interval_square), V(interval_linear)), V(format<float>::to_integer)));
  const V t = a - lookup(f.centre, i);
  const V constant = lookup(f.c[0], i), linear = lookup(f.c[1], i);
  const V line = fma(linear, t, constant);
  const V lost = fma(linear, t, constant - line);
  V curve = lookup(f.c[6], i);
  curve = fma(curve, t, lookup(f.c[5], i));
  curve = fma(curve, t, lookup(f.c[4], i));
  curve = fma(curve, t, lookup(f.c[3], i));
  curve = fma(curve, t, lookup(f.c[2], i));
  return line + fma(mul(t, t), curve, lost);
}

/// 2 phi(a) f(a) as m 2^floor(n), for a <= vanishing.
template <value V>
struct far_density {
  V m, n;

  HILLOCK_INLINE far_density(V a, const far_fraction& f) {
    constexpr float twice_ln2_hi = 0x1.62ep0f, twice_ln2_lo = 0x1.0bfbe8p-14f;  // hi * n is exact
    const V to_sixteenths(format<float>::to_integer / 16);
    const V s = mul(a, a);
    const V sum = fma(s, V(-0.5f * exp_constants<float>::log2_e), to_sixteenths);
    n = sum - to_sixteenths;
    const V r = fma(n, V(twice_ln2_lo), fma(a, a, mul(n, V(twice_ln2_hi))));
    const V q = mul(r, exp_of_half(r));
    const V p = divide(s + V(f.shift), fma(s, s + V(f.linear), V(f.constant)));
    const V power = lookup(density_power_hi, bits(sum));
    m = power + fma(power, q - fma(q, p, p), lookup(density_power_lo, bits(sum)));
  }
};

/// The tables' y, but beyond them 2 phi(a) f(a) factor(a), a = |x|, and 0 where that vanishes, be it against x or 1: there
/// nothing underflows, which takes hundreds of cycles on some CPUs.
template <value V, class Factor>
HILLOCK_INLINE V with_tail(V x, V a, V y, const far_fraction& f, const Factor& factor) {
  const auto far = where_not(a < V(intervals_end));
  if (any(far)) {
    const auto vanishes = abs(x + V(3.5f)) > V(11.5f);  // not in [-15, 8]
    const V near = select(vanishes, V(intervals_end), a);
    const far_density<V> e(near, f);
    return select(far, scale(factor(near, select(vanishes, V(0), e.m)), e.n), y);
  }
  return y;
}

template <value V>
HILLOCK_INLINE V twice_tail_from_table(V x) {
  const V a = abs(x);
  return with_tail(x, a, on_interval(twice_tail_pieces, a), far_tail, [](V, V m) { return m; });
}

template <value V>
HILLOCK_INLINE V bend_from_table(V x) {
  const V a = abs(x);
  return with_tail(x, a, on_interval(bend_pieces, a), far_bend,
                   [](V near, V m) { return mul(mul(V(-0.5f), near), m); });
}

}  // namespace normal

/// x Phi(x). Near the smallest normal numbers, half of x is what remains where subnormal numbers are flushed to zero.
inline constexpr struct gelu_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    using T = element_of<V>;
    const V a = abs(x);
    if constexpr (std::same_as<T, double>) {
      const V y = positive_part(x) - normal::tail_in_words(min(a, V(normal::vanishing<double>)));
      return select(a < V(0x1p-1020), mul(x, V(0.5)), y);
    } else if constexpr (has_wide_lookup) {
      return fma(V(-0.5f), normal::twice_tail_from_table(x), positive_part(x));
    } else {
      return in_double(x, [](auto wide) __attribute__((always_inline)) {
        using W = decltype(wide);
        return positive_part(wide) - normal::single_tail(min(abs(wide), W(normal::vanishing<float>)));
      });
    }
  }

 private:
  // -0 for x = -0 and below
  template <value V>
  HILLOCK_INLINE static V positive_part(V x) {
    return max(V(element_of<V>(-0.0)), x);
  }
} gelu{};

/// Phi(x) + x phi(x).
inline constexpr struct gelu_derivative_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    const V y = below_zero(x);
    return keep_nan(x, by_sign(x, y, V(1) - y));
  }

 private:
  // at -|x|
  template <value V>
  HILLOCK_INLINE static V below_zero(V x) {
    if constexpr (std::same_as<element_of<V>, double>)
      return normal::bend_in_words(min(abs(x), V(normal::vanishing<double>)));
    else if constexpr (has_wide_lookup)
      return normal::bend_from_table(x);
    else
      return in_double(x, [](auto wide) __attribute__((always_inline)) {  // as gelu has it: both take one e^(-a^2/2)
        return normal::single_bend(min(abs(wide), decltype(wide)(normal::vanishing<float>)));
      });
  }
} gelu_derivative{};

/// (2 - x^2) phi(x).
inline constexpr struct gelu_second_derivative_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    const V a = min(abs(x), V(normal::vanishing<element_of<V>>));
    const double_word<V> s = two_product(a, a);
    const V factor = V(2) - s.hi, rest = (V(2) - (factor + s.hi)) - s.lo;
    const auto e = normal::bell(a);
    const V y = fma(e.m.hi, factor, fma(e.m.lo, factor, mul(e.m.hi, rest)));
    return keep_nan(x, e.lowered(mul(y, V(normal::density_at_0<element_of<V>>))));
  }
} gelu_second_derivative{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
