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
                  .float32 = {.value = {0.78, -0x1.5d9b5cp+6},
                              .derivative = {0.78, 0x1.5d9b5cp+6},
                              .second_derivative = {2.39, 0x1.00bc1ap-3},
                              .derivative_from_output = {0.75, 0x1.1c0c02p-2}},
                  .float64 = {.value = {0.77, -0x1.62660c153ac76p+9},
                              .derivative = {0.77, 0x1.6252e373fe577p+9},
                              .second_derivative = {2.15, 0x1.17bb078edddbp-1},
                              .derivative_from_output = {0.76, 0x1.3546ea700f62ep-2}}}},
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
