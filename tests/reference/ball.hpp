// A real number known to within a radius: two long doubles with a bound on their error, for results that are wanted by the
// hundred million. It has what `real` has.
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <numbers>

namespace tests {

/// The middle is a sum of two, so that sums and products lose next to nothing and exponentials of them are as good as the
/// C library's of a long double. Where nothing can be said, as of a quotient by what may be 0, the radius is infinite or
/// NaN.
class ball {
 public:
  ball(double x = 0) : ball(x, 0) {}
  ball(long double middle, long double radius) : ball(middle, 0, radius) {}

  /// In one long double.
  long double middle() const { return middle_ + rest_; }
  long double radius() const { return rest_ == 0 ? radius_ : radius_ + 0.51L * ulp * std::abs(middle_); }

  bool is_zero() const { return middle_ == 0 && rest_ == 0 && radius_ == 0; }

  friend ball operator-(const ball& a) { return {-a.middle_, -a.rest_, a.radius_}; }
  friend ball operator+(const ball& a, const ball& b) {
    if (b.is_zero()) return a;
    if (a.is_zero()) return b;
    const long double sum = a.middle_ + b.middle_, of_b = sum - a.middle_;
    const long double lost = (a.middle_ - (sum - of_b)) + (b.middle_ - of_b);
    return {sum, lost + (a.rest_ + b.rest_),
            a.radius_ + b.radius_ + 2 * ulp * (std::abs(lost) + std::abs(a.rest_) + std::abs(b.rest_))};
  }
  friend ball operator-(const ball& a, const ball& b) { return a + -b; }
  friend ball operator*(const ball& a, const ball& b) {
    if (a.is_zero() || b.is_zero()) return {a.middle_ * b.middle_, 0};  // as derivatives of constants are
    if (a.is_one()) return b;
    if (b.is_one()) return a;
    const long double product = a.middle_ * b.middle_, lost = lost_in(product, a.middle_, b.middle_);
    const long double by_a = a.middle_ * b.rest_, by_b = b.middle_ * a.rest_;
    return {product, lost + (by_a + by_b),
            a.most() * b.radius_ + b.most() * a.radius_ + a.radius_ * b.radius_ + std::abs(a.rest_ * b.rest_) +
                2 * ulp * (std::abs(lost) + std::abs(by_a) + std::abs(by_b))};
  }
  friend ball operator/(const ball& a, const ball& b) {
    if (a.is_zero() && b.least() > 0) return {a.middle_ / b.middle_, 0};
    const long double q = a.middle_ / b.middle_, product = q * b.middle_;
    const long double left = (a.middle_ - product) - lost_in(product, q, b.middle_), by_q = q * b.rest_;
    const long double rest = (left + (a.rest_ - by_q)) / b.middle_, least = b.least();
    const long double terms = std::abs(left) + std::abs(a.rest_) + std::abs(by_q);
    const long double off =
        a.radius_ + (std::abs(q) + std::abs(rest)) * b.radius_ + std::abs(rest * b.rest_) + 3 * ulp * terms;
    return {q, rest, least > 0 ? off / least : infinity};
  }

  /// By the middles.
  friend std::partial_ordering operator<=>(const ball& a, const ball& b) { return a.middle() <=> b.middle(); }
  friend bool operator==(const ball& a, const ball& b) { return a.middle() == b.middle(); }

