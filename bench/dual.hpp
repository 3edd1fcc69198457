// Dual numbers: a value and its derivative, carried together through a formula (forward-mode differentiation).
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <compare>
#include <numbers>
#include <type_traits>

namespace bench {

template <class T>
struct dual {
  T value{};
  T derivative{};

  constexpr dual(T v, T d) : value(v), derivative(d) {}
  template <class Number>
    requires std::is_arithmetic_v<Number>
  constexpr dual(Number constant) : value(static_cast<T>(constant)) {}

  friend dual operator-(dual a) { return {-a.value, -a.derivative}; }
  friend dual operator+(dual a, dual b) { return {a.value + b.value, a.derivative + b.derivative}; }
  friend dual operator-(dual a, dual b) { return {a.value - b.value, a.derivative - b.derivative}; }
  friend dual operator*(dual a, dual b) { return {a.value * b.value, a.derivative * b.value + a.value * b.derivative}; }
  friend dual operator/(dual a, dual b) {
    const T r = 1 / b.value, q = a.value * r;  // one division, as by hand
    return {q, (a.derivative - q * b.derivative) * r};
  }
  friend auto operator<=>(dual a, dual b) { return a.value <=> b.value; }
  friend bool operator==(dual a, dual b) { return a.value == b.value; }

  friend dual exp(dual x) {
    const T e = std::exp(x.value);
    return {e, e * x.derivative};
  }
  friend dual expm1(dual x) {
    const T e = std::expm1(x.value);
    return {e, (e + 1) * x.derivative};
  }
  friend dual log(dual x) { return {std::log(x.value), x.derivative / x.value}; }
  friend dual log1p(dual x) { return {std::log1p(x.value), x.derivative / (1 + x.value)}; }
  friend dual sqrt(dual x) {
    const T s = std::sqrt(x.value);
    return {s, x.derivative / (2 * s)};
  }
  friend dual abs(dual x) { return x.value < 0 ? -x : x; }
  friend dual sin(dual x) { return {std::sin(x.value), std::cos(x.value) * x.derivative}; }
  friend dual cos(dual x) { return {std::cos(x.value), -std::sin(x.value) * x.derivative}; }
  friend dual atan(dual x) { return {std::atan(x.value), x.derivative / (1 + x.value * x.value)}; }
  friend dual sinh(dual x) { return {std::sinh(x.value), std::cosh(x.value) * x.derivative}; }
  friend dual cosh(dual x) { return {std::cosh(x.value), std::sinh(x.value) * x.derivative}; }
  friend dual tanh(dual x) {
    const T t = std::tanh(x.value);
    return {t, (1 - t * t) * x.derivative};
  }
  friend dual erf(dual x) { return {std::erf(x.value), erf_slope(x)}; }
  friend dual erfc(dual x) { return {std::erfc(x.value), -erf_slope(x)}; }

 private:
  static T erf_slope(dual x) { return 2 * std::numbers::inv_sqrtpi_v<T> * std::exp(-x.value * x.value) * x.derivative; }
};

}  // namespace bench
