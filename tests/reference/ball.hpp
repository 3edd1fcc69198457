// A real number known to within a radius: a long double with a bound on its error, for results that are wanted by the
// hundred million. It has what `real` has.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <compare>
#include <limits>
#include <numbers>

namespace tests {

/// Where nothing can be said, as of a quotient by what may be 0, the radius is infinite or NaN.
class ball {
 public:
  ball(double x = 0) : ball(x, 0) {}
  ball(long double middle, long double radius) : middle_(middle), radius_(radius) {}

  long double middle() const { return middle_; }
  long double radius() const { return radius_; }
  /// Its ends, as exact numbers.
  ball low() const { return {middle_ - radius_, 0}; }
  ball high() const { return {middle_ + radius_, 0}; }

  explicit operator double() const { return static_cast<double>(middle_); }

  bool is_nan() const { return std::isnan(middle_); }
  bool is_zero() const { return middle_ == 0 && radius_ == 0; }
  bool is_negative() const { return std::signbit(middle_); }
  /// floor(log2|x|) for an x other than zero.
  long exponent() const { return std::ilogb(middle_); }

  friend ball operator-(const ball& a) { return {-a.middle_, a.radius_}; }
  friend ball operator+(const ball& a, const ball& b) { return rounded(a.middle_ + b.middle_, a.radius_ + b.radius_); }
  friend ball operator-(const ball& a, const ball& b) { return rounded(a.middle_ - b.middle_, a.radius_ + b.radius_); }
  friend ball operator*(const ball& a, const ball& b) {
    return rounded(a.middle_ * b.middle_,
                   (std::abs(a.middle_) + a.radius_) * b.radius_ + std::abs(b.middle_) * a.radius_);
  }
  friend ball operator/(const ball& a, const ball& b) {
    const long double q = a.middle_ / b.middle_, nearest_zero = std::abs(b.middle_) - b.radius_;
    return rounded(q, nearest_zero > 0 ? (a.radius_ + std::abs(q) * b.radius_) / nearest_zero : infinity);
  }

  /// By the middles.
  friend std::partial_ordering operator<=>(const ball& a, const ball& b) { return a.middle_ <=> b.middle_; }
  friend bool operator==(const ball& a, const ball& b) { return a.middle_ == b.middle_; }

  friend ball abs(const ball& x) { return {std::abs(x.middle_), x.radius_}; }
  friend ball sqrt(const ball& x) {
    const long double s = std::sqrt(x.middle_);
    return x.image(s, s / x.smallest(), 1);
  }
  friend ball log(const ball& x) { return x.image(std::log(x.middle_), 1 / x.smallest(), 2); }
  friend ball log1p(const ball& x) { return x.image(std::log1p(x.middle_), 1 / (1 + x).smallest(), 3); }
  friend ball sin(const ball& x) { return x.image(std::sin(x.middle_), 1, 3); }
  friend ball cos(const ball& x) { return x.image(std::cos(x.middle_), 1, 3); }
  friend ball atan(const ball& x) { return x.image(std::atan(x.middle_), 1, 2); }
  friend ball asinh(const ball& x) { return x.image(std::asinh(x.middle_), 1, 4); }
  friend ball tanh(const ball& x) {
    const ball u = x.bounded(0x1p12L);
    const long double t = std::tanh(u.middle_);
    return u.image(t, (1 - t) * (1 + t) + 0x1p-40L, 4);
  }
  friend ball erf(const ball& x) {
    const ball u = x.bounded(100);
    return u.image(std::erf(u.middle_), 1.2L / (1 + u.middle_ * u.middle_), 2);
  }
  friend ball erfc(const ball& x) {
    const ball u = x.bounded(100);
    const long double e = std::erfc(u.middle_), square = u.middle_ * u.middle_;
    return u.image(e, u.middle_ > 0 ? (2 * u.middle_ + 1.5L) * e : 1.2L / (1 + square + square * square / 2), 6);
  }
  friend ball exp(const ball& x) {
    const ball u = x.bounded(0x1p13L);
    const long double e = std::exp(u.middle_);
    return u.image(e, e, 2);
  }
  friend ball expm1(const ball& x) {
    const ball u = x.bounded(0x1p13L);
    const long double e = std::expm1(u.middle_);
    return u.image(e, 1 + e, 4);
  }
  friend ball sinh(const ball& x) {
    const ball u = x.bounded(0x1p12L);
    const long double s = std::sinh(u.middle_);
    return u.image(s, 1 + std::abs(s), 4);
  }
  friend ball cosh(const ball& x) {
    const ball u = x.bounded(0x1p12L);
    const long double c = std::cosh(u.middle_);
    return u.image(c, c, 4);
  }

  /// x * 2^n
  friend ball scale(const ball& x, long n) {
    const int power = static_cast<int>(n);
    return {std::ldexp(x.middle_, power), std::ldexp(x.radius_, power)};
  }
  static ball pi() { return rounded(std::numbers::pi_v<long double>, 0); }

 private:
  static constexpr long double infinity = std::numeric_limits<long double>::infinity(),
                               ulp = std::numeric_limits<long double>::epsilon();

  // The error of one rounding comes to that of the operands. Radii have rounding errors of their own: hence .51. (What
  // underflows here is too small to matter to any double.)
  static ball rounded(long double middle, long double radius) {
    return {middle, radius + 0.51L * ulp * std::abs(middle)};
  }

  // g(x), from g at the middle, a bound on |g'| (where it is like 1 / x, in all of the ball), and what the C library may be off in ulp: one more than glibc's list
  // of known errors has for x86-64. Within so small a radius no g' here changes by more than a part in a thousand.
  ball image(long double g, long double slope, int ulps) const {
    const long double own = static_cast<long double>(ulps) * ulp * std::abs(g);
    return {g, radius_ <= 0x1p-20L ? 1.01L * radius_ * slope + own : infinity};
  }
  // The least |x| in the ball, where it has one.
  long double smallest() const { return std::max(std::abs(middle_) - radius_, 0.0L); }

  // As in `real`, exponentials stop growing far beyond double, yet far within long double.
  ball bounded(long double limit) const {
    return std::abs(middle_) > limit ? ball(std::copysign(limit, middle_), 0) : *this;
  }

  long double middle_, radius_;
};

}  // namespace tests
