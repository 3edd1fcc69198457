// geglu(gate, value) = gelu(gate) * value, with erf; geglu_tanh is the approximation.
// SPDX-License-Identifier: MIT
// Shazeer, "GLU variants improve transformer", arXiv:2002.05202.
#pragma once

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/normal.hpp"
#include "product.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct geglu {
  static constexpr info about{
      .name = "geglu",
      .formula = "gate erfc(-gate / sqrt(2)) / 2 * value",
      .reference = "Shazeer 2020",
  };

  template <class Real>
  Real definition(const Real& gate, const Real& value) const {
    return gate * real::erfc(-gate / real::sqrt(Real(2))) / 2 * value;
  }

  template <value V>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return math::mul(math::gelu(gate), value);
  }

  template <value V>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    return detail::product_gradient<V>({math::gelu(gate), math::gelu_derivative(gate)}, value, grad_out);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
