// x sigmoid(beta x) for any beta. With u = beta x, which a double word holds exactly,
//   f = x sigmoid(u),  f' = silu'(u),  f'' = beta silu''(u).
// SPDX-License-Identifier: MIT
#pragma once

#include "gate.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

namespace detail {
// As the values' type has it.
template <value V>
HILLOCK_INLINE double rounded(double beta) {
  return static_cast<double>(static_cast<element_of<V>>(beta));
}

// beta is finite, not 0, and of the values' type.
struct steep_gate {
  double beta;

  /// Whether floats may have a formula of their own for the slope, and whether they have one here: octaves, or words.
  HILLOCK_INLINE bool is_ordinary() const { return abs(beta) >= 0x1p-20 && abs(beta) <= 0x1p20; }
  template <value V>
  static constexpr bool has_ordinary_slope = takes_octaves<V> || slopes_in_words<V>;

  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (fuses && (std::same_as<element_of<V>, double> || lookup_entries<float> > 0))
      return quickly(x);
    else
      return plainly(x);
  }

  template <value V>
  HILLOCK_INLINE V derivative(V x) const {
    if constexpr (has_ordinary_slope<V>)
      if (is_ordinary()) return ordinary_with_slope(x).slope;
    // rough is enough: what cancels is left to silu_root
    return with_spare_digits<true>(x, [this]<class Number, value W>(W wide) __attribute__((always_inline)) {
      return slope_terms<Number, W>(*this, wide).slope();
    });
  }

  template <value V>
  HILLOCK_INLINE value_and_slope<V> with_slope(V x) const {
    if constexpr (has_ordinary_slope<V>)
      if (is_ordinary()) return ordinary_with_slope(x);
    if constexpr (std::same_as<element_of<V>, double>)
      return {(*this)(x), derivative(x)};
    else
      return in_doubles(x);
  }

  /// f and f' for an ordinary beta, where floats have a formula for these.
  template <value V>
  HILLOCK_INLINE value_and_slope<V> ordinary_with_slope(V x) const {
    if constexpr (takes_octaves<V>)
      return by_octaves::swish_and_slope(beta)(x);
    else
      return in_words(x);
  }

  template <value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return with_spare_digits<false>(x,
                                    [this]<class Number>(auto wide) { return this->template curvature<Number>(wide); });
  }

 private:
  // u. Where it overflows, the low word is no number.
  template <value V>
  HILLOCK_INLINE double_word<V> argument(V x) const {
    const element_of<V> b = static_cast<element_of<V>>(beta);
    if constexpr (!fuses) {  // halves of factors must not overflow
      const double shift = abs(beta) > 0x1p400 ? 0x1p-300 : abs(beta) < 0x1p-400 ? 0x1p300 : 1;
      if (shift != 1) return two_product(V(b * shift), mul(x, V(1 / shift)));
    }
    return two_product(V(b), x);
  }

  // |u|, no more than `most`
  template <class Number, value V>
  HILLOCK_INLINE Number size(V x, double most) const {
    if constexpr (std::same_as<Number, double_word<V>>) {
      const double_word<V> u = argument(x);
      const V hi = min(V(most), abs(u.hi));
      return {hi, select(hi < V(most), by_sign(u.hi, neg(u.lo), u.lo), V(0))};
    } else {
      return {min(V(most), abs(mul(V(beta), x)))};  // exact
    }
  }

  template <value V>
  HILLOCK_INLINE value_and_slope<V> in_doubles(V x) const {
    return both_with_spare_digits<true>(x, [this]<class Number, value W>(W wide) __attribute__((always_inline)) {
      const slope_terms<Number, W> at(*this, wide);
      return value_and_slope<W>{share_of(wide, at.u, at.d.z.hi), at.slope()};
    });
  }
  // f(x; -beta) = -f(-x; beta)
  template <value V>
  HILLOCK_INLINE value_and_slope<V> in_words(V x) const {
    const steep_gate rising{abs(beta)};
    const float rate = static_cast<float>(rising.beta);
    const auto turned = [&](V y) __attribute__((always_inline)) { return beta < 0 ? neg(y) : y; };
    const V rising_x = turned(x);
    const value_and_slope<V> f = gate_in_words(proportional_argument{rate, 0}, rising_x,
                                               not_within(mul(V(rate), x), V(exp_constants<float>::normal)),
                                               [&] { return rising.in_doubles(rising_x); });
    return {turned(f.value), f.slope};
  }

  // k * factor * e^-u for any k and 300 < u <= 1500, to the last subnormal result. From 1500 on it is 0.
  template <value V>
    requires std::same_as<element_of<V>, double>
  HILLOCK_INLINE static V decayed(V k, double_word<V> factor, double_word<V> u) {
    using constants = exp_constants<double>;
    // the first 512 powers of two first: exp_parts is good for 1400
    const double_word<V> t = -u + double_word<V>{V(512 * constants::ln2_hi), V(512 * constants::ln2_lo)};
    const scaled_double_word<V> e = exp_parts(t.hi, t.lo);
    const V small = round(e.m * factor * mul(k, V(0x1p-130)));
    return scale(small, e.n + V(130 - 512));
  }

  // As long as e^u is normal, and so is what rounding took from it.
  template <value V>
  HILLOCK_INLINE V quickly(V x) const {
    const double_word<V> u = argument(x);
    const logistic<V> share(exponential<V>(neg(u.hi), neg(u.lo)));
    const V y = fma(x, share.value, mul(x, mul(share.value, share.lacking)));
    const auto far = not_within(u.hi, V(exp_constants<element_of<V>>::normal));
    if (any(far)) [[unlikely]]
      return select(far, far_out(x), y);
    return y;
  }

  template <value V>
  HILLOCK_INLINE V far_out(V x) const {
    if constexpr (std::same_as<element_of<V>, float>) {
      return plainly(x);
    } else {
      const V near = copysign(min(V(format<double>::largest), abs(x)), x);
      return select(mul(V(beta), x) < V(0), decayed(near, {V(1), V(0)}, size<double_word<V>>(x, 1500)), x);
    }
  }

  // x / (1 + e^-u) for z = e^-|u|, to be rounded to float
  template <value V>
  HILLOCK_INLINE static V share_of(V x, V u, V z) {
    const V near = copysign(min(V(0x1p130), abs(x)), x);  // infinite as a float
    return divide(by_sign(u, mul(near, z), near), V(1) + z);
  }

  template <value V>
  HILLOCK_INLINE V plainly(V x) const {
    if constexpr (std::same_as<element_of<V>, float>) {
      return in_double(x, [this](auto wide) __attribute__((always_inline)) {
        using W = decltype(wide);
        const W u = mul(W(beta), wide);  // exact
        return share_of(wide, u, decay<single_word<W, true>>(minus_abs(u)).z.hi);
      });
    } else {
      const double_word<V> u = argument(x);
      const logistic<V> share(exponential<V>(neg(u.hi), neg(u.lo)));
      // x is moved to where its product with the share, and what rounding takes from that, is normal.
      const V a = abs(x), move = select(a > V(0x1p500), V(0x1p-500), select(a < V(0x1p-500), V(0x1p500), V(1)));
      const double_word<V> moved = double_word<V>{share.value, mul(share.value, share.lacking)} * mul(x, move);
      const V y = copysign(mul(round(moved), divide(V(1), move)), x);  // zero keeps its sign
      const auto far = not_within(u.hi, V(exp_constants<double>::normal / 2));
      if (any(far)) [[unlikely]]
        return select(far, far_out(x), y);
      return y;
    }
  }

  template <class Number, value V>
  struct slope_terms {
    Number a;  // |u|
    V u;
    decay<Number> d;

    HILLOCK_INLINE slope_terms(const steep_gate& gate, V x)
        : a(gate.size<Number>(x, -exp_constants<double>::vanishing)), u(mul(V(gate.beta), x)), d(-a) {}

    HILLOCK_INLINE V slope() const {
      const V y = gate_slope(u, d, a);
      const Number signed_u = choose_by_sign(u, -a, a);
      if constexpr (std::same_as<Number, double_word<V>>)
        return silu_root(signed_u, y);
      else
        return silu_root(signed_u.hi, y);
    }
  };

  template <class Number, value V>
  V curvature(V x) const {
    const Number a = size<Number>(x, -exp_constants<double>::vanishing);
    const decay<Number> d(-a);
    V y = gate_curvature(d, number<Number>(V(2)), a);
    if constexpr (std::same_as<Number, double_word<V>>) y = silu_turn(a, y);
    y = d.lowered(mul(y, V(beta)));
    if constexpr (std::same_as<Number, double_word<V>>) {
      const auto far = a.hi > V(-exp_constants<double>::far);  // (2 - |u|) e^-|u| may underflow where f'' does not
      if (any(far)) [[unlikely]] {
        const double_word<V> u = size<Number>(x, 1500);
        return select(far, decayed(V(beta), -u + V(2), u), y);
      }
    }
    return y;
  }
};

