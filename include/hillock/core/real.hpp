// Elementary functions for `definition`: the standard library's for float and double, and those found by
// argument-dependent lookup for any other number type (multiprecision, Taylor arithmetic). They have this namespace of
// their own because inside hillock `exp` and `tanh` name activations.
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

inline constexpr struct expm1_t {
  template <class Real>
  Real operator()(const Real& x) const {
    using std::expm1;
    return expm1(x);
  }
} expm1{};

inline constexpr struct log_t {
  template <class Real>
  Real operator()(const Real& x) const {
    using std::log;
    return log(x);
  }
} log{};

inline constexpr struct log1p_t {
  template <class Real>
  Real operator()(const Real& x) const {
    using std::log1p;
    return log1p(x);
  }
} log1p{};

inline constexpr struct sqrt_t {
  template <class Real>
  Real operator()(const Real& x) const {
    using std::sqrt;
    return sqrt(x);
  }
} sqrt{};

inline constexpr struct tanh_t {
  template <class Real>
  Real operator()(const Real& x) const {
    using std::tanh;
    return tanh(x);
  }
} tanh{};

inline constexpr struct atan_t {
  template <class Real>
  Real operator()(const Real& x) const {
    using std::atan;
    return atan(x);
  }
} atan{};

inline constexpr struct erfc_t {
  template <class Real>
  Real operator()(const Real& x) const {
    using std::erfc;
    return erfc(x);
  }
} erfc{};

template <class Real>
Real pi() {
  return 4 * atan(Real(1));
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::real
