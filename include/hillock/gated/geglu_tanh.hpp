// geglu_tanh(gate, value) = gelu_tanh(gate) * value.
// SPDX-License-Identifier: MIT
// Shazeer, "GLU variants improve transformer", arXiv:2002.05202.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/gate.hpp"
#include "product.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct geglu_tanh {
  static constexpr info about{
      .name = "geglu_tanh",
      .formula = "gate (1 + tanh(sqrt(2 / pi) (gate + 0.044715 gate^3))) / 2 * value",
      .reference = "Shazeer 2020",
  };

  template <class Real>
  Real definition(const Real& gate, const Real& value) const {
    const Real u = real::sqrt(8 / real::pi<Real>()) * (gate + Real(44715) * gate * gate * gate / 1000000);
    return gate / (1 + real::exp(-u)) * value;
  }

  template <value V>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return detail::product_gate{math::gelu_tanh}(gate, value);
  }

  template <value V>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    return detail::product_gate{math::gelu_tanh}.backward(gate, value, grad_out);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
