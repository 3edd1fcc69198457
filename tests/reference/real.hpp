// A real number of any precision: MPFR with C++ operators, and the functions that definitions use, found by
// argument-dependent lookup.
// SPDX-License-Identifier: MIT
#pragma once

#include <mpfr.h>

#include <algorithm>
#include <compare>

namespace tests {

/// The precision in bits that results get, until the end of its scope.
class precision {
 public:
  explicit precision(long bits) : before_(mpfr_get_default_prec()) { mpfr_set_default_prec(bits); }
  ~precision() { mpfr_set_default_prec(before_); }
  precision(const precision&) = delete;
  precision& operator=(const precision&) = delete;

 private:
  mpfr_prec_t before_;
};

/// Conversions and copies are exact; every other result is rounded to the `precision` in force.
class real {
 public:
  real(double x = 0) {
    mpfr_init2(value_, std::max<mpfr_prec_t>(53, mpfr_get_default_prec()));
    mpfr_set_d(value_, x, MPFR_RNDN);
  }
  real(const real& other) {
    mpfr_init2(value_, mpfr_get_prec(other.value_));
    mpfr_set(value_, other.value_, MPFR_RNDN);
  }
  real(real&& other) noexcept {
    mpfr_init2(value_, MPFR_PREC_MIN);
    mpfr_swap(value_, other.value_);
  }
  real& operator=(real other) noexcept {
    mpfr_swap(value_, other.value_);
    return *this;
  }
  ~real() { mpfr_clear(value_); }

  /// Correctly rounded, to subnormals too.
  explicit operator double() const { return mpfr_get_d(value_, MPFR_RNDN); }
  explicit operator float() const { return mpfr_get_flt(value_, MPFR_RNDN); }

  bool is_nan() const { return mpfr_nan_p(value_) != 0; }
  bool is_zero() const { return mpfr_zero_p(value_) != 0; }
  bool is_negative() const { return mpfr_signbit(value_) != 0; }
  /// floor(log2|x|) for a finite x other than zero.
  long exponent() const { return mpfr_get_exp(value_) - 1; }

  friend real operator-(const real& a) { return apply(mpfr_neg, a); }
  friend real operator+(const real& a, const real& b) { return apply(mpfr_add, a, b); }
  friend real operator-(const real& a, const real& b) { return apply(mpfr_sub, a, b); }
  friend real operator*(const real& a, const real& b) { return apply(mpfr_mul, a, b); }
  friend real operator/(const real& a, const real& b) { return apply(mpfr_div, a, b); }

  friend std::partial_ordering operator<=>(const real& a, const real& b) {
    if (a.is_nan() || b.is_nan()) return std::partial_ordering::unordered;
    return mpfr_cmp(a.value_, b.value_) <=> 0;
  }
  friend bool operator==(const real& a, const real& b) { return (a <=> b) == 0; }

  friend real abs(const real& x) { return apply(mpfr_abs, x); }
  friend real sqrt(const real& x) { return apply(mpfr_sqrt, x); }
  friend real log(const real& x) { return apply(mpfr_log, x); }
  friend real log1p(const real& x) { return apply(mpfr_log1p, x); }
  friend real sin(const real& x) { return apply(mpfr_sin, x); }
  friend real cos(const real& x) { return apply(mpfr_cos, x); }
  friend real atan(const real& x) { return apply(mpfr_atan, x); }
  friend real asinh(const real& x) { return apply(mpfr_asinh, x); }
  friend real tanh(const real& x) { return apply(mpfr_tanh, x); }
  friend real erf(const real& x) { return apply(mpfr_erf, x); }
  friend real erfc(const real& x) { return apply(mpfr_erfc, x); }
  friend real exp(const real& x) { return apply(mpfr_exp, bounded(x)); }
  friend real expm1(const real& x) { return apply(mpfr_expm1, bounded(x)); }
  friend real sinh(const real& x) { return apply(mpfr_sinh, bounded(x)); }
  friend real cosh(const real& x) { return apply(mpfr_cosh, bounded(x)); }

  /// x * 2^n
  friend real scale(const real& x, long n) {
    real result;
    mpfr_mul_2si(result.value_, x.value_, n, MPFR_RNDN);
    return result;
  }
  static real pi() {
    real result;
    mpfr_const_pi(result.value_, MPFR_RNDN);
    return result;
  }

 private:
  static real apply(int (*function)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t), const real& a) {
    real result;
    function(result.value_, a.value_, MPFR_RNDN);
    return result;
  }
  static real apply(int (*function)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t), const real& a, const real& b) {
    real result;
    function(result.value_, a.value_, b.value_, MPFR_RNDN);
    return result;
  }

  // Exponentials stop growing at e^(2^20), far beyond any format yet far within MPFR's range, so that e^x / (1 + e^x)
  // is a number for every x. (log(1 + e^x) then ends at 2^20: such a definition must say what it is for large x.)
  static real bounded(const real& x) {
    const real limit(0x1p20);
    return x > limit ? limit : x < -limit ? -limit : x;
  }

  mpfr_t value_;
};

/// 2^n
inline real two_to(long n) { return scale(real(1), n); }

}  // namespace tests
