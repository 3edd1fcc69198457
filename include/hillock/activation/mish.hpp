// mish(x) = x tanh(softplus(x)).
// SPDX-License-Identifier: MIT
// Misra, "Mish: a self regularized non-monotonic activation function", BMVC 2020. See math/mish.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/mish.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct mish {
  constexpr mish() = default;
  constexpr explicit mish(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "mish",
      .formula = "x tanh(log(1 + e^x))",
      .reference = "Misra 2020",
      .range = {.lowest = -0.3088435},
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {-info::inf, -0.0}, {info::inf, info::inf}},
      .derivatives = {{-info::inf, -0.0}, {info::inf, 1.0}},
      .second_derivatives = {{-info::inf, -0.0}, {info::inf, -0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.92518, -0x1.6f9d2cp+6},
                              .derivative = {0.50001, -0x1.4p-27},
                              .second_derivative = {0.5, -0x1.f8a75ep+0}},
                  .float64 = {.value = {0.92246, -0x1.65c1a54b08d92p+9},
                              .derivative = {1.32674, -0x1.31b898264f2e4p+0},
                              .second_derivative = {1.29102, -0x1.21ae8052de176p+1}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    const Real softplus = x > 0 ? x + real::log1p(real::exp(-x)) : real::log1p(real::exp(x));
    return x * real::tanh(softplus);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::mish(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::mish.derivative(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::mish.second_derivative(x);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
