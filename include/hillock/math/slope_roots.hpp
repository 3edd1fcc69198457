// Around a root of f', where its terms cancel: f'(x) = t (bend + t p(t)) with t = x - root. Errors are relative to f'. The
// same of f'' around the positive root of silu''.
// SPDX-License-Identifier: MIT
// Made by tools/coefficients/slope_roots.py.
#pragma once

#include "double_word.hpp"
#include "polynomial.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// A root in two words, f'' there, and p for |t| <= 1/8.
struct slope_root {
  double hi, lo;
  double last = 0;  // what hi + lo lacks, where arguments have two words
  double bend;
  polynomial<double, 12> p;

  /// f'(x) where x is near the root, else `elsewhere`.
  template <value V>
    requires std::same_as<element_of<V>, double>
  HILLOCK_INLINE V operator()(V x, V elsewhere) const {
    return near(double_word<V>{x - V(hi), V(-lo)}, elsewhere);  // the difference is exact there
  }
  template <value V>
    requires std::same_as<element_of<V>, double>
  HILLOCK_INLINE V operator()(double_word<V> x, V elsewhere) const {
    const double_word<V> low = two_sum(x.lo, V(-lo)), t = two_sum(x.hi - V(hi), low.hi);
    return near(double_word<V>{t.hi, t.lo + (low.lo - V(last))}, elsewhere);
  }

 private:
  template <value V>
  HILLOCK_INLINE V near(double_word<V> t, V elsewhere) const {
    const double_word<V> straight = two_product(t.hi, V(bend));
    const V turn = mul(t.hi, p(t.hi));
    const V steepness = fma(V(2), turn, V(bend));  // f'' nearly
    const V rest = fma(t.hi, turn, fma(t.lo, steepness, straight.lo));
    return select(abs(t.hi) < V(0.125), straight.hi + rest, elsewhere);
  }
};

/// f'(x) = p(x - centre) in float.
struct float_slope_root {
  float centre;
  polynomial<float, 5> p;

  template <value V>
    requires std::same_as<element_of<V>, float>
  HILLOCK_INLINE V operator()(V x, V elsewhere) const {
    const V t = x - V(centre);
    return near(t, p(t), elsewhere);
  }
  template <value V>
    requires std::same_as<element_of<V>, float>
  HILLOCK_INLINE V operator()(double_word<V> x, V elsewhere) const {
    const double_word<V> t = fast_two_sum(x.hi - V(centre), x.lo);
    return near(t.hi, fma(t.hi, p.template from<1>(t.hi), fma(V(p.c[1]), t.lo, V(p.c[0]))), elsewhere);
  }

 private:
  template <value V>
  HILLOCK_INLINE V near(V t, V y, V elsewhere) const {
    return select(abs(t) < V(static_cast<float>(p.hi)), y, elsewhere);
  }
};

// clang-format off
inline constexpr slope_root silu_root{
    .hi = -0x1.474973c84120bp0,
    .lo = -0x1.f8d74bc9ac154p-54,
    .last = -0x1.44a50180ba78p-108,
    .bend = 0x1.be1410460527fp-3,
    .p = {.lo = -0x1.00008p-3, .hi = 0x1.0008p-3, .error = 0x1.542p-56, .c = {
        0x1.2c563458cc0adp-3,
        0x1.353eb573c9c53p-6,
        -0x1.f2d0e32bc49cbp-7,
        -0x1.b0f82c458dd88p-8,
        0x1.098e9387b4c12p-13,
        0x1.a2a7af76ca455p-11,
        0x1.8574384ce04a3p-13,
        -0x1.566c66de9e9adp-15,
        -0x1.f10e963e71bbbp-16,
        -0x1.ea7933ff9c922p-18,
        -0x1.6878d69c83854p-19,
        0x1.6c27632aa24acp-14,
        0x1.85723d0f30ca5p-14,
    }},
};

inline constexpr float_slope_root silu_root_in_float{
    .centre = -0x1.474974p0f,
    .p = {.lo = -0x1.8001p-4, .hi = 0x1.8p-4, .error = 0x1.1a4p-27, .c = {
        -0x1.848b9ep-29f,
        0x1.be141p-3f,
        0x1.2c5634p-3f,
        0x1.353b38p-6f,
        -0x1.f2c68p-7f,
        -0x1.ab8426p-8f,
    }},
};

