// Makes the `reference` of an activation.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "../samples.hpp"
#include "reference.hpp"

namespace tests {
namespace {

template <class F, class T>
constexpr auto rounded_samples = [] {
  auto rounded = samples<F>;
  for (F& f : rounded) f = hillock::with_rounded_parameters<T>(f);
  return rounded;
}();

/// The reference of F::samples()[sample].
template <class F>
constexpr reference make_reference(std::size_t sample = 0) {
  return {.about = hillock::about(samples<F>[sample]),
          .with_float_parameters = &rounded_samples<F, float>[sample],
          .with_double_parameters = &rounded_samples<F, double>[sample],
          .definition = [](const void* f, const jet& x) { return static_cast<const F*>(f)->definition(x); },
          .in_balls = [](const void* f, const basic_jet<ball>& x) { return static_cast<const F*>(f)->definition(x); },
          .value = [](const void* f, const real& x) { return static_cast<const F*>(f)->definition(x); }};
}

}  // namespace
}  // namespace tests
