// x sigmoid(u(x)) for an odd, increasing u: silu and its kin. With a = |x| and z = e^-u(a)
//   f   = x z / (1 + z) for x < 0, x / (1 + z) elsewhere
//   f'  = z (1 + z - w) / (1 + z)^2 for x < 0, (1 + z + z w) / (1 + z)^2 elsewhere, with w = a u'(a)
//   f'' = z ((2 u' + a u'') (1 + z) - a u'^2 (1 - z)) / (1 + z)^3
// where u' and u'' are those at a.
// SPDX-License-Identifier: MIT
#pragma once

#include "constant.hpp"
#include "exp.hpp"
#include "sigmoid.hpp"
#include "slope_roots.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// f' and f'' / unit from the sign of x and what stands above.
template <class Number, value V>
HILLOCK_INLINE V gate_slope(V x, const decay<Number>& d, Number w) {
  const Number sum = one_plus(d.z);
  const Number numerator = choose_by_sign(x, d.m * (sum - w), sum + d.z * w);
  return d.lowered_below_zero(x, ratio(numerator, sum * sum));
}
template <class Number>
HILLOCK_INLINE auto gate_curvature(const decay<Number>& d, Number rise, Number bend) {
  const Number sum = one_plus(d.z);
  return ratio(d.m * (rise * sum - bend * one_plus(-d.z)), sum * sum * sum);
}

/// f(x) and f'(x) for an argument of gate_arguments.hpp; where it is `far` they are elsewhere().
template <value V, class Argument, class Elsewhere>
HILLOCK_INLINE value_and_slope<V> gate_in_words(const Argument& argument, V x, auto far, const Elsewhere& elsewhere) {
  const auto at = argument(minus_abs(x));
  const logistic_words<V> of_u(at.u);
  const value_and_slope<V> y(of_u.height(x), reflect(x, argument.root(at, of_u.slope(at.w))));
  return y.or_where(far, elsewhere);
}

