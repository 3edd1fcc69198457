// log(1 + x).
// SPDX-License-Identifier: MIT
// Polynomials made by tools/coefficients/log1p.py.
#pragma once

#include "number.hpp"
#include "polynomial.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

// log(1 + z) = z (c + d t + t^2 p(t)) with t = z - 1/2 for 0 <= z <= 1, errors relative to log(1 + z)
inline constexpr polynomial<float, 8> log1p_ratio_p8{.lo = -0x1p-1,
                                                     .hi = 0x1.00002p-1,
                                                     .error = 0x1.9bp-30,
                                                     .c = {
                                                         0x1.0f95b4p-3f,
                                                         -0x1.154036p-4f,
                                                         0x1.2bebdap-5f,
                                                         -0x1.50e874p-6f,
                                                         0x1.841fd4p-7f,
                                                         -0x1.bcd466p-8f,
                                                         0x1.07e1f4p-8f,
                                                         -0x1.a06dfep-9f,
                                                         0x1.013a32p-9f,
                                                     }};
inline constexpr polynomial<double, 20> log1p_ratio_p20{
    .lo = -0x1p-1,
    .hi = 0x1.00002p-1,
    .error = 0x1.9a4p-60,
    .c = {
        0x1.0f95b3dc0a131p-3,  -0x1.1540afd54b2f9p-4,  0x1.2bec9fba4ef9fp-5,  -0x1.50abf6cc6dc33p-6,
        0x1.83c50b129049cp-7,  -0x1.c72c6315f82b9p-8,  0x1.0f11908e68528p-8,  -0x1.469c84d7cbe69p-9,
        0x1.8d4010092c0d2p-10, -0x1.e6f27a0508956p-11, 0x1.2c6923046b24ep-11, -0x1.74bdae522db1bp-12,
        0x1.d0d9c51f2fb66p-13, -0x1.22e577433e206p-13, 0x1.6c8865e480d2p-14,  -0x1.d2893b4e50387p-15,
        0x1.2dde257bbe2dbp-15, -0x1.415cf40919e92p-16, 0x1.67726cfd224bcp-17, -0x1.ebc240f409108p-17,
        0x1.5f6ff8ba9186dp-17,
    }};

// log(m) = 2 s + s^3 p(s^2) with s = (m - 1) / (m + 1) for 1/sqrt(2) <= m <= sqrt(2), errors relative to log(m)
inline constexpr polynomial<float, 3> log_rest_p3{.lo = 0x1p-60,
                                                  .hi = 0x1.e250c8p-6,
                                                  .error = 0x1.0d2p-34,
                                                  .c = {
                                                      0x1.555556p-1f,
                                                      0x1.99986cp-2f,
                                                      0x1.24c21p-2f,
                                                      0x1.ce5d9ep-3f,
                                                  }};
inline constexpr polynomial<double, 8> log_rest_p8{.lo = 0x1p-60,
                                                   .hi = 0x1.e250c8p-6,
                                                   .error = 0x1.30ap-65,
                                                   .c = {
                                                       0x1.5555555555555p-1,
                                                       0x1.9999999999dd8p-2,
                                                       0x1.249249241445fp-2,
                                                       0x1.c71c729904bf2p-3,
                                                       0x1.745cba9e31b29p-3,
                                                       0x1.3b2ade65bec52p-3,
                                                       0x1.0dc5901c08fc7p-3,
                                                       0x1.303faa2929504p-3,
                                                       -0x1.133451e4121ebp-3,
                                                   }};

