// glu(gate, value) = sigmoid(gate) * value.
// SPDX-License-Identifier: MIT
// Dauphin, Fan, Auli and Grangier, "Language modeling with gated convolutional networks", arXiv:1612.08083.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/sigmoid.hpp"
#include "product.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct glu {
  static constexpr info about{
      .name = "glu",
      .formula = "value / (1 + e^-gate)",
      .reference = "Dauphin, Fan, Auli and Grangier 2017",
  };

  template <class Real>
  Real definition(const Real& gate, const Real& value) const {
    return value / (1 + real::exp(-gate));
  }

  template <value V>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return math::mul(math::sigmoid(gate), value);
  }

  template <value V>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    return detail::product_gradient(math::sigmoid_and_slope(gate), value, grad_out);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
