// Elementary functions for `definition`: the standard library's for float and double, and those found by
// argument-dependent lookup for any other number type (multiprecision, Taylor arithmetic). They have this namespace of
// their own because inside hillock `tanh` and `exp` name activations.
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include "config.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::real {

inline constexpr struct exp_t {
  template <class Real>
  Real operator()(const Real& x) const {
    using std::exp;
    return exp(x);
  }
} exp{};

inline constexpr struct tanh_t {
  template <class Real>
  Real operator()(const Real& x) const {
    using std::tanh;
    return tanh(x);
  }
} tanh{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::real
