// What the properties get to see of a function over rows: plain function pointers, as row.hpp has them for activations.
// Made in rows_make.hpp. Nothing here may lie in hillock's inline namespace.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <hillock/core/axis.hpp>
#include <hillock/core/info.hpp>
#include <span>
#include <string>
#include <string_view>

namespace tests {

/// The functions of one element type. A null axis stands for a call without one.
template <class T>
struct normaliser_calls {
  using forward_call = void (*)(const void* f, std::span<const T> x, std::span<T> y, const hillock::axis* a);
  using backward_call = void (*)(const void* f, std::span<const T> y, std::span<const T> grad_y, std::span<T> grad_x,
                                 const hillock::axis* a);
  std::size_t lanes;
  forward_call forward, unchecked_forward;
  backward_call backward_from_output, unchecked_backward_from_output;  ///< null where there is none
};

/// One normaliser with its parameters.
struct normaliser {
  std::string_view instruction_set;
  hillock::info about;
  const void* f;  ///< the first argument of every call
  double scale;   ///< of the logits: softmin's is negative
  bool zeros_where_all_masked;
  normaliser_calls<float> float32;
  normaliser_calls<double> float64;

  template <std::floating_point T>
  const normaliser_calls<T>& in() const {
    if constexpr (std::same_as<T, float>)
      return float32;
    else
      return float64;
  }

  /// The results are logarithms of probabilities.
  bool logarithmic() const { return about.range.highest == 0; }

  /// scale as the kernel for T gets it
  template <std::floating_point T>
  double scale_in() const {
    return static_cast<double>(static_cast<T>(scale));
  }
};

/// softmax{scale = 0.3}<float> [avx512]
template <std::floating_point T>
std::string name(const normaliser& n);

/// The normalisers of one instruction set, one for each of the row_references (rows_reference.hpp).
struct normaliser_set {
  std::string_view instruction_set;
  std::span<const normaliser> normalisers;
};

/// Those that this CPU runs.
std::span<const normaliser_set> normaliser_sets();

}  // namespace tests