/// Argument gives u, u' and u'' (`argument`, `slope`, `curvature`), e^-u(x) for |x| up to `reach`, from where on x e^-u
/// rounds to zero (`gone`), and where f' has its root.
template <class Argument>
struct gate {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (takes_octaves<V> && requires { Argument::octaves(x); })
      return Argument::octaves(x);
    else if constexpr (fuses && (std::same_as<element_of<V>, double> || lookup_entries<float> == 8))
      return quickly(x);
    else
      return with_spare_digits<true>(x, []<class Number, value W>(W wide) __attribute__((always_inline)) {
        return height(wide, terms<Number, W>(wide));
      });
  }

  template <value V>
  HILLOCK_INLINE V derivative(V x) const {
    if constexpr (takes_octaves<V> && requires { Argument::octaves_slope(x); })
      return Argument::octaves_slope(x);
    else if constexpr (takes_octaves<V> && requires { Argument::octaves_and_slope(x); })
      return Argument::octaves_and_slope(x).slope;
    else if constexpr (slopes_in_words<V>)
      return in_words(x).slope;
    else
      return with_spare_digits<false>(
          x, []<class Number, value W>(W wide) { return slope(wide, terms<Number, W>(wide)); });
  }

  template <value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return with_spare_digits<false>(x, []<class Number>(auto wide) { return curvature<Number>(wide); });
  }

  template <value V>
  HILLOCK_INLINE value_and_slope<V> with_slope(V x) const {
    if constexpr (takes_octaves<V> && requires { Argument::octaves_and_slope(x); })
      return Argument::octaves_and_slope(x);
    else if constexpr (slopes_in_words<V>)
      return in_words(x);
    else
      return with_digits(x);
  }

 private:
  // Further out f is x, or vanishes.
  template <value V>
  static constexpr element_of<V> widest = -exp_constants<element_of<V>>::vanishing;

  template <class Number, value V>
  struct terms {
    V a;
    decay<Number> d;
    HILLOCK_INLINE explicit terms(V x) : a(min(V(widest<V>), abs(x))), d(-Argument::template argument<Number>(a)) {}
  };

  template <value V>
  HILLOCK_INLINE static value_and_slope<V> with_digits(V x) {
    return both_with_spare_digits<false>(x, []<class Number, value W>(W wide) __attribute__((always_inline)) {
      const terms<Number, W> at(wide);
      return value_and_slope<W>{height(wide, at), slope(wide, at)};
    });
  }
  template <value V>
  HILLOCK_INLINE static value_and_slope<V> in_words(V x) {
    return gate_in_words(Argument::in_words, x, not_within(x, V(Argument::template reach<element_of<V>>)),
                         [&] { return with_digits(x); });
  }

  // As long as z is normal, and so is what rounding took from it.
  template <value V>
  HILLOCK_INLINE static V quickly(V x) {
    const logistic<V> share(Argument::decay(x));
    const V y = fma(x, share.value, mul(x, mul(share.value, share.lacking)));
    const auto far = not_within(x, V(Argument::template reach<element_of<V>>));
    if (any(far)) [[unlikely]]
      return select(far, keep_nan(x, far_out(x)), y);
    return y;
  }

  // Where 1 + z is 1: x, or x z, which has vanished at `gone`.
  template <value V>
  HILLOCK_INLINE static V far_out(V x) {
    const auto fades = (x < V(0)) & (x > V(-Argument::template gone<element_of<V>>));
    V y = by_sign(x, V(element_of<V>(-0.0)), x);
    if (any(fades)) {
      const terms<double_word<V>, V> at(select(fades, x, V(-Argument::template reach<element_of<V>>)));
      y = select(fades, neg(at.d.lowered(round(at.d.m * at.a))), y);
    }
    return y;
  }

  template <class Number, value V>
  HILLOCK_INLINE static V height(V x, const terms<Number, V>& at) {
    const Number numerator = choose_by_sign(x, at.d.m * at.a, number<Number>(at.a));
    const V y = copysign(at.d.lowered_below_zero(x, ratio(numerator, one_plus(at.d.z))), x);
    return select(x > V(widest<V>), x, y);
  }

  template <class Number, value V>
  HILLOCK_INLINE static V slope(V x, const terms<Number, V>& at) {
    const V y = gate_slope(x, at.d, Argument::template slope<Number>(at.a) * at.a);
    if constexpr (std::same_as<Number, double_word<V>>)
      return Argument::root(x, y);
    else
      return y;
  }

  template <class Number, value V>
  static V curvature(V x) {
    const terms<Number, V> at(x);
    const Number slope = Argument::template slope<Number>(at.a);
    const Number rise = twice(slope) + Argument::template curvature<Number>(at.a) * at.a;
    return at.d.lowered(gate_curvature(at.d, rise, slope * slope * at.a));
  }
};

struct silu_argument {
  static constexpr const auto& root = silu_root;
  static constexpr same_argument in_words{};
  template <element T>
  static constexpr T reach = exp_constants<T>::normal;
  template <element T>
  static constexpr T gone = std::same_as<T, float> ? 110 : 760;
  template <value V>
  HILLOCK_INLINE static exponential<V> decay(V x) {
    return exponential<V>(neg(x));
  }
  template <value V>
  HILLOCK_INLINE static V octaves(V x) {
    return by_octaves::silu(x);
  }
  template <value V>
  HILLOCK_INLINE static V octaves_slope(V x) {
    return by_octaves::silu_slope(x);
  }
  template <value V>
  HILLOCK_INLINE static value_and_slope<V> octaves_and_slope(V x) {
    return by_octaves::silu_and_slope(x);
  }
  template <class Number, value V>
  HILLOCK_INLINE static Number argument(V a) {
    return number<Number>(a);
  }
  template <class Number, value V>
  HILLOCK_INLINE static Number slope(V) {
    return number<Number>(V(1));
  }
  template <class Number, value V>
  HILLOCK_INLINE static Number curvature(V) {
    return number<Number>(V(0));
  }
};

