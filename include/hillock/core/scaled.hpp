// scaled{f, s}: f(s x), whose scale would otherwise take a pass of its own.
// SPDX-License-Identifier: MIT
#pragma once

#include "simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// x -> f(scale * x), itself an activation: the bits of scaling first. Each product is rounded.
template <class F>
struct scaled {
  F f;
  double scale;

  template <class Real>
  Real definition(const Real& x) const {
    return f.definition(Real(scale) * x);
  }

  template <value V>
  HILLOCK_INLINE V operator()(V x) const
    requires requires { f(x); }
  {
    return f(times(x));
  }

  /// scale * f'(scale * x)
  template <value V>
  HILLOCK_INLINE V derivative(V x) const
    requires requires { f.derivative(x); }
  {
    return times(f.derivative(times(x)));
  }

  /// scale^2 * f''(scale * x)
  template <value V>
  HILLOCK_INLINE V second_derivative(V x) const
    requires requires { f.second_derivative(x); }
  {
    return times(times(f.second_derivative(times(x))));
  }

  /// scale * f' as a function of f's output
  template <value V>
  HILLOCK_INLINE V derivative_from_output(V y) const
    requires requires { f.derivative_from_output(y); }
  {
    return times(f.derivative_from_output(y));
  }

 private:
  template <value V>
  HILLOCK_INLINE V times(V x) const {
    return math::mul(V(static_cast<element_of<V>>(scale)), x);
  }
};
template <class F>
scaled(F, double) -> scaled<F>;

}  // namespace hillock::inline HILLOCK_NAMESPACE
