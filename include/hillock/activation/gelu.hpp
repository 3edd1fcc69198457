// gelu(x) = x Phi(x), Phi being the normal distribution function.
// SPDX-License-Identifier: MIT
// Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", arXiv:1606.08415 (2016). The form with erf, see
// math/normal.hpp; gelu_tanh is the approximation that some frameworks call gelu.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/normal.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct gelu {
  constexpr gelu() = default;
  constexpr explicit gelu(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "gelu",
      .formula = "x erfc(-x / sqrt(2)) / 2",
      .reference = "Hendrycks and Gimpel 2016",
      .range = {.lowest = -0.1699713},
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {-info::inf, -0.0}, {info::inf, info::inf}},
      .derivatives = {{0.0, 0.5}, {-0.0, 0.5}, {-info::inf, -0.0}, {info::inf, 1.0}},
      .second_derivatives = {{-info::inf, -0.0}, {info::inf, -0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.86264, -0x1.a515e8p+3},
                              .derivative = {1.88661, -0x1.8a441p-1},
                              .second_derivative = {3.54683, -0x1.fb2838p-1}},
                  .float64 = {.value = {1.54463, 0x1.f87b93a422bcep-8},
                              .derivative = {1.00651, -0x1.195cbbb524c55p-8},
                              .second_derivative = {4, 0x1.ff3151522833p-1}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return x * real::erfc(-x / real::sqrt(Real(2))) / 2;
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::gelu(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::gelu_derivative(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::gelu_second_derivative(x);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