struct quick_gelu_argument {
  static constexpr const auto& root = quick_gelu_root;
  template <element T>
  static constexpr T reach = exp_constants<T>::normal / 2;
  template <element T>
  static constexpr T gone = std::same_as<T, float> ? 65 : 450;
  template <value V>
  HILLOCK_INLINE static exponential<V> decay(V x) {
    const double_word<V> u = argument<double_word<V>>(x);
    return exponential<V>(neg(u.hi), neg(u.lo));
  }
  template <value V>
  HILLOCK_INLINE static V octaves(V x) {
    return by_octaves::quick_gelu(x);
  }
  static constexpr constant factor{0x1.b3b646p0f, -0x1.78d4fep-26f, 0x1.b3b645a1cac08p0,
                                   0x1.89374bc6a7efap-55};  // 1.702
  static constexpr by_octaves::swish_and_slope by_factor{factor.single_hi, factor.single_lo};
  static constexpr proportional_argument in_words{factor.single_hi, factor.single_lo};
  template <value V>
  HILLOCK_INLINE static value_and_slope<V> octaves_and_slope(V x) {
    return by_factor(x);
  }
  template <class Number, value V>
  HILLOCK_INLINE static Number argument(V a) {
    return factor.as<Number>() * a;
  }
  template <class Number, value V>
  HILLOCK_INLINE static Number slope(V) {
    return factor.as<Number>();
  }
  template <class Number, value V>
  HILLOCK_INLINE static Number curvature(V) {
    return number<Number>(V(0));
  }
};

// u = c0 (a + 0.044715 a^3), c0 = 2 sqrt(2 / pi)
struct gelu_tanh_argument {
  static constexpr const auto& root = gelu_tanh_root;
  static constexpr cubic_argument in_words{};
  template <element T>
  static constexpr T reach = std::same_as<T, float> ? 8 : 19;  // where u is 49 and 520
  template <element T>
  static constexpr T gone = std::same_as<T, float> ? T(10.9) : T(21.7);  // where it is 110 and 760
  template <value V>
  HILLOCK_INLINE static exponential<V> decay(V x) {
    double_word<V> u;
    if constexpr (std::same_as<element_of<V>, float>)
      u = in_words(x).u;
    else
      u = argument<double_word<V>>(x);
    return exponential<V>(neg(u.hi), neg(u.lo));
  }
  template <value V>
  HILLOCK_INLINE static V octaves(V x) {
    return by_octaves::gelu_tanh(x);
  }
  template <value V>
  HILLOCK_INLINE static value_and_slope<V> octaves_and_slope(V x) {
    return by_octaves::gelu_tanh_and_slope(x);
  }
  static constexpr constant c0{0x1.988454p0f, -0x1.857936p-25f, 0x1.9884533d43651p0, -0x1.cbc0d30ebfd15p-54};
  static constexpr constant c1{cubic_argument::c1, cubic_argument::c1_lo, 0x1.2444f2a4d8b4bp-4, -0x1.6c843a29d1c7p-61};
  template <class Number, value V>
  HILLOCK_INLINE static Number argument(V a) {
    return (c0.as<Number>() + c1.as<Number>() * (number<Number>(a) * a)) * a;
  }
  template <class Number, value V>
  HILLOCK_INLINE static Number slope(V a) {
    return c0.as<Number>() + c1.as<Number>() * (number<Number>(a) * a) * V(3);
  }
  template <class Number, value V>
  HILLOCK_INLINE static Number curvature(V a) {
    return c1.as<Number>() * a * V(6);
  }
};

/// x / (1 + e^-x).
inline constexpr gate<silu_argument> silu{};
/// x / (1 + e^(-1.702 x)).
inline constexpr gate<quick_gelu_argument> quick_gelu{};
/// x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2.
inline constexpr gate<gelu_tanh_argument> gelu_tanh{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
