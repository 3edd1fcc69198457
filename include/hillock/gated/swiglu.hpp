// swiglu(gate, value) = gate sigmoid(beta gate) * value.
// SPDX-License-Identifier: MIT
// Shazeer, "GLU variants improve transformer", arXiv:2002.05202.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/swish.hpp"
#include "product.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct swiglu {
  double beta = 1;  ///< finite

  static constexpr info about{
      .name = "swiglu",
      .formula = "gate / (1 + e^(-beta gate)) * value",
      .reference = "Shazeer 2020",
      .parameters = {"beta"},
  };

  template <class Real>
  Real definition(const Real& gate, const Real& value) const {
    return gate / (1 + real::exp(-(Real(beta) * gate))) * value;
  }

  template <value V>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return detail::product_gate{math::swish{beta}}(gate, value);
  }

  template <value V>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    return detail::product_gate{math::swish{beta}}.backward(gate, value, grad_out);
  }

  /// use(g) with a unit of the same results that has no formula left to choose, as far as there is one.
  template <class Use>
  HILLOCK_INLINE void with_formula(const Use& use) const {
    math::swish{beta}.with_formula([&](const auto& f) __attribute__((always_inline)) { use(detail::product_gate{f}); });
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
