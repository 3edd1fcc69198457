// sigmoid(x) = 1 / (1 + e^-x), the logistic function.
// SPDX-License-Identifier: MIT
// One quotient in e^-|x|, see math/sigmoid.hpp. f'' = -f'(x) tanh(x / 2).
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/sigmoid.hpp"
#include "../math/tanh.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct sigmoid {
  constexpr sigmoid() = default;
  constexpr explicit sigmoid(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "sigmoid",
      .formula = "1 / (1 + e^-x)",
      .reference = "Verhulst 1845",
      .range = {0, 1},
      .monotone = true,
      .values = {{0.0, 0.5}, {-0.0, 0.5}, {-info::inf, 0.0}, {info::inf, 1.0}},
      .derivatives = {{0.0, 0.25}, {-0.0, 0.25}, {-info::inf, 0.0}, {info::inf, 0.0}},
      .second_derivatives = {{0.0, -0.0}, {-0.0, 0.0}, {-info::inf, 0.0}, {info::inf, -0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.90351, -0x1.196b42p+6},
                              .derivative = {0.90351, 0x1.196b42p+6},
                              .second_derivative = {2.38499, 0x1.020806p-2},
                              .derivative_from_output = {0.8585, 0x1.5d55c4p-2}},
                  .float64 = {.value = {0.80057, -0x1.624becb3b4577p+9},
                              .derivative = {0.95241, 0x1.6252e37403f6ep+9},
                              .second_derivative = {2.15528, -0x1.0d102cc942b8ap-1},
                              .derivative_from_output = {0.7, 0x1.7d8bcc6897ce7p-3}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return 1 / (1 + real::exp(-x));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::sigmoid(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::sigmoid_derivative(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    const V slope = math::neg(math::tanh(math::mul(x, V(0.5))));
    return math::keep_nan(x, math::mul(math::sigmoid_derivative(x), slope));
  }

  /// y - y^2.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    return math::keep_nan(y, math::minus_product(y, y, y));
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
