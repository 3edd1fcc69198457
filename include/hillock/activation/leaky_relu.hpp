// leaky_relu(x) = x for x > 0, negative_slope * x elsewhere.
// SPDX-License-Identifier: MIT
// Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", ICML 2013.
#pragma once

#include "../core/info.hpp"
#include "../core/simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct leaky_relu {
  double negative_slope = 0.01;

  static constexpr info about{
      .name = "leaky_relu",
      .formula = "x > 0 ? x : negative_slope x",
      .reference = "Maas, Hannun and Ng 2013",
      .monotone = true,
      .kinks = {{.x = 0, .derivative_from = kink::side::left}},
      .values = {{info::inf, info::inf}},
      .derivatives = {{info::inf, 1.0}},
      .parameters = {"negative_slope"},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.5, -0x1p-121}},
                  .float64 = {.value = {0.50001, -0x0.0000000000032p-1022}}}},
  };
  constexpr void refine(info& facts) const {
    facts.monotone = negative_slope >= 0;
    if (negative_slope <= 0) facts.range.lowest = 0;
  }
  static constexpr auto samples() {
    return std::to_array<leaky_relu>({{}, {.negative_slope = 0.2}, {.negative_slope = 1.5}, {.negative_slope = -0.25}});
  }

  template <class Real>
  Real definition(const Real& x) const {
    return x > 0 ? x : Real(negative_slope) * x;
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::select(x > V(0), x, math::mul(slope<V>(), x));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::select(x > V(0), V(1), math::select(x <= V(0), slope<V>(), x));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::keep_nan(x, V(0));
  }

  /// For negative_slope > 0, where the output keeps the sign of the input.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    return derivative(y);
  }

  /// The derivative of f(x) by negative_slope.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_by_negative_slope(V x) const {
    return math::select(x > V(0), V(0), x);
  }

 private:
  template <value V>
  HILLOCK_INLINE V slope() const {
    return V(static_cast<element_of<V>>(negative_slope));
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
