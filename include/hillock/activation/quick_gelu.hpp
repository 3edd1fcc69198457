// quick_gelu(x) = x sigmoid(1.702 x), an approximation of gelu.
// SPDX-License-Identifier: MIT
// Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", arXiv:1606.08415. See math/gate.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/gate.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct quick_gelu {
  constexpr quick_gelu() = default;
  constexpr explicit quick_gelu(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "quick_gelu",
      .formula = "x / (1 + e^(-1.702 x))",
      .reference = "Hendrycks and Gimpel 2016",
      .range = {.lowest = -0.1636103},
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {-info::inf, -0.0}, {info::inf, info::inf}},
      .derivatives = {{0.0, 0.5}, {-0.0, 0.5}, {-info::inf, -0.0}, {info::inf, 1.0}},
      .second_derivatives = {{-info::inf, -0.0}, {info::inf, -0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.85798, -0x1.51001cp+5},
                              .derivative = {1.70748, -0x1.973592p-1},
                              .second_derivative = {0.50001, 0x1.37a25ap+0}},
                  .float64 = {.value = {0.93276, -0x1.a3c4c13b9a817p+8},
                              .derivative = {0.98027, -0x1.80974a62be3dep-1},
                              .second_derivative = {1.69252, 0x1.6cce68473e547p+0}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return x / (1 + real::exp(Real(-1702) * x / 1000));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::quick_gelu(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::quick_gelu.derivative(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::quick_gelu.second_derivative(x);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
