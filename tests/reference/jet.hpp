// A function's value with its first and second derivative. Arithmetic on jets differentiates: f(jet::variable(x)) holds
// f(x), f'(x) and f''(x), for any f written as a template over its number type.
// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "real.hpp"

namespace tests {

template <class Real>
struct basic_jet {
  Real value, derivative, second_derivative;

  basic_jet(double constant = 0) : value(constant) {}
  basic_jet(Real v, Real d, Real d2)
      : value(std::move(v)), derivative(std::move(d)), second_derivative(std::move(d2)) {}
  static basic_jet variable(const Real& x) { return {x, 1, 0}; }

  /// Comparisons are made at the x given (0), or next to it on the left (-1) or the right (+1): at a kink this chooses
  /// the branch.
  static inline thread_local int side = 0;

  friend std::partial_ordering operator<=>(const basic_jet& a, const basic_jet& b) {
    const std::partial_ordering here = a.value <=> b.value;
    if (here != 0 || side == 0) return here;
    return side > 0 ? a.derivative <=> b.derivative : b.derivative <=> a.derivative;
  }
  friend bool operator==(const basic_jet& a, const basic_jet& b) { return (a <=> b) == 0; }

  friend basic_jet operator-(const basic_jet& a) { return {-a.value, -a.derivative, -a.second_derivative}; }
  friend basic_jet operator+(const basic_jet& a, const basic_jet& b) {
    return {a.value + b.value, a.derivative + b.derivative, a.second_derivative + b.second_derivative};
  }
  friend basic_jet operator-(const basic_jet& a, const basic_jet& b) { return a + -b; }
  friend basic_jet operator*(const basic_jet& a, const basic_jet& b) {
    return {a.value * b.value, a.derivative * b.value + a.value * b.derivative,
            a.second_derivative * b.value + 2 * a.derivative * b.derivative + a.value * b.second_derivative};
  }
  friend basic_jet operator/(const basic_jet& a, const basic_jet& b) {
    const Real q = a.value / b.value;
    const Real q1 = (a.derivative - q * b.derivative) / b.value;
    return {q, q1, (a.second_derivative - 2 * q1 * b.derivative - q * b.second_derivative) / b.value};
  }

  friend basic_jet abs(const basic_jet& u) { return u < 0 ? -u : u; }
  friend basic_jet exp(const basic_jet& u) {
    const Real e = exp(u.value);
    return chain(u, e, e, e);
  }
  friend basic_jet expm1(const basic_jet& u) {
    const Real e = exp(u.value);
    return chain(u, expm1(u.value), e, e);
  }
  friend basic_jet log(const basic_jet& u) {
    const Real r = 1 / u.value;
    return chain(u, log(u.value), r, -r * r);
  }
  friend basic_jet log1p(const basic_jet& u) {
    const Real r = 1 / (1 + u.value);
    return chain(u, log1p(u.value), r, -r * r);
  }
  friend basic_jet sqrt(const basic_jet& u) {
    const Real s = sqrt(u.value), d = 1 / (2 * s);
    return chain(u, s, d, -d / (2 * u.value));
  }
  friend basic_jet sin(const basic_jet& u) {
    const Real s = sin(u.value);
    return chain(u, s, cos(u.value), -s);
  }
  friend basic_jet cos(const basic_jet& u) {
    const Real c = cos(u.value);
    return chain(u, c, -sin(u.value), -c);
  }
  friend basic_jet atan(const basic_jet& u) {
    const Real r = 1 / (1 + u.value * u.value);
    return chain(u, atan(u.value), r, -2 * u.value * r * r);
  }
  friend basic_jet asinh(const basic_jet& u) {
    const Real s = 1 + u.value * u.value, d = 1 / sqrt(s);
    return chain(u, asinh(u.value), d, -u.value * d / s);
  }
  friend basic_jet sinh(const basic_jet& u) {
    const Real s = sinh(u.value);
    return chain(u, s, cosh(u.value), s);
  }
  friend basic_jet cosh(const basic_jet& u) {
    const Real c = cosh(u.value);
    return chain(u, c, sinh(u.value), c);
  }
  friend basic_jet tanh(const basic_jet& u) {
    const Real t = tanh(u.value), r = 1 / cosh(u.value), d = abs(t) < 0.5 ? (1 - t) * (1 + t) : r * r;
    return chain(u, t, d, -2 * t * d);
  }
  friend basic_jet erf(const basic_jet& u) {
    const Real d = 2 * exp(-u.value * u.value) / sqrt(Real::pi());
    return chain(u, erf(u.value), d, -2 * u.value * d);
  }
  friend basic_jet erfc(const basic_jet& u) {
    const Real d = -2 * exp(-u.value * u.value) / sqrt(Real::pi());
    return chain(u, erfc(u.value), d, -2 * u.value * d);
  }

 private:
  // g(u) from g, g' and g'' at the value of u
  static basic_jet chain(const basic_jet& u, const Real& g, const Real& g1, const Real& g2) {
    const Real bend = u.second_derivative.is_zero() ? Real(0) : g1 * u.second_derivative;  // at a pole too
    return {g, g1 * u.derivative, g2 * u.derivative * u.derivative + bend};
  }
};

using jet = basic_jet<real>;

}  // namespace tests
