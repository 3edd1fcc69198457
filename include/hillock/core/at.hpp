// at<A>(f): f at one level of accuracy.
// SPDX-License-Identifier: MIT
#pragma once

#include "info.hpp"
#include "simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// f with the level fixed, itself an activation: each member calls f's at that level where f has levels there. In
/// at<A>(at<B>(f)) the inner level, B, is the one that counts.
template <accuracy A, class F>
struct at_level {
  F f;

  static constexpr info about = F::about;
  constexpr void refine(info& facts) const
    requires requires(const F& g) { g.refine(facts); }
  {
    f.refine(facts);
  }

  template <class Real>
  Real definition(const Real& x) const {
    return f.definition(x);
  }

  template <accuracy = A, value V>
  HILLOCK_INLINE V operator()(V x) const
    requires requires { f(x); }
  {
    if constexpr (requires { f.template operator()<A>(x); })
      return f.template operator()<A>(x);
    else
      return f(x);
  }

  template <accuracy = A, value V>
  HILLOCK_INLINE V derivative(V x) const
    requires requires { f.derivative(x); }
  {
    if constexpr (requires { f.template derivative<A>(x); })
      return f.template derivative<A>(x);
    else
      return f.derivative(x);
  }

  template <accuracy = A, value V>
  HILLOCK_INLINE V second_derivative(V x) const
    requires requires { f.second_derivative(x); }
  {
    if constexpr (requires { f.template second_derivative<A>(x); })
      return f.template second_derivative<A>(x);
    else
      return f.second_derivative(x);
  }

  template <accuracy = A, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const
    requires requires { f.derivative_from_output(y); }
  {
    if constexpr (requires { f.template derivative_from_output<A>(y); })
      return f.template derivative_from_output<A>(y);
    else
      return f.derivative_from_output(y);
  }
};

/// f at level A: `forward(at<accuracy::faithful>(sigmoid{}), x, y)`.
template <accuracy A, class F>
constexpr at_level<A, F> at(const F& f) {
  return {f};
}

}  // namespace hillock::inline HILLOCK_NAMESPACE
