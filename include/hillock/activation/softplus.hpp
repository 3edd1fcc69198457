// softplus(x) = log(1 + e^x), a smooth relu. f' = sigmoid.
// SPDX-License-Identifier: MIT
// Dugas, Bengio, Belisle, Nadeau and Garcia, "Incorporating second-order functional knowledge for better option pricing",
// NIPS 2000. See math/softplus.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/expm1.hpp"
#include "../math/sigmoid.hpp"
#include "../math/softplus.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct softplus {
  constexpr softplus() = default;
  constexpr explicit softplus(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "softplus",
      .formula = "log(1 + e^x)",
      .reference = "Dugas et al. 2000",
      .range = {.lowest = 0},
      .monotone = true,
      .values = {{-info::inf, 0.0}, {info::inf, info::inf}},
      .derivatives = {{0.0, 0.5}, {-0.0, 0.5}, {-info::inf, 0.0}, {info::inf, 1.0}},
      .second_derivatives = {{0.0, 0.25}, {-0.0, 0.25}, {-info::inf, 0.0}, {info::inf, 0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.93491, -0x1.3427e6p+5},
                              .derivative = {0.90351, -0x1.196b42p+6},
                              .second_derivative = {0.90351, 0x1.196b42p+6},
                              .derivative_from_output = {0.5, 0x1.1556b8p+4}},
                  .float64 = {.value = {0.98201, -0x1.6250757724edbp+9},
                              .derivative = {0.80264, -0x1.62507576f9c55p+9},
                              .second_derivative = {0.91722, -0x1.6281c3b2af83fp+9},
                              .derivative_from_output = {0.55856, 0x1.21e2a72b15414p-2}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return x > 0 ? x + real::log1p(real::exp(-x)) : real::log1p(real::exp(x));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::softplus(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::sigmoid(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::sigmoid_derivative(x);
  }

  /// 1 - e^-y.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    return math::keep_nan(y, math::neg(math::expm1(math::neg(y))));
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
