// A function's value with its first and second derivative. Arithmetic on jets differentiates: f(jet::variable(x)) holds
// f(x), f'(x) and f''(x), for any f written as a template over its number type.
// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include "real.hpp"

namespace tests {

struct jet {
  real value, derivative, second_derivative;

  jet(double constant = 0) : value(constant) {}
  jet(real v, real d, real d2) : value(std::move(v)), derivative(std::move(d)), second_derivative(std::move(d2)) {}
  static jet variable(const real& x) { return {x, 1, 0}; }

  /// Comparisons are made at the x given (0), or next to it on the left (-1) or the right (+1): at a kink this chooses
  /// the branch.
  static inline thread_local int side = 0;

  friend std::partial_ordering operator<=>(const jet& a, const jet& b) {
    const std::partial_ordering here = a.value <=> b.value;
    if (here != 0 || side == 0) return here;
    return side > 0 ? a.derivative <=> b.derivative : b.derivative <=> a.derivative;
  }
  friend bool operator==(const jet& a, const jet& b) { return (a <=> b) == 0; }

  friend jet operator-(const jet& a) { return {-a.value, -a.derivative, -a.second_derivative}; }
  friend jet operator+(const jet& a, const jet& b) {
    return {a.value + b.value, a.derivative + b.derivative, a.second_derivative + b.second_derivative};
  }
  friend jet operator-(const jet& a, const jet& b) { return a + -b; }
  friend jet operator*(const jet& a, const jet& b) {
    return {a.value * b.value, a.derivative * b.value + a.value * b.derivative,
            a.second_derivative * b.value + 2 * a.derivative * b.derivative + a.value * b.second_derivative};
  }
  friend jet operator/(const jet& a, const jet& b) {
    const real q = a.value / b.value;
    const real q1 = (a.derivative - q * b.derivative) / b.value;
    return {q, q1, (a.second_derivative - 2 * q1 * b.derivative - q * b.second_derivative) / b.value};
  }

  friend jet abs(const jet& u) { return u < 0 ? -u : u; }
  friend jet exp(const jet& u) {
    const real e = exp(u.value);
    return chain(u, e, e, e);
  }
  friend jet expm1(const jet& u) {
    const real e = exp(u.value);
    return chain(u, expm1(u.value), e, e);
  }
  friend jet log(const jet& u) {
    const real r = 1 / u.value;
    return chain(u, log(u.value), r, -r * r);
  }
  friend jet log1p(const jet& u) {
    const real r = 1 / (1 + u.value);
    return chain(u, log1p(u.value), r, -r * r);
  }
  friend jet sqrt(const jet& u) {
    const real s = sqrt(u.value), d = 1 / (2 * s);
    return chain(u, s, d, -d / (2 * u.value));
  }
  friend jet sin(const jet& u) {
    const real s = sin(u.value);
    return chain(u, s, cos(u.value), -s);
  }
  friend jet cos(const jet& u) {
    const real c = cos(u.value);
    return chain(u, c, -sin(u.value), -c);
  }
  friend jet atan(const jet& u) {
    const real r = 1 / (1 + u.value * u.value);
    return chain(u, atan(u.value), r, -2 * u.value * r * r);
  }
  friend jet asinh(const jet& u) {
    const real s = 1 + u.value * u.value, d = 1 / sqrt(s);
    return chain(u, asinh(u.value), d, -u.value * d / s);
  }
  friend jet sinh(const jet& u) {
    const real s = sinh(u.value);
    return chain(u, s, cosh(u.value), s);
  }
  friend jet cosh(const jet& u) {
    const real c = cosh(u.value);
    return chain(u, c, sinh(u.value), c);
  }
  friend jet tanh(const jet& u) {
    const real t = tanh(u.value), d = (1 - t) * (1 + t);
    return chain(u, t, d, -2 * t * d);
  }
  friend jet erf(const jet& u) {
    const real d = 2 * exp(-u.value * u.value) / sqrt(real::pi());
    return chain(u, erf(u.value), d, -2 * u.value * d);
  }
  friend jet erfc(const jet& u) {
    const real d = -2 * exp(-u.value * u.value) / sqrt(real::pi());
    return chain(u, erfc(u.value), d, -2 * u.value * d);
  }

 private:
  // g(u) from g, g' and g'' at the value of u
  static jet chain(const jet& u, const real& g, const real& g1, const real& g2) {
    const real bend = u.second_derivative.is_zero() ? real(0) : g1 * u.second_derivative;  // at a pole too
    return {g, g1 * u.derivative, g2 * u.derivative * u.derivative + bend};
  }
};

}  // namespace tests
