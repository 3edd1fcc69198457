// Tables for exp of as many entries as a lookup takes: e^r = 1 + r + r^2 p(r) for |r| <= ln(2)/(2 Entries), errors relative
// to e^r; and 2^(j/Entries), rounded, whose bits are those of power[j] plus j in the upper places of the mantissa; tail[j]
// is what rounding took from it, relative.
// SPDX-License-Identifier: MIT
// Made by tools/coefficients/exp_table.sollya.
#pragma once

#include "polynomial.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

template <element T, int Entries = lookup_entries<T>>
struct exp_table;

// clang-format off
template <>
struct exp_table<float, 8> {
  static constexpr polynomial<float, 2> rest{.lo = -0x1.63043p-5, .hi = 0x1.63043p-5, .error = 0x1.6d8p-32, .c = {
      0x1p-1f,
      0x1.555b7cp-3f,
      0x1.555a5ap-5f,
  }};
  alignas(64) static constexpr float power[8] = {
      0x1p0f, 0x1.f72b84p-1f, 0x1.f06fep-1f, 0x1.ebfdaep-1f,
      0x1.ea09e6p-1f, 0x1.eace54p-1f, 0x1.ee89fap-1f, 0x1.f5818ep-1f,
  };
  alignas(64) static constexpr float tail[8] = {
      0x0p0f, -0x1.9c0c22p-27f, 0x1.125002p-25f, -0x1.0a355p-25f,
      0x1.26055cp-26f, 0x1.67a1cap-28f, -0x1.f9c304p-27f, -0x1.a5217cp-28f,
  };
};
template <>
struct exp_table<float, 16> {
  static constexpr polynomial<float, 2> rest{.lo = -0x1.63243p-6, .hi = 0x1.63243p-6, .error = 0x1.64ap-37, .c = {
      0x1p-1f,
      0x1.5556ep-3f,
      0x1.555696p-5f,
  }};
  // p to fewer terms, for sums
  static constexpr polynomial<float, 1> short_rest{.lo = -0x1.63243p-6, .hi = 0x1.63243p-6, .error = 0x1.bc2p-30, .c = {
      0x1.00022p-1f,
      0x1.555762p-3f,
  }};
  alignas(64) static constexpr float power[16] = {
      0x1p0f, 0x1.fb5586p-1f, 0x1.f72b84p-1f, 0x1.f387a6p-1f,
      0x1.f06fep-1f, 0x1.edea64p-1f, 0x1.ebfdaep-1f, 0x1.eab07ep-1f,
      0x1.ea09e6p-1f, 0x1.ea1148p-1f, 0x1.eace54p-1f, 0x1.ec4918p-1f,
      0x1.ee89fap-1f, 0x1.f199bep-1f, 0x1.f5818ep-1f, 0x1.fa4afap-1f,
  };
  alignas(64) static constexpr float tail[16] = {
      0x0p0f, 0x1.8d96d4p-25f, -0x1.9c0c22p-27f, 0x1.964904p-25f,
      0x1.125002p-25f, 0x1.370be4p-25f, -0x1.0a355p-25f, -0x1.00d8acp-27f,
      0x1.26055cp-26f, -0x1.05cb44p-25f, 0x1.67a1cap-28f, 0x1.a3b5e4p-28f,
      -0x1.f9c304p-27f, -0x1.6961b4p-28f, -0x1.a5217cp-28f, 0x1.61428ep-28f,
  };
};
template <>
struct exp_table<double, 16> {
  static constexpr polynomial<double, 5> rest{.lo = -0x1.63243p-6, .hi = 0x1.63243p-6, .error = 0x1.50cp-65, .c = {
      0x1.0000000000001p-1,
      0x1.5555555555557p-3,
      0x1.55555554dfcbdp-5,
      0x1.11111110b28f9p-7,
      0x1.6c17f5598fe08p-10,
      0x1.a01b5ac63ba6ep-13,
  }};
  alignas(64) static constexpr double power[16] = {
      0x1p0, 0x1.fb5586cf9890fp-1, 0x1.f72b83c7d517bp-1, 0x1.f387a6e756238p-1,
      0x1.f06fe0a31b715p-1, 0x1.edea64c123422p-1, 0x1.ebfdad5362a27p-1, 0x1.eab07dd485429p-1,
      0x1.ea09e667f3bcdp-1, 0x1.ea11473eb0187p-1, 0x1.eace5422aa0dbp-1, 0x1.ec49182a3f09p-1,
      0x1.ee89f995ad3adp-1, 0x1.f199bdd85529cp-1, 0x1.f5818dcfba487p-1, 0x1.fa4afa2a490dap-1,
  };
  alignas(64) static constexpr double tail[16] = {
      0x0p0, 0x1.79aa65d837b6dp-54, -0x1.01b15eaa59348p-55, 0x1.68efde3a8a894p-54,
      0x1.34d754db0abb6p-55, 0x1.59f48a72a4c6dp-55, 0x1.690cebb7aafbp-56, 0x1.063e1e21c5409p-54,
      -0x1.3b3efbf5e2228p-54, -0x1.b32dcb94da51dp-56, 0x1.db72fc1f0eab4p-55, 0x1.1affc2b91ce27p-56,
      0x1.c1a7792cb3387p-55, 0x1.36eae30af0cb3p-56, 0x1.4a385a63d07a7p-56, -0x1.ff7128fd391fp-55,
  };
};
// clang-format on

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