inline constexpr float_slope_root gelu_tanh_root_in_float{
    .centre = -0x1.8142ap-1f,
    .p = {.lo = -0x1.0001p-4, .hi = 0x1p-4, .error = 0x1.682p-26, .c = {
        -0x1.4f6404p-28f,
        0x1.b8baccp-2f,
        0x1.8cd19cp-2f,
        -0x1.0270dp-6f,
        -0x1.d2509cp-4f,
        -0x1.2dbd02p-6f,
    }},
};

inline constexpr slope_root silu_turn{
    .hi = 0x1.331e23ad9de11p1,
    .lo = 0x1.a9c55ef03c74ap-53,
    .last = 0x1.672af2735d856p-110,
    .bend = -0x1.76e8b4eb0ea41p-4,
    .p = {.lo = -0x1.00008p-3, .hi = 0x1.0008p-3, .error = 0x1.fcap-55, .c = {
        0x1.388203715b23ep-4,
        -0x1.706e66bf35626p-6,
        -0x1.e178d8d237d56p-10,
        0x1.fa4e9f6a1a582p-9,
        -0x1.662f848f6ef06p-10,
        0x1.e2e5baec59215p-14,
        0x1.9480639a4d854p-14,
        -0x1.8ef21f9c25e04p-15,
        0x1.1aad7531818c8p-17,
        0x1.c4464296b63adp-18,
        -0x1.baf0977c4d7eep-21,
        -0x1.c4594dd45fe21p-14,
        -0x1.ba78257c752acp-18,
    }},
};

inline constexpr slope_root quick_gelu_root{
    .hi = -0x1.80974a62be3dfp-1,
    .lo = 0x1.b12c858d26bfp-55,
    .bend = 0x1.7b9cd99ff06b7p-2,
    .p = {.lo = -0x1.00008p-3, .hi = 0x1.0008p-3, .error = 0x1.318p-55, .c = {
        0x1.b30221e11c035p-2,
        0x1.7d2c1a07346e5p-4,
        -0x1.059cd091d8d6ep-3,
        -0x1.827cb3ecef5dfp-4,
        0x1.937473b6dc381p-9,
        0x1.0ea41c97e77b2p-5,
        0x1.ac811e9d10b02p-7,
        -0x1.414e6faca4cffp-8,
        -0x1.8d7e211596f14p-8,
        -0x1.083ae5ebe6f1ap-10,
        0x1.6c9fb382e3b9ap-10,
        0x1.33ec7cdd2bef1p-11,
        -0x1.27b127737096bp-13,
    }},
};

inline constexpr slope_root gelu_tanh_root{
    .hi = -0x1.81429f9e97e4dp-1,
    .lo = 0x1.4f523ed77dbdcp-55,
    .bend = 0x1.b8bacd2c96b91p-2,
    .p = {.lo = -0x1.00008p-3, .hi = 0x1.0008p-3, .error = 0x1.b72p-55, .c = {
        0x1.8cd1a2b2fff33p-2,
        -0x1.029615edade8fp-6,
        -0x1.d2b773464798fp-4,
        -0x1.104a83f2de04p-6,
        0x1.427996dfba0f8p-6,
        0x1.58c9fef911aefp-8,
        -0x1.3d8d79652eaa6p-9,
        -0x1.e679967ba080bp-11,
        0x1.14ffa7dc0de66p-12,
        0x1.334f018365dc2p-13,
        -0x1.843b1beaf1c4cp-15,
        -0x1.dcb994eb77caap-12,
        0x1.c4d7ed210821bp-13,
    }},
};

inline constexpr slope_root mish_root{
    .hi = -0x1.31432c0d12d84p0,
    .lo = -0x1.bf319154da21p-55,
    .bend = 0x1.115acb42500bbp-2,
    .p = {.lo = -0x1.00008p-3, .hi = 0x1.0008p-3, .error = 0x1.0b6p-54, .c = {
        0x1.a34a251d8ad7bp-3,
        0x1.574f121a87853p-5,
        -0x1.4c222fe64cfc8p-6,
        -0x1.03369d4ea6e07p-6,
        -0x1.b87ddfb936a85p-9,
        0x1.1e5e4d4f18ad3p-10,
        0x1.0379977c62168p-10,
        0x1.0a20fa2ac4a41p-12,
        -0x1.604608456186cp-15,
        -0x1.46fb40d8f539cp-15,
        -0x1.08b7b36457fc8p-16,
        -0x1.5adc57deecd9bp-12,
        -0x1.9e12dbac5acdap-16,
    }},
};
// clang-format on

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