  friend ball abs(const ball& x) { return x.middle_ < 0 ? -x : x; }
  friend ball sqrt(const ball& x) {
    const ball s(std::sqrt(x.middle_), 0), left = x - s * s;  // of which s * s has but a rest
    return s + left / (2 * s);
  }
  friend ball log(const ball& x) {
    const long double slope = 1 / x.middle_;
    return x.image(std::log(x.middle_), slope, slope * slope, 2);
  }
  friend ball log1p(const ball& x) {
    const long double slope = 1 / (1 + x.middle_);
    return x.image(std::log1p(x.middle_), slope, slope * slope, 3);
  }
  friend ball sin(const ball& x) { return x.image(std::sin(x.middle_), std::cos(x.middle_), 1, 3); }
  friend ball cos(const ball& x) { return x.image(std::cos(x.middle_), -std::sin(x.middle_), 1, 3); }
  friend ball atan(const ball& x) {
    if (x.is_one()) return pi() / 4;  // so definitions have pi
    return x.image(std::atan(x.middle_), 1 / (1 + x.middle_ * x.middle_), 1, 2);
  }
  friend ball asinh(const ball& x) {
    return x.image(std::asinh(x.middle_), 1 / std::sqrt(1 + x.middle_ * x.middle_), 1, 4);
  }
  friend ball tanh(const ball& x) {
    const ball u = x.bounded(0x1p12L);
    const long double t = std::tanh(u.middle_);
    return u.image(t, (1 - t) * (1 + t), 1, 4);
  }
  friend ball erf(const ball& x) {
    const ball u = x.bounded(100);
    return u.image(std::erf(u.middle_), u.bell(), (1 + std::abs(u.middle_)) * u.bell(), 2);
  }
  friend ball erfc(const ball& x) {
    const ball u = x.bounded(100);
    return u.image(std::erfc(u.middle_), -u.bell(), (1 + std::abs(u.middle_)) * u.bell(), 6);
  }
  friend ball exp(const ball& x) {
    const ball u = x.bounded(0x1p13L);
    const long double e = std::exp(u.middle_);
    return u.image(e, e, e, 2);
  }
  friend ball expm1(const ball& x) {
    const ball u = x.bounded(0x1p13L);
    const long double e = std::expm1(u.middle_);
    return u.image(e, 1 + e, 1 + e, 4);
  }
  friend ball sinh(const ball& x) {
    const ball u = x.bounded(0x1p12L);
    const long double s = std::sinh(u.middle_), c = std::cosh(u.middle_);
    return u.image(s, c, c, 4);
  }
  friend ball cosh(const ball& x) {
    const ball u = x.bounded(0x1p12L);
    const long double s = std::sinh(u.middle_), c = std::cosh(u.middle_);
    return u.image(c, s, c, 4);
  }

  static ball pi() { return {0x3.243F6A8885A308Dp0L, 0x3.13198A2E03707344p-64L, 0x1p-120L}; }

 private:
  static constexpr long double infinity = std::numeric_limits<long double>::infinity(),
                               ulp = std::numeric_limits<long double>::epsilon();

  ball(long double middle, long double rest, long double radius) : middle_(middle), rest_(rest), radius_(radius) {}

  bool is_one() const { return middle_ == 1 && rest_ == 0 && radius_ == 0; }

  // a b - product, exactly (Dekker). What underflows here is too small to matter to any double.
  static long double lost_in(long double product, long double a, long double b) {
    const long double a_hi = upper_half(a), a_lo = a - a_hi, b_hi = upper_half(b), b_lo = b - b_hi;
    return ((a_hi * b_hi - product) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo;
  }
  static long double upper_half(long double x) {
    constexpr int digits = std::numeric_limits<long double>::digits;
    const long double shifted = x * static_cast<long double>((std::uint64_t{1} << (digits + 1) / 2) + 1);
    return shifted - (shifted - x);
  }

  // g(x), from g and g' at the middle, a bound on |g''| there, and what the C library may be off in ulp: one more than
  // glibc's list of known errors has for x86-64. Within so small a distance no g'' here changes by more than half.
  ball image(long double g, long double slope, long double bend, int ulps) const {
    const long double distance = std::abs(rest_) + radius_, off_tangent = distance * distance * bend;
    const bool near = distance <= 0x1p-20L && off_tangent <= 0x1p-16L * (1 + std::abs(g));
    const long double step = rest_ * slope, library = static_cast<long double>(ulps) * ulp * std::abs(g);
    const long double of_step = 0x1p-48L * std::abs(rest_) * (std::abs(slope) + std::abs(g));  // a slope is so good
    return {g, step, near ? 1.01L * radius_ * std::abs(slope) + off_tangent + library + of_step : infinity};
  }
  // erf'
  long double bell() const { return 2 / std::sqrt(std::numbers::pi_v<long double>) * std::exp(-middle_ * middle_); }
  // Bounds on |x| in the ball, less its rest or radius.
  long double most() const { return std::abs(middle_) + std::abs(rest_); }
  long double least() const { return std::abs(middle_) - std::abs(rest_) - radius_; }

  // As in `real`, exponentials stop growing far beyond double, yet far within long double.
  ball bounded(long double limit) const {
    return std::abs(middle_) > limit ? ball(std::copysign(limit, middle_), 0) : *this;
  }

  long double middle_, rest_, radius_;
};

}  // namespace tests
