// swiglu_oai(gate, value) = g sigmoid(alpha g) (v + 1), g and v being gate and value within the limit: gpt-oss's gate.
// SPDX-License-Identifier: MIT
// OpenAI, gpt-oss, gpt_oss/torch/model.py (2025). Gradients pass where torch.clamp lets them: at its ends, not beyond.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/swish.hpp"
#include "product.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

namespace detail {
// swiglu_oai from a form of x sigmoid(alpha x).
template <class F>
struct limited_swiglu {
  F f;
  double limit;

  template <value V>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return math::mul(f(limited_gate(gate)), limited_value(value) + V(1));
  }

  template <value V>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    const V most = limit_of<V>();
    const gate_gradient<V> inside =
        product_gradient(f.with_slope(limited_gate(gate)), limited_value(value) + V(1), grad_out);
    return {.gate = math::select(gate > most, V(0), inside.gate),
            .value = math::select(math::abs(value) > most, V(0), inside.value)};
  }

 private:
  template <value V>
  HILLOCK_INLINE V limit_of() const {
    return V(static_cast<element_of<V>>(limit));
  }
  // NaN stays.
  template <value V>
  HILLOCK_INLINE V limited_gate(V gate) const {
    return math::min(limit_of<V>(), gate);
  }
  template <value V>
  HILLOCK_INLINE V limited_value(V value) const {
    return math::max(math::neg(limit_of<V>()), math::min(limit_of<V>(), value));
  }
};
template <class F>
limited_swiglu(F, double) -> limited_swiglu<F>;
}  // namespace detail

struct swiglu_oai {
  double alpha = 1.702;  ///< finite
  double limit = 7;      ///< gate <= limit, -limit <= value <= limit

  static constexpr info about{
      .name = "swiglu_oai",
      .formula = "g / (1 + e^(-alpha g)) (v + 1), g = min(gate, limit), v = min(max(value, -limit), limit)",
      .reference = "OpenAI 2025",
      .parameters = {"alpha", "limit"},
  };

  template <class Real>
  Real definition(const Real& gate, const Real& value) const {
    const Real most(limit), g = gate > most ? most : gate, v = value > most ? most : value < -most ? -most : value;
    return g / (1 + real::exp(-(Real(alpha) * g))) * (v + 1);
  }

  /// v + 1 and the product are rounded.
  template <value V>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return detail::limited_swiglu{math::swish{alpha}, limit}(gate, value);
  }

  template <value V>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    return detail::limited_swiglu{math::swish{alpha}, limit}.backward(gate, value, grad_out);
  }

  /// use(g) with a unit of the same results that has no formula left to choose, as far as there is one.
  template <class Use>
  HILLOCK_INLINE void with_formula(const Use& use) const {
    math::swish{alpha}.with_formula([&](const auto& f)
                                        __attribute__((always_inline)) { use(detail::limited_swiglu{f, limit}); });
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
