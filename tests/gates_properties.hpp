// The properties of gated units, each a function that returns what it found wrong with one. The tests apply them to
// hillock's, and gates_mutants_test.cpp to broken ones that they must find out.
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "failures.hpp"
#include "gates_unit.hpp"
#include "inputs.hpp"

namespace tests {

/// Gates, values and gradients by the output, of one length.
template <class T>
struct gate_inputs {
  std::vector<T> gate, value, grad_out;

  std::size_t size() const { return gate.size(); }
  /// Every form that such inputs can take, short rows included.
  std::vector<gate_form> forms() const;
};

/// Ordinary ones, within +-reach.
template <std::floating_point T>
gate_inputs<T> ordinary_gates(std::size_t n, double reach = 6);

/// Ordinary ones and every pair of zeros, subnormal, large and infinite numbers, NaN and numbers around the limit.
template <std::floating_point T>
gate_inputs<T> edge_gates(const gate_unit& u);

/// Gates and values in one array, and apart again.
template <class T>
std::vector<T> pack(const gate_form& form, const std::vector<T>& gate, const std::vector<T>& value);
template <class T>
void unpack(const gate_form& form, std::span<const T> x, std::vector<T>& gate, std::vector<T>& value);

/// What u gives for the inputs in a form.
template <class T>
struct gate_results {
  std::vector<T> out, grad_gate, grad_value;
};
template <std::floating_point T>
gate_results<T> results(const gate_unit& u, const gate_inputs<T>& in, const gate_form& form);

/// What the activation and multiplications give; where the unit evaluates once, the gradients are its own, of arrays apart.
template <std::floating_point T>
gate_results<T> products(const gate_unit& u, const gate_inputs<T>& in);

// gates_definition_test.cpp

/// The result is the definition's, but for the activation's error and the roundings that gated.hpp names.
template <class T>
failures gate_definition(const gate_unit& u, const gate_reference& of);

/// Where a unit evaluates f and f' together, the gradients are the definition's, but for the errors of both and the
/// roundings that gated.hpp names.
template <class T>
failures gate_gradient_definition(const gate_unit& u, const gate_reference& of);

/// The same of many gates in float, where the value and grad_out are 1: f and f' themselves, against those in double.
failures gate_gradient_errors(const gate_unit& u, const gate_reference& of);

/// Both gradients are what central differences of forward in double give.
failures gate_gradient_differences(const gate_unit& u);

// gates_bits_test.cpp

/// Results, and gradients but of units that evaluate once, have the bits of the activation's and of multiplications; and
/// the same ones in every form.
failures gate_bits(const gate_unit& u);

/// NaN gives NaN; where the activation has a limit, an infinite gate gives that times the value.
failures gate_edges(const gate_unit& u);

// gates_position_test.cpp

/// The same bits at every length, offset and form, in place or not, checked or not; nothing else is written.
failures gate_position(const gate_unit& u);

/// Arrays beyond the caches, where stores pass them, at even and odd offsets.
template <class T>
failures gate_streaming(const gate_unit& u);

/// Nothing beyond the arrays is touched.
failures gate_guards(const gate_unit& u);

// gates_misuse_test.cpp

/// A wrong call throws std::invalid_argument, naming the function and the numbers, and writes nothing.
failures gate_misuse(const gate_unit& u);

/// property(unit), or property(unit, its reference), of every unit that this CPU runs.
template <class Property>
void for_each_unit(const Property& property) {
  for (const gate_set& set : gate_sets())
    for (std::size_t i = 0; i < set.units.size(); ++i) {
      if constexpr (requires { property(set.units[i]); })
        property(set.units[i]);
      else
        property(set.units[i], gate_references()[i]);
    }
}

}  // namespace tests
