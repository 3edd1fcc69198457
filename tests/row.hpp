// What the properties get to see of an activation: one row for each set of parameters, made of data and plain function
// pointers, so that properties are ordinary loops, compiled once, whatever instruction set the row was compiled for.
// Rows are made in make_rows.hpp. Nothing here may lie in hillock's inline namespace.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <hillock/core/info.hpp>
#include <span>
#include <string_view>

#include "math_functions.hpp"

namespace tests {

/// The members of an activation that map a value to a value.
enum class member { value, derivative, second_derivative, derivative_from_output };
inline constexpr member members[]{member::value, member::derivative, member::second_derivative,
                                  member::derivative_from_output};
inline constexpr std::string_view member_names[]{"", ".derivative", ".second_derivative", ".derivative_from_output"};

/// One member, called in every way. Null where the activation has no such member.
template <class T>
struct member_calls {
  T (*scalar)(const void* f, T x);
  void (*batch)(const void* f, const T* x, T* y);  ///< one register: `lanes` elements
  // f(x[i]) + r[i], where a compiler might fuse f's last product and the sum
  void (*batch_sum)(const void* f, const T* x, const T* r, T* y);
  void (*loop_sum)(const void* f, const T* x, const T* r, T* y, std::size_t n);

  explicit operator bool() const { return scalar != nullptr; }
};

enum class array_function {
  forward,
  derivative,
  second_derivative,
  forward_and_derivative,
  backward,
  backward_from_output
};

/// out[k] = computes[k] of in[0], times in[1] where there is one.
struct array_facts {
  std::string_view name;
  int inputs, outputs;
  member computes[2];
};
inline constexpr array_facts array_functions[]{
    {.name = "forward", .inputs = 1, .outputs = 1, .computes = {member::value}},
    {.name = "derivative", .inputs = 1, .outputs = 1, .computes = {member::derivative}},
    {.name = "second_derivative", .inputs = 1, .outputs = 1, .computes = {member::second_derivative}},
    {.name = "forward_and_derivative", .inputs = 1, .outputs = 2, .computes = {member::value, member::derivative}},
    {.name = "backward", .inputs = 2, .outputs = 1, .computes = {member::derivative}},
    {.name = "backward_from_output", .inputs = 2, .outputs = 1, .computes = {member::derivative_from_output}},
};
inline constexpr std::size_t array_function_count = std::size(array_functions);

/// The arguments of an array function; it uses as many as it has.
template <class T>
struct operands {
  std::span<const T> in[2];
  std::span<T> out[2];
};

template <class T>
using array_call = void (*)(const void* f, const operands<T>&);

/// Null where the activation lacks the member.
template <class T>
struct array_calls {
  array_call<T> checked, unchecked;
};

template <class T>
struct calls {
  std::size_t lanes;
  member_calls<T> of[std::size(members)];
  array_calls<T> arrays[array_function_count];

  const member_calls<T>& operator[](member m) const { return of[static_cast<std::size_t>(m)]; }
  member_calls<T>& operator[](member m) { return of[static_cast<std::size_t>(m)]; }
  const array_calls<T>& operator[](array_function a) const { return arrays[static_cast<std::size_t>(a)]; }
  array_calls<T>& operator[](array_function a) { return arrays[static_cast<std::size_t>(a)]; }
};

struct row {
  std::string_view instruction_set;
  hillock::info about;
  const void* f;  ///< the activation, the first argument of every call
  calls<float> float32;
  calls<double> float64;

  template <std::floating_point T, class Row>
  static auto& calls_of(Row& r) {
    if constexpr (std::same_as<T, float>)
      return r.float32;
    else
      return r.float64;
  }
  template <std::floating_point T>
  const calls<T>& in() const {
    return calls_of<T>(*this);
  }
  template <std::floating_point T>
  calls<T>& in() {
    return calls_of<T>(*this);
  }
};

inline bool in_domain(const row& r, double x) { return r.about.domain.lowest <= x && x <= r.about.domain.highest; }

/// The rows of one instruction set, one for each of the references (reference/reference.hpp), and its functions.
struct instruction_set {
  std::string_view name;
  std::span<const row> rows;
  std::span<const math_function> functions;
};

/// The instruction sets that this CPU runs, and the names of those built that it does not.
std::span<const instruction_set> instruction_sets();
std::span<const std::string_view> skipped_instruction_sets();
inline bool runs_here(std::string_view set) {
  return std::ranges::find(instruction_sets(), set, &instruction_set::name) != instruction_sets().end();
}

}  // namespace tests
