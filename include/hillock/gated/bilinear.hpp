// bilinear(gate, value) = gate * value.
// SPDX-License-Identifier: MIT
// Shazeer, "GLU variants improve transformer", arXiv:2002.05202.
#pragma once

#include "../core/info.hpp"
#include "product.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct bilinear {
  static constexpr info about{
      .name = "bilinear",
      .formula = "gate * value",
      .reference = "Shazeer 2020",
  };

  template <class Real>
  Real definition(const Real& gate, const Real& value) const {
    return gate * value;
  }

  template <value V>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return math::mul(gate, value);
  }

  template <value V>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    return {.gate = math::mul(value, grad_out), .value = math::mul(gate, grad_out)};
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
