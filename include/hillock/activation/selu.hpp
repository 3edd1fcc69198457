// selu(x) = lambda x for x > 0, lambda alpha (e^x - 1) elsewhere: an elu that keeps mean 0 and variance 1.
// SPDX-License-Identifier: MIT
// Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks", NIPS 2017, with lambda =
// 1.0507009873554805 and alpha = 1.6732632423543772. See math/elu.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/elu.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct selu {
  constexpr selu() = default;
  constexpr explicit selu(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "selu",
      .formula = "lambda (x > 0 ? x : alpha (e^x - 1))",
      .reference = "Klambauer, Unterthiner, Mayr and Hochreiter 2017",
      .range = {.lowest = -1.7580994},
      .monotone = true,
      .kinks = {{.x = 0, .derivative_from = kink::side::left}},
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {info::inf, info::inf}},
      .derivatives = {{-info::inf, 0.0}},
      .second_derivatives = {{-info::inf, 0.0}, {info::inf, 0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.76222, -0x1.1011c4p-127},
                              .derivative = {0.79424, -0x1.612626p+6},
                              .second_derivative = {0.79424, -0x1.612626p+6},
                              .derivative_from_output = {0.5, -0x1.c21136p+0}},
                  .float64 = {.value = {1.24363, 0x0.f3a5979c55872p-1022},
                              .derivative = {0.94363, -0x1.62b79468f6aa7p+9},
                              .second_derivative = {0.94363, -0x1.62b79468f6aa7p+9},
                              .derivative_from_output = {0.5, -0x1.c21140dd1a03fp+0}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    const Real scale = (Real(10507009) * Real(1e9) + Real(873554805)) / Real(1e16);
    const Real a = (Real(16732632) * Real(1e9) + Real(423543772)) / Real(1e16);
    return x > 0 ? scale * x : scale * a * real::expm1(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    const V line = math::copysign(math::times(x, lambda_alpha), x);
    return math::select(x > V(0), math::times(x, lambda),
                        math::scaled_expm1(below_zero(x), lambda_alpha.as<math::double_word<V>>(), line));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::select(x > V(0), lambda.as<math::double_word<V>>().hi,
                        math::scaled_decay(below_zero(x), lambda_alpha.as<math::double_word<V>>()));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::select(x > V(0), V(0), math::scaled_decay(below_zero(x), lambda_alpha.as<math::double_word<V>>()));
  }

  /// lambda, or y + lambda alpha below zero.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    const math::double_word<V> sum = lambda_alpha.as<math::double_word<V>>() + y;
    return math::select(y > V(0), lambda.as<math::double_word<V>>().hi, sum.hi + sum.lo);
  }

 private:
  static constexpr math::constant lambda{0x1.0cfabep0f, -0x1.2adddap-25f, 0x1.0cfabd6a91132p0, 0x1.ac79fa5f4cebp-55};
  static constexpr math::constant lambda_alpha{0x1.c212ccp0f, 0x1.903c0cp-26f, 0x1.c212cc640f031p0,
                                               -0x1.26edf569e8971p-54};

  template <value V>
  HILLOCK_INLINE static math::double_word<V> below_zero(V x) {
    return {math::min(V(0), x), V(0)};
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
