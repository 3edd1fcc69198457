// relu(x) = max(0, x), the positive part of x.
// SPDX-License-Identifier: MIT
// Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
#pragma once

#include "../core/info.hpp"
#include "../math/relu.hpp"

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
    return math::relu(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::relu.derivative(x);
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
