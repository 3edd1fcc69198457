// f(x + bias) and f(scale x) of some activations. Compiled once for each instruction set, named HILLOCK_TESTS_SET.
// SPDX-License-Identifier: MIT
#include <array>
#include <hillock/hillock.hpp>
#include <vector>

#include "epilogues_unit.hpp"
#include "gates_samples.hpp"

#define EPILOGUES_(set) epilogues_##set
#define EPILOGUES(set) EPILOGUES_(set)

namespace tests {
namespace {

template <class F, class T>
constexpr epilogue_calls<T> make_epilogue_calls() {
  using in = std::span<const T>;
  using out = std::span<T>;
  using axis = const hillock::axis&;
  epilogue_calls<T> calls{
      .lanes = hillock::batch<T>::size,
      .forward = [](in x, in bias, out y, axis a) { hillock::forward_with_bias(F{}, x, bias, y, a); },
      .unchecked_forward = [](in x, in bias, out y,
                              axis a) { hillock::unchecked::forward_with_bias(F{}, x, bias, y, a); },
      .backward = [](in x, in bias, in grad_y, out grad_x, out grad_bias,
                     axis a) { hillock::backward_with_bias(F{}, x, bias, grad_y, grad_x, grad_bias, a); },
      .unchecked_backward =
          [](in x, in bias, in grad_y, out grad_x, out grad_bias, axis a) {
            hillock::unchecked::backward_with_bias(F{}, x, bias, grad_y, grad_x, grad_bias, a);
          },
      .plain = {[](in x, out y) { hillock::forward(F{}, x, y); }, [](in x, out y) { hillock::derivative(F{}, x, y); }},
      .scaled =
          {
              [](in x, out y) { hillock::forward(hillock::scaled{F{}, epilogue_scale}, x, y); },
              [](in x, out y) { hillock::derivative(hillock::scaled{F{}, epilogue_scale}, x, y); },
          }};
  if constexpr (requires(T x) { F{}.second_derivative(x); }) {
    calls.plain[2] = [](in x, out y) { hillock::second_derivative(F{}, x, y); };
    calls.scaled[2] = [](in x, out y) { hillock::second_derivative(hillock::scaled{F{}, epilogue_scale}, x, y); };
  }
  if constexpr (requires(T x) { F{}.derivative_from_output(x); }) {
    calls.plain[3] = [](in y, out d) {
      const std::vector<T> ones(y.size(), T(1));
      hillock::backward_from_output(F{}, y, ones, d);
    };
    calls.scaled[3] = [](in y, out d) {
      const std::vector<T> ones(y.size(), T(1));
      hillock::backward_from_output(hillock::scaled{F{}, epilogue_scale}, y, ones, d);
    };
  }
  return calls;
}

template <class F>
constexpr epilogue make_epilogue() {
  return {.instruction_set = hillock::instruction_set,
          .name = F::about.name,
          .float32 = make_epilogue_calls<F, float>(),
          .float64 = make_epilogue_calls<F, double>()};
}

}  // namespace

std::span<const epilogue> EPILOGUES(HILLOCK_TESTS_SET)();
std::span<const epilogue> EPILOGUES(HILLOCK_TESTS_SET)() {
  static const std::array<epilogue, 5> all{make_epilogue<identity>(), make_epilogue<cubic>(),
                                           make_epilogue<hillock::relu>(), make_epilogue<hillock::silu>(),
                                           make_epilogue<hillock::tanh>()};
  return all;
}

}  // namespace tests
