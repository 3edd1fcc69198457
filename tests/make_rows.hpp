// Makes rows from activations, for the instruction set that the including file is compiled for.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <hillock/hillock.hpp>

#include "row.hpp"
#include "samples.hpp"

namespace tests {
// Unnamed, so that objects for different instruction sets share none of it.
namespace {

template <member M, class F, class V>
HILLOCK_INLINE auto call(const F& f, V x)
  requires(M == member::value) && requires { f(x); }
{
  return f(x);
}
template <member M, class F, class V>
HILLOCK_INLINE auto call(const F& f, V x)
  requires(M == member::derivative) && requires { f.derivative(x); }
{
  return f.derivative(x);
}
template <member M, class F, class V>
HILLOCK_INLINE auto call(const F& f, V x)
  requires(M == member::second_derivative) && requires { f.second_derivative(x); }
{
  return f.second_derivative(x);
}
template <member M, class F, class V>
HILLOCK_INLINE auto call(const F& f, V x)
  requires(M == member::derivative_from_output) && requires { f.derivative_from_output(x); }
{
  return f.derivative_from_output(x);
}

template <member M, class F, class T>
concept has_member = requires(const F& f, T x) { call<M>(f, x); };

template <class F>
HILLOCK_INLINE const F& as(const void* f) {
  return *static_cast<const F*>(f);
}

template <member M, class F, class T>
constexpr member_calls<T> make_member() {
  if constexpr (has_member<M, F, T>) {
    using V = hillock::batch<T>;
    return {
        .scalar = [](const void* f, T x) { return call<M>(as<F>(f), x); },
        .batch = [](const void* f, const T* x, T* y) { call<M>(as<F>(f), V::load_unaligned(x)).store_unaligned(y); },
        .batch_sum = [](const void* f, const T* x, const T* r,
                        T* y) { (call<M>(as<F>(f), V::load_unaligned(x)) + V::load_unaligned(r)).store_unaligned(y); },
        .loop_sum =
            [](const void* f, const T* x, const T* r, T* y, std::size_t n) {
              for (std::size_t i = 0; i < n; ++i) y[i] = call<M>(as<F>(f), x[i]) + r[i];
            },
    };
  } else {
    return {};
  }
}

template <array_function A, bool Checked, class F, class T>
void call_array(const void* p, const operands<T>& o) {
  using enum array_function;
  const F& f = as<F>(p);
  auto [a, b] = o.in;
  auto [y, d] = o.out;
  if constexpr (Checked) {
    if constexpr (A == forward) hillock::forward(f, a, y);
    if constexpr (A == derivative) hillock::derivative(f, a, y);
    if constexpr (A == second_derivative) hillock::second_derivative(f, a, y);
    if constexpr (A == forward_and_derivative) hillock::forward_and_derivative(f, a, y, d);
    if constexpr (A == backward) hillock::backward(f, a, b, y);
    if constexpr (A == backward_from_output) hillock::backward_from_output(f, a, b, y);
  } else {
    if constexpr (A == forward) hillock::unchecked::forward(f, a, y);
    if constexpr (A == derivative) hillock::unchecked::derivative(f, a, y);
    if constexpr (A == second_derivative) hillock::unchecked::second_derivative(f, a, y);
    if constexpr (A == forward_and_derivative) hillock::unchecked::forward_and_derivative(f, a, y, d);
    if constexpr (A == backward) hillock::unchecked::backward(f, a, b, y);
    if constexpr (A == backward_from_output) hillock::unchecked::backward_from_output(f, a, b, y);
  }
}

template <array_function A, class F, class T>
constexpr array_calls<T> make_array() {
  constexpr array_facts facts = array_functions[static_cast<std::size_t>(A)];
  if constexpr (has_member<facts.computes[0], F, T> && has_member<facts.computes[1], F, T>)
    return {.checked = call_array<A, true, F, T>, .unchecked = call_array<A, false, F, T>};
  else
    return {};
}

template <class F, class T>
constexpr calls<T> make_calls() {
  using enum array_function;
  return {
      .lanes = hillock::batch<T>::size,
      .of = {make_member<member::value, F, T>(), make_member<member::derivative, F, T>(),
             make_member<member::second_derivative, F, T>(), make_member<member::derivative_from_output, F, T>()},
      .arrays = {make_array<forward, F, T>(), make_array<derivative, F, T>(), make_array<second_derivative, F, T>(),
                 make_array<forward_and_derivative, F, T>(), make_array<backward, F, T>(),
                 make_array<backward_from_output, F, T>()},
  };
}

// The row of F::samples()[sample].
template <class F>
constexpr row make_row(std::size_t sample = 0) {
  return {
      .instruction_set = hillock::instruction_set,
      .about = hillock::about(samples<F>[sample]),
      .f = &samples<F>[sample],
      .float32 = make_calls<F, float>(),
      .float64 = make_calls<F, double>(),
  };
}

}  // namespace
}  // namespace tests
