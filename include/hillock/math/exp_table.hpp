// Tables for exp of as many entries as a lookup takes: e^r = 1 + r + r^2 rest(r) for |r| <= ln(2)/(2 Entries), errors relative
// to e^r; and 2^(j/Entries), rounded, whose bits are those of power[j] plus j in the upper places of the mantissa; tail[j]
// is what rounding took from it, relative. And 2^r = 1 + r rise(r) for |r| a little above 1/(2 Entries), errors relative to
// 2^r; with proportional[j], in the same form, for factor 2^(j/Entries), where the factor is one that leaves little to round:
// proportional_error is that of an entry relative to the first.
// SPDX-License-Identifier: MIT
// Made by tools/coefficients/exp_table.sollya and proportional_powers.py.
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
  static constexpr polynomial<float, 3> rise{.lo = -0x1.11b34p-4, .hi = 0x1.11b34p-4, .error = 0x1.32ep-32, .c = {
      0x1.62e43p-1f,
      0x1.ebfbep-3f,
      0x1.c6ba68p-5f,
      0x1.3b2f74p-7f,
  }};
  static constexpr double proportional_error = 0x1.3a2p-28;
  alignas(64) static constexpr float proportional[8] = {
      0x1.feb052p-1f, 0x1.f6747cp-1f, 0x1.efa848p-1f, 0x1.eb2404p-1f,
      0x1.e91c8ap-1f, 0x1.e9cb7cp-1f, 0x1.ed6fb4p-1f, 0x1.f44dbcp-1f,
  };
};
template <>
struct exp_table<float, 16> {
  static constexpr polynomial<float, 2> rest{.lo = -0x1.63243p-6, .hi = 0x1.63243p-6, .error = 0x1.64ap-37, .c = {
      0x1p-1f,
      0x1.5556ep-3f,
      0x1.555696p-5f,
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
  static constexpr polynomial<float, 2> rise{.lo = -0x1.23668p-5, .hi = 0x1.23668p-5, .error = 0x1.704p-29, .c = {
      0x1.62e43p-1f,
      0x1.ec012ap-3f,
      0x1.c6affap-5f,
  }};
  static constexpr double proportional_error = 0x1.148p-26;
  alignas(64) static constexpr float proportional[16] = {
      0x1.f6b39ap-1f, 0x1.f67aa2p-1f, 0x1.f21998p-1f, 0x1.ee3c44p-1f,
      0x1.eae87cp-1f, 0x1.e82456p-1f, 0x1.e5f62ep-1f, 0x1.e464a8p-1f,
      0x1.e376b4p-1f, 0x1.e3339p-1f, 0x1.e3a2cap-1f, 0x1.e4cc4ap-1f,
      0x1.e6b84ep-1f, 0x1.e96f74p-1f, 0x1.ecfab8p-1f, 0x1.f1638p-1f,
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
  static constexpr polynomial<double, 6> rise{.lo = -0x1.002p-5, .hi = 0x1.002p-5, .error = 0x1.414p-63, .c = {
      0x1.62e42fefa39efp-1,
      0x1.ebfbdff82c59cp-3,
      0x1.c6b08d7050729p-5,
      0x1.3b2ab6faa4689p-7,
      0x1.5d87f83bbdbe9p-10,
      0x1.430a8fac98f61p-13,
      0x1.036e75869ab8bp-16,
  }};
  static constexpr double proportional_error = 0x1.27ep-57;
  alignas(64) static constexpr double proportional[16] = {
      0x1.f3a8a0e674931p-1, 0x1.f4e3e6f69db9fp-1, 0x1.f070daf1c10b3p-1, 0x1.ec80b94ad6d4ap-1,
      0x1.e9194dd0aa89ap-1, 0x1.e640a603a3669p-1, 0x1.e3fd13fe58b37p-1, 0x1.e255317f1d26ap-1,
      0x1.e14fe313f709bp-1, 0x1.e0f45b6a8b4cbp-1, 0x1.e14a1ec592fafp-1, 0x1.e2590699848ep-1,
      0x1.e42945522d728p-1, 0x1.e6c36a430bbep-1, 0x1.ea3065c44ca09p-1, 0x1.ee798d7e69902p-1,
  };
};
// clang-format on

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
