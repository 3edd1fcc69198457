// elu(x) = x for x > 0, alpha (e^x - 1) elsewhere.
// SPDX-License-Identifier: MIT
// Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units (ELUs)",
// ICLR 2016. See math/elu.hpp.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/elu.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct elu {
  double alpha = 1;  ///< -f(-inf)

  static constexpr info about{
      .name = "elu",
      .formula = "x > 0 ? x : alpha (e^x - 1)",
      .reference = "Clevert, Unterthiner and Hochreiter 2016",
      .kinks = {{.x = 0, .derivative_from = kink::side::left}},
      .values = {{info::inf, info::inf}},
      .derivatives = {{info::inf, 1.0}},
      .second_derivatives = {{info::inf, 0.0}},
      .parameters = {"alpha"},
      .bounds = {{.level = accuracy::faithful,
                  .float32 = {.value = {1, -0x1.5bc032p+3},
                              .derivative = {0.82575, -0x1.59202ap+6},
                              .second_derivative = {0.82575, -0x1.59202ap+6},
                              .derivative_from_output = {0.50001, -0x1.bd41d6p-2}},
                  .float64 = {.value = {0.60914, -0x1.ecd12c475fedep-56},
                              .derivative = {0.8133, -0x1.62bfe94463cc7p+9},
                              .second_derivative = {0.8133, -0x1.62bfe94463cc7p+9},
                              .derivative_from_output = {0.5, -0x1.5461308b5eb17p-45}}}},
  };
  constexpr void refine(info& facts) const {
    facts.monotone = alpha >= 0;
    facts.range.lowest = alpha >= 0 ? -alpha : 0;
  }
  static constexpr auto samples() { return std::to_array<elu>({{}, {.alpha = 0.3}, {.alpha = 1.7}}); }

  template <class Real>
  Real definition(const Real& x) const {
    return x > 0 ? x : Real(alpha) * real::expm1(x);
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V operator()(V x) const {
    if constexpr (math::lookup_entries<element_of<V>> > 0)
      if (alpha == 1) return math::line_and_expm1(x);
    return math::select(x > V(0), x, math::scaled_expm1(below_zero(x), factor<V>(), math::mul(factor<V>(), x)));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative(V x) const {
    return math::select(x > V(0), V(1), math::scaled_decay(below_zero(x), factor<V>()));
  }

  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V second_derivative(V x) const {
    return math::select(x > V(0), V(0), math::scaled_decay(below_zero(x), factor<V>()));
  }

  /// 1, or y + alpha below zero. For alpha >= 0, where the output keeps the sign of the input.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_from_output(V y) const {
    return math::select(y > V(0), V(1), y + factor<V>());
  }

  /// The derivative of f(x) by alpha.
  template <accuracy = accuracy::faithful, value V>
  HILLOCK_INLINE V derivative_by_alpha(V x) const {
    return math::select(x > V(0), V(0), math::expm1(x));
  }

 private:
  template <value V>
  HILLOCK_INLINE static math::double_word<V> below_zero(V x) {
    return {math::min(V(0), x), V(0)};
  }
  template <value V>
  HILLOCK_INLINE V factor() const {
    return V(static_cast<element_of<V>>(alpha));
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