template <element T>
struct log_constants;
template <>
struct log_constants<float> {
  static constexpr const auto& ratio = log1p_ratio_p8;
  static constexpr const auto& rest = log_rest_p3;
  static constexpr float centre_hi = 0x1.9f323ep-1f, centre_lo = 0x1.97f30ap-26f;  // c = 2 log(3/2)
  static constexpr float steepness = -0x1.2773a6p-2f;                              // d
  // log(2) = hi + lo; n * hi is exact for every exponent n
  static constexpr float ln2_hi = 0x1.62e4p-1f, ln2_lo = 0x1.7f7d1cp-20f;
};
template <>
struct log_constants<double> {
  static constexpr const auto& ratio = log1p_ratio_p20;
  static constexpr const auto& rest = log_rest_p8;
  static constexpr double centre_hi = 0x1.9f323ecbf984cp-1, centre_lo = -0x1.a92e513217f5cp-58;
  static constexpr double steepness = -0x1.2773a5da90bdap-2;
  static constexpr double ln2_hi = 0x1.62e42fefa38p-1, ln2_lo = 0x1.ef35793c7673p-45;
};

/// log(1 + z) / z for 0 <= z <= 1 as a double word.
inline constexpr struct log1p_ratio_t {
  template <value V>
  HILLOCK_INLINE double_word<V> operator()(double_word<V> z) const {
    using constants = log_constants<element_of<V>>;
    const V t = z.hi - V(element_of<V>(0.5));
    const V low = fma(z.lo, V(constants::steepness), V(constants::centre_lo));
    const double_word<V> line = two_product(t, V(constants::steepness));
    const double_word<V> sum = fast_two_sum(V(constants::centre_hi), line.hi);
    return fast_two_sum(sum.hi, fma(mul(t, t), constants::ratio(t), sum.lo + (line.lo + low)));
  }
  /// To be rounded to float.
  template <value V, bool Rough>
  HILLOCK_INLINE single_word<V, Rough> operator()(single_word<V, Rough> z) const {
    using constants = log_constants<float>;
    constexpr auto c = static_cast<double>(constants::centre_hi) + static_cast<double>(constants::centre_lo);
    const V t = z.hi - V(0.5);
    return {fma(t, fma(t, constants::ratio(t), V(static_cast<double>(constants::steepness))), V(c))};
  }
} log1p_ratio{};

/// log(x) for a normal x > 0, and a lo that is no more than rounding took from hi. x = 2^n m, with m near 1.
inline constexpr struct log_words_t {
  template <value V>
  HILLOCK_INLINE double_word<V> operator()(double_word<V> x) const {
    using T = element_of<V>;
    using constants = log_constants<T>;
    // 2^n is the power of two in x sqrt(2), found from the bits; `exponent` is n with its bias, in its place.
    constexpr T root = std::same_as<T, float> ? T(0x1.6a09e6p0) : T(0x1.6a09e667f3bcdp0);
    const bits_of<V> one = bits(V(1)), root_over_one = subtract_bits(bits(V(2)), bits(V(root)));
    const bits_of<V> shifted = shift_right<format<T>::mantissa>(add_bits(bits(x.hi), root_over_one));
    const bits_of<V> change = subtract_bits(one, shift_left<format<T>::mantissa>(shifted));
    const V n = from_bits<V>(add_bits(bits(V(format<T>::to_integer)), shifted)) -
                V(format<T>::to_integer + (std::same_as<T, float> ? 127 : 1023));
    const V m = from_bits<V>(add_bits(bits(x.hi), change));
    const V m_lo = mul(mul(x.lo, V(T(0.5))), from_bits<V>(add_bits(bits(V(2)), change)));  // 2^-n may be subnormal

    const double_word<V> numerator{m - V(1), m_lo};  // exact
    const double_word<V> sum = fast_two_sum(V(2), numerator.hi);
    const double_word<V> denominator{sum.hi, sum.lo + m_lo};
    const V s = quotient(numerator, denominator);
    const V s_lo =
        divide(minus_product(numerator.hi, s, denominator.hi) + fma(neg(s), denominator.lo, m_lo), denominator.hi);
    const V s2 = mul(s, s);
    const V rest = fma(mul(s2, s), constants::rest(s2), mul(s_lo, V(2)));
    const double_word<V> log_m = fast_two_sum(mul(s, V(2)), fma(n, V(constants::ln2_lo), rest));
    const double_word<V> log = two_sum(mul(n, V(constants::ln2_hi)), log_m.hi);
    return {log.hi, log.lo + log_m.lo};
  }
} log_words{};

