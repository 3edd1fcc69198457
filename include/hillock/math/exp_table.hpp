// Tables for exp: 2^(j/16) as a double word, and e^r = 1 + r + r^2 p(r) for |r| <= ln(2)/32, errors relative to e^r.
// SPDX-License-Identifier: MIT
// Made by tools/coefficients/exp_table.sollya.
#pragma once

#include "polynomial.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

template <element T>
struct exp_table;

// clang-format off
template <>
struct exp_table<float> {
  static constexpr polynomial<float, 1> rest{.lo = -0x1.63243p-6, .hi = 0x1.63243p-6, .error = 0x1.438p-28, .c = {
      0x1.000148p-1f,
      0x1.555764p-3f,
  }};
  alignas(64) static constexpr float power_hi[16] = {
      0x1p0f, 0x1.0b5586p0f, 0x1.172b84p0f, 0x1.2387a6p0f,
      0x1.306fep0f, 0x1.3dea64p0f, 0x1.4bfdaep0f, 0x1.5ab07ep0f,
      0x1.6a09e6p0f, 0x1.7a1148p0f, 0x1.8ace54p0f, 0x1.9c4918p0f,
      0x1.ae89fap0f, 0x1.c199bep0f, 0x1.d5818ep0f, 0x1.ea4afap0f,
  };
  alignas(64) static constexpr float power_lo[16] = {
      0x0p0f, 0x1.9f3122p-25f, -0x1.c15742p-27f, 0x1.ceac48p-25f,
      0x1.4636e2p-25f, 0x1.824684p-25f, -0x1.593abcp-25f, -0x1.5bd5ecp-27f,
      0x1.9fcef4p-26f, -0x1.829fdp-25f, 0x1.15506ep-27f, 0x1.51f848p-27f,
      -0x1.a94b14p-26f, -0x1.3d56b2p-27f, -0x1.822dbcp-27f, 0x1.52486cp-27f,
  };
};
template <>
struct exp_table<double> {
  static constexpr polynomial<double, 5> rest{.lo = -0x1.63243p-6, .hi = 0x1.63243p-6, .error = 0x1.50cp-65, .c = {
      0x1.0000000000001p-1,
      0x1.5555555555557p-3,
      0x1.55555554dfcbdp-5,
      0x1.11111110b28f9p-7,
      0x1.6c17f5598fe08p-10,
      0x1.a01b5ac63ba6ep-13,
  }};
  alignas(64) static constexpr double power_hi[16] = {
      0x1p0, 0x1.0b5586cf9890fp0, 0x1.172b83c7d517bp0, 0x1.2387a6e756238p0,
      0x1.306fe0a31b715p0, 0x1.3dea64c123422p0, 0x1.4bfdad5362a27p0, 0x1.5ab07dd485429p0,
      0x1.6a09e667f3bcdp0, 0x1.7a11473eb0187p0, 0x1.8ace5422aa0dbp0, 0x1.9c49182a3f09p0,
      0x1.ae89f995ad3adp0, 0x1.c199bdd85529cp0, 0x1.d5818dcfba487p0, 0x1.ea4afa2a490dap0,
  };
  alignas(64) static constexpr double power_lo[16] = {
      0x0p0, 0x1.8a62e4adc610bp-54, -0x1.19041b9d78a76p-55, 0x1.9b07eb6c70573p-54,
      0x1.6f46ad23182e4p-55, 0x1.ada0911f09ebcp-55, 0x1.d4397afec42e2p-56, 0x1.6324c054647adp-54,
      -0x1.bdd3413b26456p-54, -0x1.41577ee04992fp-55, 0x1.6e9f156864b27p-54, 0x1.c7c46b071f2bep-56,
      0x1.7a1cd345dcc81p-54, 0x1.11065895048ddp-55, 0x1.2ed02d75b3707p-55, -0x1.e9c23179c2893p-54,
  };
};
// clang-format on

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
