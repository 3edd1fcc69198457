// tanh and its derivative: x + x^3 p(x^2) near zero, elsewhere (1 - z) / (1 + z) with z = e^-2|x| as double words;
// tanh'(x) = 4 sigmoid'(2 x).
// SPDX-License-Identifier: MIT
#pragma once

#include "sigmoid.hpp"
#include "tanh_table.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

// (tanh(x) / x - 1) / x^2 in s = x^2, errors relative to tanh(x): tools/coefficients/tanh.sollya
inline constexpr polynomial<float, 3> tanh_rest_p3{.lo = 0,
                                                   .hi = 0x1.096bbap-3,
                                                   .error = 0x1.38p-29,
                                                   .c = {
                                                       -0x1.555554p-2f,
                                                       0x1.110ebap-3f,
                                                       -0x1.b8b522p-5f,
                                                       0x1.432618p-6f,
                                                   }};
inline constexpr polynomial<double, 9> tanh_rest_p9{.lo = 0,
                                                    .hi = 0x1.096bbap-3,
                                                    .error = 0x1.1f6p-63,
                                                    .c = {
                                                        -0x1.5555555555555p-2,
                                                        0x1.1111111110fd9p-3,
                                                        -0x1.ba1ba1b9f1b85p-5,
                                                        0x1.664f486e390e2p-6,
                                                        -0x1.226e2fe514911p-7,
                                                        0x1.d6d216921ec5ep-9,
                                                        -0x1.7d78a55b93b24p-10,
                                                        0x1.32d39e182361ap-11,
                                                        -0x1.c97b83423d328p-13,
                                                        0x1.a4f5a8695e10ap-15,
                                                    }};

template <element T>
struct tanh_constants;
template <>
struct tanh_constants<float> {
  static constexpr const auto& rest = tanh_rest_p3;
  static constexpr float flat = 10;  // tanh rounds to 1 from here on
};
template <>
struct tanh_constants<double> {
  static constexpr const auto& rest = tanh_rest_p9;
  static constexpr double flat = 20;
};

inline constexpr struct tanh_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    using constants = tanh_constants<element_of<V>>;
    const V size = abs(x);
    const V near = min(V(constants::flat), size);
    if constexpr (has_wide_lookup && std::same_as<element_of<V>, float>)
      return copysign(tanh_pieces(near, bits(near + V(0.75f)) >> (format<float>::mantissa - 2)), x);

    const V s = mul(near, near);
    const V small = fma(mul(near, s), constants::rest(s), near);

    const scaled_double_word<V> e = exp_parts(neg(near + near));
    const V z_hi = scale(e.m.hi, e.n), z_lo = scale(e.m.lo, e.n);
    const double_word<V> difference = fast_two_sum(V(1), neg(z_hi)), sum = fast_two_sum(V(1), z_hi);
    const V large = quotient(double_word<V>{difference.hi, difference.lo - z_lo}, {sum.hi, sum.lo + z_lo});

    return copysign(select(near < V(element_of<V>(0.36)), small, large), x);
  }
} tanh{};

/// 1 - tanh(x)^2, without the cancellation.
inline constexpr struct tanh_derivative_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return sigmoid_derivative(x + x, V(2));
  }
} tanh_derivative{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
