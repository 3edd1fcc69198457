// log1p(x) = log(1 + x), near zero too; NaN below -1.
// SPDX-License-Identifier: MIT
// See math/log1p.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/exp.hpp"
#include "../math/log1p.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct log1p {
  constexpr log1p() = default;
  constexpr explicit log1p(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "log1p",
      .formula = "log(1 + x)",
      .reference = "Tang 1990",
      .domain = {.lowest = -1},
      .monotone = true,
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {-1.0, -info::inf}, {info::inf, info::inf}},
      .derivatives = {{0.0, 1.0}, {-0.0, 1.0}, {-1.0, info::inf}, {info::inf, 0.0}},
      .second_derivatives = {{0.0, -1.0}, {-0.0, -1.0}, {-1.0, -info::inf}, {info::inf, -0.0}},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.53379, 0x1.bc2746p-2},
                              .derivative = {0.50001, 0x1.c16d16p+8},
                              .second_derivative = {2.00206, 0x1.6b74b8p+61},
                              .derivative_from_output = {0.56151, -0x1.7c3644p-2}},
                  .float64 = {.value = {0.53307, -0x1.3d9b89c9c8d78p-2},
                              .derivative = {0.50782, 0x1.0a0d9b5aefe3ep+60},
                              .second_derivative = {2.77053, 0x1.6e08a71d75ef6p+9},
                              .derivative_from_output = {0.5995, 0x1.f09be7a71f708p-1}}}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return real::log1p(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::log1p(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::log1p_slopes.first(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::log1p_slopes.second(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    return math::exp(math::neg(y));
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