/// log1p(a / b) of doubles a >= 0 and b > 0, neither subnormal, to be rounded to float: within 2^-28. NaN gives NaN.
inline constexpr struct log1p_of_ratio_t {
  template <value V>
  HILLOCK_INLINE V operator()(V a, V b) const {
    constexpr int mantissa = format<double>::mantissa;
    constexpr double ln2 = 0x1.62e42fefa39efp-1;
    // 2^n is near the sum over b: between two thirds and three halves of it
    const V sum = a + b;
    const bits_of<V> half(bits_of<double>{1} << (mantissa - 1));
    const bits_of<V> shifted = shift_right<mantissa>(add_bits(subtract_bits(bits(sum), bits(b)), half));
    const V n = from_bits<V>(add_bits(bits(V(format<double>::to_integer)), shifted)) - V(format<double>::to_integer);
    const V raised = from_bits<V>(add_bits(bits(b), shift_left<mantissa>(shifted)));
    const V difference = select(n == V(0), a, sum - raised);
    const V s = divide(difference, sum + raised), s2 = mul(s, s);
    return fma(n, V(ln2), fma(mul(s2, s), log_rest_p3(s2), s + s));
  }
} log1p_of_ratio{};

/// log(1 + x); NaN below -1.
inline constexpr struct log1p_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    using T = element_of<V>;
    const double_word<V> y = log_words(two_sum(V(1), x));
    const V inside = select(abs(x) < V(tiny<T>), fma(mul(x, V(T(-0.5))), x, x), y.hi + y.lo);
    const V ends = select(x == V(-1), V(-format<T>::infinity), select(x > V(-1), inside, V(format<T>::nan)));
    return keep_nan(x, select(x == V(format<T>::infinity), x, ends));
  }

  /// For a finite x >= 0 in two words, the result in two words.
  template <value V>
  HILLOCK_INLINE double_word<V> operator()(double_word<V> x) const {
    using T = element_of<V>;
    const double_word<V> sum = two_sum(V(1), x.hi);
    const double_word<V> y = log_words(double_word<V>{sum.hi, sum.lo + x.lo});
    const auto small = x.hi < V(tiny<T>);
    return {select(small, x.hi, y.hi), select(small, fma(mul(x.hi, V(T(-0.5))), x.hi, x.lo), y.lo)};
  }

 private:
  template <element T>
  static constexpr T tiny = std::same_as<T, float> ? T(0x1p-20) : T(0x1p-40);
} log1p{};

/// log1p'(x) = 1 / (1 + x) and log1p''(x) = -1 / (1 + x)^2; NaN below -1.
inline constexpr struct log1p_slopes_t {
  template <value V>
  HILLOCK_INLINE V first(V x) const {
    return ends(x, reciprocal(x), V(format<element_of<V>>::infinity), V(0));
  }
  template <value V>
  HILLOCK_INLINE V second(V x) const {
    const V r = reciprocal(x);
    return ends(x, neg(mul(r, r)), V(-format<element_of<V>>::infinity), neg(V(0)));
  }

 private:
  template <value V>
  HILLOCK_INLINE static V reciprocal(V x) {
    const double_word<V> sum = two_sum(V(1), x);
    const V r = divide(V(1), sum.hi);
    const V rest = mul(r, fma(neg(r), sum.lo, minus_product(V(1), r, sum.hi)));
    return r + select(x < V(element_of<V>(0x1p60)), rest, V(0));  // further out it is nothing, and may be subnormal
  }
  template <value V>
  HILLOCK_INLINE static V ends(V x, V y, V at_minus_one, V at_infinity) {
    using T = element_of<V>;
    const V inside = select(x > V(-1), y, select(x == V(-1), at_minus_one, V(format<T>::nan)));
    return keep_nan(x, select(x == V(format<T>::infinity), at_infinity, inside));
  }
} log1p_slopes{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
