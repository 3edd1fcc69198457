// What the properties get to see of a gated unit: plain function pointers, as row.hpp has them for activations. Made in
// gates_objects.cpp. Nothing here may lie in hillock's inline namespace.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <hillock/core/gate_layout.hpp>
#include <hillock/core/info.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/real.hpp"

namespace tests {

/// How gates and values lie: in two arrays, or in one. length is that of a half row.
struct gate_form {
  enum class kind { apart, halves, interleaved };
  kind lies = kind::apart;
  hillock::half gate = hillock::half::first;
  std::size_t length = 0;

  bool packed() const { return lies != kind::apart; }
};

/// The inputs and outputs of a call. In one array, it is the first of `in`, and of `out` in backward.
template <class T>
struct gate_arguments {
  std::span<const T> in[2], grad_out;
  std::span<T> out[2];
};

template <class T>
struct gate_calls {
  using call = void (*)(const void* g, const gate_form& form, const gate_arguments<T>& arguments);
  std::size_t lanes;
  call forward, unchecked_forward, backward, unchecked_backward;
  void (*activation)(const void* g, std::span<const T> x, std::span<T> f, std::span<T> slope);  ///< by array functions
};

/// One unit with its parameters: f(min(gate, limit)) * (min(max(value, -limit), limit) + added).
struct gate_unit {
  std::string_view instruction_set;
  std::string_view name;
  hillock::info activation;
  double limit, added;
  bool evaluates_once;  ///< f and f' of the backward pass come from one evaluation, which has not the bits of either
  hillock::error_bounds float_gradient_bounds;  ///< how far these may be off
  const void* g;                                ///< the first argument of every call
  gate_calls<float> float32;
  gate_calls<double> float64;

  template <std::floating_point T>
  const gate_calls<T>& in() const {
    if constexpr (std::same_as<T, float>)
      return float32;
    else
      return float64;
  }
};

/// swiglu #2 <float> [avx512]
template <std::floating_point T>
std::string name(const gate_unit& u);

struct gate_set {
  std::string_view instruction_set;
  std::span<const gate_unit> units;
};

/// The units of those instruction sets that this CPU runs.
std::span<const gate_set> gate_sets();

/// One for each unit of a set, in the same order: the definition with parameters rounded to the type.
struct gate_reference {
  const void *with_float_parameters, *with_double_parameters;
  real (*definition)(const void* g, const real& gate, const real& value);

  template <std::floating_point T>
  real operator()(const real& gate, const real& value) const {
    return definition(std::same_as<T, float> ? with_float_parameters : with_double_parameters, gate, value);
  }
};
std::span<const gate_reference> gate_references();

}  // namespace tests
