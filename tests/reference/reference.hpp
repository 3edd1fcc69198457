// The exact values of an activation and its derivatives, by evaluating `definition` in as many bits as it takes.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <hillock/core/info.hpp>
#include <optional>
#include <span>

#include "jet.hpp"

namespace tests {

/// One activation with its parameters, as a formula.
struct reference {
  hillock::info about;
  const void *with_float_parameters, *with_double_parameters;  // rounded, as a kernel gets them
  jet (*definition)(const void* f, const jet& x);

  template <std::floating_point T>
  jet operator()(const jet& x) const {
    return definition(std::same_as<T, float> ? with_float_parameters : with_double_parameters, x);
  }
};

/// One for each of the rows (row.hpp), in the same order.
std::span<const reference> references();

/// f(x), f'(x) and f''(x) for a finite x: the working precision is doubled until two results agree to 120 bits. At a
/// kink the derivatives are those from the side that `about` names.
template <std::floating_point T>
jet exact(const reference& f, T x);

/// f'(x) where f(x) = y, by a search for x; nothing where that is no question: y outside the range of f, or f not
/// monotone.
template <std::floating_point T>
std::optional<real> exact_derivative_from_output(const reference& f, T y);

}  // namespace tests
