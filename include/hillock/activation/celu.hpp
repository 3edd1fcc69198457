// celu(x) = x for x > 0, alpha (e^(x / alpha) - 1) elsewhere: an elu whose derivative is continuous whatever alpha.
// SPDX-License-Identifier: MIT
// Barron, "Continuously differentiable exponential linear units", arXiv:1704.07483. See math/elu.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/elu.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct celu {
  double alpha = 1;  ///< -f(-inf), positive

  static constexpr info about{
      .name = "celu",
      .formula = "x > 0 ? x : alpha (e^(x / alpha) - 1)",
      .reference = "Barron 2017",
      .monotone = true,
      .kinks = {{.x = 0, .derivative_from = kink::side::left}},
      .values = {{0.0, 0.0}, {-0.0, -0.0}, {info::inf, info::inf}},
      .derivatives = {{0.0, 1.0}, {-0.0, 1.0}, {-info::inf, 0.0}, {info::inf, 1.0}},
      .second_derivatives = {{-info::inf, 0.0}, {info::inf, 0.0}},
      .parameters = {"alpha"},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {0.64685, -0x1.bc6facp-7},
                              .derivative = {0.78893, -0x1.b4ea7p+4},
                              .second_derivative = {0.78802, -0x1.5eade6p+6},
                              .derivative_from_output = {0.50001, -0x1.bd41d6p-2}},
                  .float64 = {.value = {0.58233, -0x1.167e4a279d10fp-1},
                              .derivative = {0.91813, -0x1.35f9c63f46314p+10},
                              .second_derivative = {0.94893, -0x1.35cf83daa22ecp+10},
                              .derivative_from_output = {0.50001, -0x1.54ca67de15162p-3}}}},
  };
  constexpr void refine(info& facts) const { facts.range.lowest = -alpha; }
  static constexpr auto samples() { return std::to_array<celu>({{}, {.alpha = 0.3125}, {.alpha = 1.75}}); }

  template <class Real>
  Real definition(const Real& x) const {
    return x > 0 ? x : Real(alpha) * real::expm1(x / Real(alpha));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    return math::select(x > V(0), x, math::scaled_expm1(exponent(x), scale<V>(), math::flushed(x)));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::select(x > V(0), V(1), math::scaled_decay(exponent(x), V(1)));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::select(x > V(0), V(0), math::scaled_decay(exponent(x), over_scale(V(1))));
  }

  /// 1, or 1 + y / alpha below zero.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    const math::double_word<V> sum = math::two_sum(scale<V>(), y);
    return math::keep_nan(y, math::select(y > V(0), V(1), math::quotient(sum, {scale<V>(), V(0)})));
  }

 private:
  template <value V>
  HILLOCK_INLINE V scale() const {
    return V(static_cast<element_of<V>>(alpha));
  }
  // x / alpha for x <= 0, and no less than where e^(x / alpha) vanishes
  template <value V>
  HILLOCK_INLINE math::double_word<V> exponent(V x) const {
    return over_scale(math::max(math::mul(V(-1000), scale<V>()), math::min(V(0), x)));
  }
  template <value V>
  HILLOCK_INLINE math::double_word<V> over_scale(V x) const {
    const V q = math::divide(x, scale<V>());
    return {q, math::divide(math::minus_product(x, q, scale<V>()), scale<V>())};
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
