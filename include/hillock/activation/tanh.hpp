// tanh(x) = (e^x - e^-x) / (e^x + e^-x), the hyperbolic tangent.
// SPDX-License-Identifier: MIT
// A polynomial near zero, elsewhere one quotient in e^-2|x|, see math/tanh.hpp. f'' = -2 f(x) f'(x), the 2 in the exponent.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/tanh.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct tanh {
  constexpr tanh() = default;
  constexpr explicit tanh(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "tanh",
      .formula = "(e^x - e^-x) / (e^x + e^-x)",
      .reference = "LeCun, Bottou, Orr and Mueller 1998",
      .range = {-1, 1},
      .monotone = true,
      .symmetry = symmetry::odd,
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {-info::inf, -1.0}, {info::inf, 1.0}},
      .derivatives = {{0.0, 1.0}, {-0.0, 1.0}, {-info::inf, 0.0}, {info::inf, 0.0}},
      .second_derivatives = {{0.0, -0.0}, {-0.0, 0.0}, {-info::inf, 0.0}, {info::inf, -0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.99861, 0x1.005ff2p-3},
                              .derivative = {0.90351, 0x1.196b42p+5},
                              .second_derivative = {2.38499, 0x1.020806p-3},
                              .derivative_from_output = {0.8685, 0x1.61a368p-1}},
                  .float64 = {.value = {0.55112, 0x1.56c5282d0e4ep-3},
                              .derivative = {0.91012, -0x1.632a2ac4cc8cp+8},
                              .second_derivative = {2.94746, 0x1.61ec5cd78da86p+1},
                              .derivative_from_output = {0.84667, 0x1.077f69e97ac8cp-1}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return real::tanh(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::tanh(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::tanh_derivative(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::keep_nan(x, math::mul(math::neg(math::tanh(x)), math::sigmoid_derivative.times(x + x, V(8))));
  }

  /// 1 - y^2.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    return math::keep_nan(y, math::minus_product(V(1), y, y));
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
