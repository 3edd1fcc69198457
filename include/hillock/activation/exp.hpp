// exp(x) = e^x.
// SPDX-License-Identifier: MIT
// See math/exp.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/exp.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct exp {
  constexpr exp() = default;
  constexpr explicit exp(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "exp",
      .formula = "e^x",
      .reference = "Tang 1989",
      .range = {.lowest = 0},
      .monotone = true,
      .values = {{0.0, 1.0}, {-0.0, 1.0}, {-info::inf, 0.0}, {info::inf, info::inf}},
      .derivatives = {{0.0, 1.0}, {-0.0, 1.0}, {-info::inf, 0.0}, {info::inf, info::inf}},
      .second_derivatives = {{0.0, 1.0}, {-0.0, 1.0}, {-info::inf, 0.0}, {info::inf, info::inf}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.78802, -0x1.5eade6p+6},
                              .derivative = {0.78802, -0x1.5eade6p+6},
                              .second_derivative = {0.78802, -0x1.5eade6p+6}},
                  .float64 = {.value = {0.80057, -0x1.624becb3b4577p+9},
                              .derivative = {0.80057, -0x1.624becb3b4577p+9},
                              .second_derivative = {0.80057, -0x1.624becb3b4577p+9}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return real::exp(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::exp(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::exp(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::exp(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    return y;
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
