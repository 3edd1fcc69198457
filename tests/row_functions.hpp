// What the properties get to see of functions over rows that take more than rows: masks, targets, one number a row. Plain
// function pointers, as rows_normaliser.hpp has them. Made in row_functions.cpp. Nothing here may lie in hillock's inline
// namespace.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <hillock/core/axis.hpp>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

namespace tests {

enum class row_function {
  softmax,
  softmax_backward,
  log_softmax,
  log_softmax_backward,
  logsumexp,
  logsumexp_backward,
  cross_entropy,
  cross_entropy_and_gradient,
  cross_entropy_backward,
};

/// Which of the row_operands it has.
struct row_function_facts {
  std::string_view f, call;
  int row_inputs;  ///< x, and grad
  bool mask, target;
  int numbers;  ///< how many of `given`
  bool results, out;
};
inline constexpr row_function_facts row_functions[]{
    {"softmax", "forward", 1, true, false, 0, false, true},
    {"softmax", "backward_from_output", 2, false, false, 0, false, true},
    {"log_softmax", "forward", 1, true, false, 0, false, true},
    {"log_softmax", "backward_from_output", 2, false, false, 0, false, true},
    {"logsumexp", "forward", 1, true, false, 0, true, false},
    {"logsumexp", "backward", 1, true, false, 2, false, true},
    {"softmax_cross_entropy", "forward", 1, false, true, 0, true, false},
    {"softmax_cross_entropy", "forward_and_gradient", 1, false, true, 0, true, true},
    {"softmax_cross_entropy", "backward", 1, false, true, 1, false, true},
};
inline constexpr std::size_t row_function_count = std::size(row_functions);
inline const row_function_facts& facts(row_function f) { return row_functions[static_cast<std::size_t>(f)]; }

/// An array, or a callable: one by a pointer, or one that the compiler sees. To spare compilers, softmax and log_softmax have no
/// `none` (rows_normaliser.hpp has those calls), and softmax alone has callables.
enum class mask_kind { none, array, function, alibi };

template <class T>
struct mask_operand {
  mask_kind kind = mask_kind::none;
  std::span<const T> terms{};                                           ///< array
  T (*term)(const void* context, std::size_t row, std::size_t k) = {};  ///< function
  const void* context = nullptr;
  T slope = 0;  ///< alibi: times k - row
};

/// One of the two.
template <class T>
struct target_operand {
  bool is_dense = false;
  std::span<const T> dense{};
  std::span<const std::int32_t> index{};
};

template <class T>
struct row_operands {
  std::span<const T> x{}, grad{};  ///< x is y where the gradient is taken from the output
  mask_operand<T> mask{};
  target_operand<T> target{};
  std::span<const T> given[2]{};  ///< one a row: y and grad_y of logsumexp, grad_loss
  std::span<T> results{};         ///< one a row
  std::span<T> out{};
};

struct row_parameters {
  double scale = 1;
  bool zeros = false;  ///< where all is masked
};

template <class T>
using row_call = void (*)(row_parameters, hillock::axis, const row_operands<T>&);

/// softmax_state, in memory of the caller's.
template <class T>
struct state_calls {
  struct memory {
    T words[4];
  };
  memory (*make)();
  void (*update)(memory&, std::span<const T> x, double scale);
  void (*merge)(memory&, const memory& other);
  T (*largest)(const memory&);
  T (*sum)(const memory&);
  T (*logsumexp)(const memory&);
};

template <class T>
struct row_calls {
  std::string_view instruction_set;
  std::size_t lanes;
  struct {
    row_call<T> checked, unchecked;
  } of[row_function_count];
  state_calls<T> state;

  auto& operator[](row_function f) { return of[static_cast<std::size_t>(f)]; }
  auto& operator[](row_function f) const { return of[static_cast<std::size_t>(f)]; }
};

/// The functions of one instruction set.
struct row_function_set {
  row_calls<float> float32;
  row_calls<double> float64;

  template <std::floating_point T>
  const row_calls<T>& in() const {
    if constexpr (std::same_as<T, float>)
      return float32;
    else
      return float64;
  }
};

/// Those that this CPU runs.
std::span<const row_function_set> row_function_sets();

}  // namespace tests
