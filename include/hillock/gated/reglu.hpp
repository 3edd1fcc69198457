// reglu(gate, value) = relu(gate) * value.
// SPDX-License-Identifier: MIT
// Shazeer, "GLU variants improve transformer", arXiv:2002.05202.
#pragma once

#include "../core/info.hpp"
#include "../math/relu.hpp"
#include "product.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct reglu {
  static constexpr info about{
      .name = "reglu",
      .formula = "max(0, gate) * value",
      .reference = "Shazeer 2020",
  };

  template <class Real>
  Real definition(const Real& gate, const Real& value) const {
    return (gate > 0 ? gate : Real(0)) * value;
  }

  template <value V>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return math::mul(math::relu(gate), value);
  }

  template <value V>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    return detail::product_gradient<V>({math::relu(gate), math::relu.derivative(gate)}, value, grad_out);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
