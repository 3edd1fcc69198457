// What hillock has, and what a peer that has all of it offers.
// SPDX-License-Identifier: MIT
#pragma once

#include <hillock/activations.hpp>
#include <hillock/gated/gates.hpp>
#include <hillock/rows/normalisers.hpp>
#include <string_view>
#include <vector>

#include "peer.hpp"

namespace bench {

using normalisers = hillock::normalisers;
using reductions = hillock::row_reductions;
using gates = hillock::gates;

/// f.operator()<Activation>(name) for every gate Activation(x) * value.
template <class Function>
void for_each_product_gate(const Function& f) {
  f.template operator()<hillock::sigmoid>("glu");
  f.template operator()<hillock::relu>("reglu");
  f.template operator()<hillock::gelu>("geglu");
  f.template operator()<hillock::gelu_tanh>("geglu_tanh");
  f.template operator()<hillock::silu>("swiglu");
}

/// Entries for every activation, from static function templates `Routines::value<F, T>` and so on, one an operation.
template <class Routines>
void add_activations(std::vector<entry>& entries) {
  hillock::activations::for_each([&]<class F>() {
    const auto add = [&](operation what, routine<float> f32, routine<double> f64) {
      entries.push_back({F::about.name, what, f32, f64});
    };
    using R = Routines;
    add(operation::value, R::template value<F>, R::template value<F>);
    add(operation::derivative, R::template derivative<F>, R::template derivative<F>);
    add(operation::forward_and_derivative, R::template forward_and_derivative<F>,
        R::template forward_and_derivative<F>);
    add(operation::backward, R::template backward<F>, R::template backward<F>);
    add(operation::scalar, R::template scalar<F>, R::template scalar<F>);
  });
}

/// The same for gates, from `Routines::gate<F, T>` and `Routines::gate_backward<F, T>`.
template <class F, class Routines>
void add_gate(std::vector<entry>& entries, std::string_view name) {
  entries.push_back({name, operation::gate, Routines::template gate<F>, Routines::template gate<F>});
  entries.push_back(
      {name, operation::gate_backward, Routines::template gate_backward<F>, Routines::template gate_backward<F>});
}

}  // namespace bench
