// Makes `normaliser`s, for the instruction set that the including file is compiled for.
// SPDX-License-Identifier: MIT
#pragma once

#include <hillock/hillock.hpp>

#include "rows_normaliser.hpp"
#include "rows_samples.hpp"

namespace tests {
// Unnamed, so that objects for different instruction sets share none of it.
namespace {

template <class F, class T>
void call_forward(const void* f, std::span<const T> x, std::span<T> y, const hillock::axis* a) {
  const F& g = *static_cast<const F*>(f);
  a ? hillock::forward(g, x, y, *a) : hillock::forward(g, x, y);
}
template <class F, class T>
void call_unchecked_forward(const void* f, std::span<const T> x, std::span<T> y, const hillock::axis* a) {
  const F& g = *static_cast<const F*>(f);
  a ? hillock::unchecked::forward(g, x, y, *a) : hillock::unchecked::forward(g, x, y);
}
template <class F, class T>
void call_backward(const void* f, std::span<const T> y, std::span<const T> grad_y, std::span<T> grad_x,
                   const hillock::axis* a) {
  const F& g = *static_cast<const F*>(f);
  a ? hillock::backward_from_output(g, y, grad_y, grad_x, *a) : hillock::backward_from_output(g, y, grad_y, grad_x);
}
template <class F, class T>
void call_unchecked_backward(const void* f, std::span<const T> y, std::span<const T> grad_y, std::span<T> grad_x,
                             const hillock::axis* a) {
  const F& g = *static_cast<const F*>(f);
  a ? hillock::unchecked::backward_from_output(g, y, grad_y, grad_x, *a)
    : hillock::unchecked::backward_from_output(g, y, grad_y, grad_x);
}

template <class F, class T>
constexpr normaliser_calls<T> make_normaliser_calls() {
  normaliser_calls<T> calls{.lanes = hillock::batch<T>::size,
                            .forward = call_forward<F, T>,
                            .unchecked_forward = call_unchecked_forward<F, T>,
                            .backward_from_output = nullptr,
                            .unchecked_backward_from_output = nullptr};
  if constexpr (requires { typename F::template gradients<hillock::batch<T>>; }) {
    calls.backward_from_output = call_backward<F, T>;
    calls.unchecked_backward_from_output = call_unchecked_backward<F, T>;
  }
  return calls;
}

template <class F>
constexpr normaliser make_normaliser(std::size_t sample = 0) {
  const F& f = normaliser_samples<F>[sample];
  return {.instruction_set = hillock::instruction_set,
          .about = F::about,
          .f = &f,
          .scale = logit_scale(f),
          .zeros_where_all_masked = gives_zeros(f),
          .float32 = make_normaliser_calls<F, float>(),
          .float64 = make_normaliser_calls<F, double>()};
}

}  // namespace
}  // namespace tests
