// What most gated units are: f(gate) * value.
// SPDX-License-Identifier: MIT
#pragma once

#include "../array/elementwise.hpp"
#include "../math/number.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// The gradients of a gated unit by its gate and by its value, times the gradient by its output.
template <value V>
struct gate_gradient {
  V gate, value;
};

namespace detail {
// Of f(gate) * value: (value * grad_out) * f'(gate) and f(gate) * grad_out, each product rounded.
template <value V>
HILLOCK_INLINE gate_gradient<V> product_gradient(math::value_and_slope<V> f, V value, V grad_out) {
  return {.gate = math::mul(math::mul(value, grad_out), f.slope), .value = math::mul(f.value, grad_out)};
}

// That unit, of an f that gives both at once.
template <class F>
struct product_gate {
  F f;

  template <value V>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return math::mul(f(gate), value);
  }
  template <value V>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    return product_gradient(f.with_slope(gate), value, grad_out);
  }
};
template <class F>
product_gate(F) -> product_gate<F>;
}  // namespace detail

/// f(gate) * value for any activation or function object f: the bits of forward(f, ...) and a multiplication. For f' it
/// needs f.derivative: `backward(gated{tanh{}}, gate, value, grad_out, grad_gate, grad_value)`.
template <class F>
struct gated {
  F f;

  template <class Real>
  Real definition(const Real& gate, const Real& value) const {
    return f.definition(gate) * value;
  }

  template <value V>
    requires detail::has_member<detail::call_value, F, element_of<V>>
  HILLOCK_INLINE V operator()(V gate, V value) const {
    return math::mul(member<detail::call_value>(gate), value);
  }

  /// grad_gate = (value * grad_out) * f'(gate), grad_value = f(gate) * grad_out, each product rounded.
  template <value V>
    requires detail::has_member<detail::call_derivative, F, element_of<V>>
  HILLOCK_INLINE gate_gradient<V> backward(V gate, V value, V grad_out) const {
    return detail::product_gradient<V>({member<detail::call_value>(gate), member<detail::call_derivative>(gate)}, value,
                                       grad_out);
  }

 private:
  template <class Member, value V>
  HILLOCK_INLINE V member(V x) const {
    if constexpr (element<V>)
      return Member{}(f, x);
    else
      return detail::apply<Member>(f, x);
  }
};
template <class F>
gated(F) -> gated<F>;

}  // namespace hillock::inline HILLOCK_NAMESPACE
