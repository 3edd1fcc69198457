// gelu_tanh(x) = x (1 + tanh(u / 2)) / 2 = x sigmoid(u) with u = sqrt(8 / pi) (x + 0.044715 x^3), an approximation of gelu.
// SPDX-License-Identifier: MIT
// Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", arXiv:1606.08415. See math/gate.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/gate.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct gelu_tanh {
  constexpr gelu_tanh() = default;
  constexpr explicit gelu_tanh(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "gelu_tanh",
      .formula = "x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2",
      .reference = "Hendrycks and Gimpel 2016",
      .range = {.lowest = -0.1700408},
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {-info::inf, -0.0}, {info::inf, info::inf}},
      .derivatives = {{0.0, 0.5}, {-0.0, 0.5}, {-info::inf, -0.0}, {info::inf, 1.0}},
      .second_derivatives = {{-info::inf, -0.0}, {info::inf, -0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.89364, -0x1.37a2bcp+3},
                              .derivative = {1.49735, -0x1.5e7dc8p-1},
                              .second_derivative = {0.5, 0x1.6db5dap+1}},
                  .float64 = {.value = {0.95368, -0x1.52d5275bd7c5ap+4},
                              .derivative = {1.19547, -0x1.826a502c81ae6p-1},
                              .second_derivative = {2.72756, 0x1.66925e58478cap+0}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    const Real u = real::sqrt(8 / real::pi<Real>()) * (x + Real(44715) * x * x * x / 1000000);
    return x / (1 + real::exp(-u));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::gelu_tanh(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::gelu_tanh.derivative(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::gelu_tanh.second_derivative(x);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
