// The exact results of normalisers, and of the gradients they give back.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <span>
#include <vector>

#include "reference/real.hpp"

namespace tests {

/// A gradient, and the size of the terms that it is the sum of: errors are relative to that.
struct real_gradient {
  real value, size;
};

/// One normaliser with its parameters, as formulas.
struct row_reference {
  double scale;
  const void *with_float_parameters, *with_double_parameters;  // rounded, as a kernel gets them
  void (*definition)(const void* f, std::span<const real> x, std::span<real> y);
  std::vector<real_gradient> (*gradient)(const void* f, std::span<const real> y, std::span<const real> grad_y);

  template <std::floating_point T>
  const void* f() const {
    return std::same_as<T, float> ? with_float_parameters : with_double_parameters;
  }
};

/// One for each normaliser of a set, in the same order.
std::span<const row_reference> row_references();

/// f(x) for a row of finite logits and masked ones, to about 110 bits.
template <std::floating_point T>
std::vector<real> exact_row(const row_reference& f, std::span<const T> x, long bits = 128);

/// The product of grad_y and f's Jacobian, as a function of the given y.
template <std::floating_point T>
std::vector<real_gradient> exact_gradient(const row_reference& f, std::span<const T> y, std::span<const T> grad_y);

}  // namespace tests
