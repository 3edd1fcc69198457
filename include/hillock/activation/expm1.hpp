// expm1(x) = e^x - 1, near zero too.
// SPDX-License-Identifier: MIT
// See math/expm1.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/expm1.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct expm1 {
  constexpr expm1() = default;
  constexpr explicit expm1(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "expm1",
      .formula = "e^x - 1",
      .reference = "Tang 1992",
      .range = {.lowest = -1},
      .monotone = true,
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {-info::inf, -1.0}, {info::inf, info::inf}},
      .derivatives = {{0.0, 1.0}, {-0.0, 1.0}, {-info::inf, 0.0}, {info::inf, info::inf}},
      .second_derivatives = {{0.0, 1.0}, {-0.0, 1.0}, {-info::inf, 0.0}, {info::inf, info::inf}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.62385, 0x1.634bc6p-5},
                              .derivative = {0.78802, -0x1.5eade6p+6},
                              .second_derivative = {0.78802, -0x1.5eade6p+6},
                              .derivative_from_output = {0.50001, -0x1.bd41d6p-2}},
                  .float64 = {.value = {0.6703, 0x1.159b39a816e37p+8},
                              .derivative = {0.80057, -0x1.624becb3b4577p+9},
                              .second_derivative = {0.80057, -0x1.624becb3b4577p+9},
                              .derivative_from_output = {0.50001, -0x1.68ca17741a535p-2}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return real::expm1(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::expm1(x);
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
    return y + V(1);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
