// The exact values of an activation and its derivatives, by evaluating `definition` in as many bits as it takes.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <hillock/core/info.hpp>
#include <optional>
#include <span>

#include "ball.hpp"
#include "jet.hpp"

namespace tests {

/// One activation with its parameters, as a formula.
struct reference {
  hillock::info about;
  const void *with_float_parameters, *with_double_parameters;  // rounded, as a kernel gets them
  jet (*definition)(const void* f, const jet& x);
  basic_jet<ball> (*in_balls)(const void* f, const basic_jet<ball>& x);
  real (*value)(const void* f, const real& x);  ///< the same without derivatives, which cost most

  template <std::floating_point T>
  jet operator()(const jet& x) const {
    return definition(parameters<T>(), x);
  }
  template <std::floating_point T>
  basic_jet<ball> operator()(const basic_jet<ball>& x) const {
    return in_balls(parameters<T>(), x);
  }
  template <std::floating_point T>
  real operator()(const real& x) const {
    return value(parameters<T>(), x);
  }

 private:
  template <std::floating_point T>
  const void* parameters() const {
    return std::same_as<T, float> ? with_float_parameters : with_double_parameters;
  }
};

/// One for each of the rows (row.hpp), in the same order.
std::span<const reference> references();

/// f(x), f'(x) and f''(x) for a finite x: the working precision is doubled until two results agree to 120 bits. At a
/// kink the derivatives are those from the side that `about` names.
template <std::floating_point T>
jet exact(const reference& f, T x);

/// f(x) alone.
template <std::floating_point T>
real exact_value(const reference& f, T x);

/// What `exact` gives to 80 bits, at a fraction of the cost for most x. It could be wrong where all of a result is lost in a sum
/// twice: what depends on it should be confirmed by `exact`.
template <std::floating_point T>
jet nearly_exact(const reference& f, T x);

/// The same to within radii that are small for most x, at a fraction of a hundredth of the cost. At a kink they are infinite.
template <std::floating_point T>
basic_jet<ball> enclosure(const reference& f, T x);

/// The same by one evaluation with 128 bits, 64 more than `enclosure` has: so many bits better than its radii.
template <std::floating_point T>
jet narrowed(const reference& f, T x);
template <std::floating_point T>
real narrowed_value(const reference& f, T x);

/// f(x) correctly rounded, for a formula that loses no more than 40 bits to cancellation: by one evaluation, even where f(x)
/// is all but half-way between two numbers.
template <std::floating_point T>
T rounded_value(const reference& f, T x);

/// f'(x) where f(x) = y, by a search for x; nothing where that is no question: y outside the range of f, or f not
/// monotone.
template <std::floating_point T>
std::optional<real> exact_derivative_from_output(const reference& f, T y);

}  // namespace tests
