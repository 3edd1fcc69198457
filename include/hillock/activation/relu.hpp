// relu(x) = max(0, x), the positive part of x.
// SPDX-License-Identifier: MIT
// Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
#pragma once

#include "../core/info.hpp"
#include "../core/simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct relu {
  constexpr relu() = default;
  constexpr explicit relu(value auto x) { detail::object_from(x); }

  static constexpr info about{
      .name = "relu",
      .formula = "max(0, x)",
      .reference = "Nair and Hinton 2010",
      .range = {.lowest = 0},
      .monotone = true,
      .kinks = {{.x = 0, .derivative_from = kink::side::left}},
      .values = {{0.0, 0.0}, {-0.0, 0.0}, {-info::inf, 0.0}, {info::inf, info::inf}},
      .derivatives = {{0.0, 0.0}, {-0.0, 0.0}, {-info::inf, 0.0}, {info::inf, 1.0}},
  };

  template <class Real>
  Real definition(const Real& x) const {
    return x > 0 ? x : Real(0);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::max(V(0), x) + V(0);  // NaN stays; adding 0 turns -0 into +0
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::select(x > V(0), V(1), (*this)(x));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::keep_nan(x, V(0));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    return derivative(y);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
