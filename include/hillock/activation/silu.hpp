// silu(x) = x sigmoid(x), also called swish.
// SPDX-License-Identifier: MIT
// Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units for neural network function approximation in reinforcement
// learning", Neural Networks 107 (2018). See math/gate.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/gate.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct silu {
  constexpr silu() = default;
  constexpr explicit silu(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "silu",
      .formula = "x / (1 + e^-x)",
      .reference = "Elfwing, Uchibe and Doya 2018",
      .range = {.lowest = -0.2784646},
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {-info::inf, -0.0}, {info::inf, info::inf}},
      .derivatives = {{0.0, 0.5}, {-0.0, 0.5}, {-info::inf, -0.0}, {info::inf, 1.0}},
      .second_derivatives = {{0.0, 0.5}, {-0.0, 0.5}, {-info::inf, -0.0}, {info::inf, -0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.92518, -0x1.6f9d2cp+6},
                              .derivative = {1.79564, -0x1.a6e1f6p+0},
                              .second_derivative = {0.5, 0x1p-12}},
                  .float64 = {.value = {0.97666, -0x1.657bfcf967e8dp+9},
                              .derivative = {1.45899, -0x1.474973c84120cp+0},
                              .second_derivative = {4, -0x1.3587071c93f82p+1}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return x / (1 + real::exp(-x));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::silu(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::silu.derivative(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::silu.second_derivative(x);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
