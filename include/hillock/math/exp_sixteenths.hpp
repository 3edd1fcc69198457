// e^x - 1 for float below zero, by sixteenths of an octave: e^x = 2^n power e^t, with the powers at places where they have
// few bits. For instruction sets with `has_wide_lookup`, whose `scale` takes the floor of n itself.
// Gal, "Computing elementary functions: a new approach for achieving high accuracy and good performance" (1986).
// SPDX-License-Identifier: MIT
#pragma once

#include "polynomial.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math::by_sixteenths {

// clang-format off
// tools/coefficients/exp_sixteenths.sollya: e^t = 1 + t + t^2 p(t), errors relative to e^t; e^(n ln2_hi - move) = 2^floor(n) power
inline constexpr polynomial<float, 2> rest{.lo = -0x1.0fa758p-5, .hi = 0x1.bd00dcp-6, .error = 0x1.3e4p-34, .c = {
    0x1p-1f,
    0x1.55584p-3f,
    0x1.54ee3p-5f,
}};
alignas(64) inline constexpr float power[16] = {
    0x1p0f, 0x1.0b8p0f, 0x1.16ap0f, 0x1.242p0f,
    0x1.31ep0f, 0x1.3e8p0f, 0x1.4cap0f, 0x1.5a6p0f,
    0x1.68ep0f, 0x1.78ep0f, 0x1.8c2p0f, 0x1.9a8p0f,
    0x1.afp0f, 0x1.c29p0f, 0x1.d38p0f, 0x1.ee48p0f,
};
alignas(64) inline constexpr float move[16] = {
    0x0p0f, -0x1.4548p-11f, 0x1.001fp-9f, -0x1.0b4ap-9f,
    -0x1.34d3p-8f, -0x1.e17p-10f, -0x1.f432p-10f, 0x1.dbb4p-11f,
    0x1.a5f9p-9f, 0x1.9e14p-9f, -0x1.b52dp-9f, 0x1.1c708p-8f,
    -0x1.189p-10f, -0x1.1823p-9f, 0x1.189ep-8f, -0x1.097a8p-7f,
};
// clang-format on

namespace detail {
inline constexpr float ln2_hi = 0x1.62e43p-1f, ln2_lo = -0x1.05c61p-29f;

// e^x = 2^floor(n) power (1 + rise), n in sixteenths
template <value V>
struct parts {
  V n, power, rise;

  HILLOCK_INLINE explicit parts(V x) {
    const V to_sixteenths(format<float>::to_integer / 16);
    const V sum = fma(x, V(0x1.715476p0f), to_sixteenths);
    n = sum - to_sixteenths;
    power = lookup(by_sixteenths::power, bits(sum));
    const V t = fma(n, V(-ln2_lo), fma(n, V(-ln2_hi), x)) + lookup(move, bits(sum));
    rise = fma(square_beside_one(t), rest(t), t);
  }
};
}  // namespace detail

/// e^x - 1 for x <= -2^-26
inline constexpr struct expm1_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    const detail::parts<V> e(max(V(-18), x));
    const V scaled = scale(e.power, e.n);
    return fma(scaled, e.rise, scaled - V(1));
  }
} expm1{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math::by_sixteenths
