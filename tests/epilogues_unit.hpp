// What the properties get to see of f(x + bias) and f(scale x): plain function pointers, made in epilogues_objects.cpp; and
// the properties, each a function that returns what it found wrong. Nothing here may lie in hillock's inline namespace.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <hillock/core/axis.hpp>
#include <span>
#include <string_view>

#include "failures.hpp"

namespace tests {

template <class T>
struct epilogue_calls {
  using with_bias = void (*)(std::span<const T> x, std::span<const T> bias, std::span<T> y, const hillock::axis& a);
  using gradients = void (*)(std::span<const T> x, std::span<const T> bias, std::span<const T> grad_y,
                             std::span<T> grad_x, std::span<T> grad_bias, const hillock::axis& a);
  using map = void (*)(std::span<const T> x, std::span<T> y);
  std::size_t lanes;
  with_bias forward, unchecked_forward;
  gradients backward, unchecked_backward;
  /// f, f', f'' and f' from the output; null where there is none. The same of scaled{f, 0.3}.
  map plain[4], scaled[4];
};
inline constexpr double epilogue_scale = 0.3;

struct epilogue {
  std::string_view instruction_set, name;
  epilogue_calls<float> float32;
  epilogue_calls<double> float64;

  template <std::floating_point T>
  const epilogue_calls<T>& in() const {
    if constexpr (std::same_as<T, float>)
      return float32;
    else
      return float64;
  }
};

struct epilogue_set {
  std::string_view instruction_set;
  std::span<const epilogue> all;
};

/// Those of the instruction sets that this CPU runs.
std::span<const epilogue_set> epilogue_sets();

/// The bits of adding, f and multiplying, at every place, in place or not, checked or not; nothing else is written. The
/// gradient by the bias is the same at every place, and the sum of grad_x but for a rounding.
failures bias_bits(const epilogue& e);

/// The same bits of arrays beyond the caches, where stores pass them.
failures bias_streaming(const epilogue& e);

/// The error of that sum does not grow with the number of terms.
failures bias_sums(const epilogue& e);

/// Infinite and NaN gradients reach their own bias, and no other.
failures bias_edges(const epilogue& e);

/// Nothing beyond the arrays is touched.
failures bias_guards(const epilogue& e);

/// A wrong call throws std::invalid_argument, naming the function and the numbers, and writes nothing.
failures bias_misuse(const epilogue& e);

/// The bits of multiplying before f and after f'.
failures scaled_bits(const epilogue& e);

}  // namespace tests