// The same of an ordinary beta; what it takes is chosen once for all.
class ordinary_gate {
 public:
  HILLOCK_INLINE explicit ordinary_gate(double beta) : beta_(beta), octaves_(beta) {}

  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return gate<V>()(x);
  }
  template <value V>
  HILLOCK_INLINE value_and_slope<V> with_slope(V x) const {
    if constexpr (takes_octaves<V>)
      return octaves_(x);
    else if constexpr (slopes_in_words<V>)
      return gate<V>().ordinary_with_slope(x);
    else
      return gate<V>().with_slope(x);
  }

 private:
  template <value V>
  HILLOCK_INLINE steep_gate gate() const {
    return {rounded<V>(beta_)};
  }

  double beta_;
  by_octaves::swish_and_slope octaves_;
};

}  // namespace detail

/// beta is finite; it counts as rounded to the type of the values. beta = 1 takes silu's kernels.
struct swish {
  double beta;

  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    const double b = detail::rounded<V>(beta);
    return b == 1 ? silu(x) : b == 0 ? mul(x, V(0.5)) : detail::steep_gate{b}(x);
  }

  template <value V>
  HILLOCK_INLINE V derivative(V x) const {
    const double b = detail::rounded<V>(beta);
    return b == 1 ? silu.derivative(x) : b == 0 ? keep_nan(x, V(0.5)) : detail::steep_gate{b}.derivative(x);
  }

  template <value V>
  HILLOCK_INLINE value_and_slope<V> with_slope(V x) const {
    const double b = detail::rounded<V>(beta);
    if (b == 1) return silu.with_slope(x);
    if (b == 0) return {mul(x, V(0.5)), keep_nan(x, V(0.5))};
    return detail::steep_gate{b}.with_slope(x);
  }

  /// use(f) with a form of the same results that has nothing left to choose, where beta is 1 or ordinary.
  template <class Use>
  HILLOCK_INLINE void with_formula(const Use& use) const {
    if (beta == 1)
      use(silu);
    else if (detail::steep_gate{beta}.is_ordinary() && static_cast<float>(beta) != 1)
      use(detail::ordinary_gate(beta));
    else
      use(*this);
  }

  template <value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    const double b = detail::rounded<V>(beta);
    return b == 1 ? silu.second_derivative(x) : b == 0 ? keep_nan(x, V(0)) : detail::steep_gate{b}.second_derivative(x);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
