// log_sigmoid(x) = log(1 / (1 + e^-x)) = -softplus(-x).
// SPDX-License-Identifier: MIT
// See math/softplus.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/expm1.hpp"
#include "../math/sigmoid.hpp"
#include "../math/softplus.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct log_sigmoid {
  constexpr log_sigmoid() = default;
  constexpr explicit log_sigmoid(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "log_sigmoid",
      .formula = "-log(1 + e^-x)",
      .reference = "Dugas et al. 2000",
      .range = {.highest = 0},
      .monotone = true,
      .values = {{-info::inf, -info::inf}, {info::inf, -0.0}},
      .derivatives = {{0.0, 0.5}, {-0.0, 0.5}, {-info::inf, 1.0}, {info::inf, 0.0}},
      .second_derivatives = {{0.0, -0.25}, {-0.0, -0.25}, {-info::inf, -0.0}, {info::inf, -0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.93491, 0x1.3427e6p+5},
                              .derivative = {0.90351, 0x1.196b42p+6},
                              .second_derivative = {0.90351, 0x1.196b42p+6},
                              .derivative_from_output = {0.5, -0x1.15365cp+4}},
                  .float64 = {.value = {0.88593, 0x1.a24de7105fa01p+2},
                              .derivative = {0.80515, 0x1.62683035cde63p+9},
                              .second_derivative = {0.91, -0x1.6281c84d7b274p+9},
                              .derivative_from_output = {0.55856, -0x1.21e2a72b15414p-2}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return x < 0 ? x - real::log1p(real::exp(x)) : -real::log1p(real::exp(-x));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::keep_nan(x, math::neg(math::softplus(math::neg(x))));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::sigmoid(math::neg(x));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::keep_nan(x, math::neg(math::sigmoid_derivative(x)));
  }

  /// 1 - e^y.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    return math::keep_nan(y, math::neg(math::expm1(y)));
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
