// What a peer that has every activation of the list offers.
// SPDX-License-Identifier: MIT
#pragma once

#include <hillock/activations.hpp>
#include <vector>

#include "peer.hpp"

namespace bench {

/// Entries for the whole list, from static function templates `Routines::value<F, T>` and so on, one an operation.
template <class Routines>
std::vector<entry> entries_of_all_activations() {
  std::vector<entry> result;
  hillock::activations::for_each([&]<class F>() {
    const auto add = [&](operation what, routine<float> f32, routine<double> f64) {
      result.push_back({F::about.name, what, f32, f64});
    };
    using R = Routines;
    add(operation::value, R::template value<F>, R::template value<F>);
    add(operation::derivative, R::template derivative<F>, R::template derivative<F>);
    add(operation::forward_and_derivative, R::template forward_and_derivative<F>,
        R::template forward_and_derivative<F>);
    add(operation::backward, R::template backward<F>, R::template backward<F>);
    add(operation::scalar, R::template scalar<F>, R::template scalar<F>);
  });
  return result;
}

}  // namespace bench
