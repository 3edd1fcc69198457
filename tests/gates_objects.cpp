// Gated units with their parameters. Compiled once for each instruction set, whose name is HILLOCK_TESTS_SET.
// SPDX-License-Identifier: MIT
#include <hillock/hillock.hpp>

#include "gates_samples.hpp"
#include "gates_unit.hpp"

#define GATES_(set) gates_##set
#define GATES(set) GATES_(set)

namespace tests {
namespace {

// use(a layout of hillock's)
template <class Use>
void with_layout(const gate_form& form, const Use& use) {
  if (form.lies == gate_form::kind::halves)
    use(hillock::halves{.gate = form.gate, .length = form.length});
  else
    use(hillock::interleaved{.gate = form.gate});
}

template <class G, class T, bool Checked>
void call_forward(const void* p, const gate_form& form, const gate_arguments<T>& a) {
  const G& g = *static_cast<const G*>(p);
  const auto call = [&](auto&&... arguments) {
    if constexpr (Checked)
      hillock::forward(g, arguments...);
    else
      hillock::unchecked::forward(g, arguments...);
  };
  if (form.packed())
    with_layout(form, [&](auto layout) { call(a.in[0], a.out[0], layout); });
  else
    call(a.in[0], a.in[1], a.out[0]);
}

template <class G, class T, bool Checked>
void call_backward(const void* p, const gate_form& form, const gate_arguments<T>& a) {
  const G& g = *static_cast<const G*>(p);
  const auto call = [&](auto&&... arguments) {
    if constexpr (Checked)
      hillock::backward(g, arguments...);
    else
      hillock::unchecked::backward(g, arguments...);
  };
  if (form.packed())
    with_layout(form, [&](auto layout) { call(a.in[0], a.grad_out, a.out[0], layout); });
  else
    call(a.in[0], a.in[1], a.grad_out, a.out[0], a.out[1]);
}

template <class G, class T>
void call_activation(const void* p, std::span<const T> x, std::span<T> f, std::span<T> slope) {
  const auto activation = activation_in(*static_cast<const G*>(p));
  hillock::forward(activation, x, f);
  hillock::derivative(activation, x, slope);
}

template <class G, class T>
constexpr gate_calls<T> make_gate_calls() {
  return {.lanes = hillock::batch<T>::size,
          .forward = call_forward<G, T, true>,
          .unchecked_forward = call_forward<G, T, false>,
          .backward = call_backward<G, T, true>,
          .unchecked_backward = call_backward<G, T, false>,
          .activation = call_activation<G, T>};
}

template <class G>
constexpr std::string_view name_of() {
  if constexpr (requires { G::about; })
    return G::about.name;
  else
    return "gated";
}

template <class F>
hillock::error_bounds float_gradient_bounds(const F& f) {
  hillock::error_bounds bounds = hillock::about(f).at(hillock::accuracy::faithful).float32;
  if constexpr (std::same_as<F, hillock::swish> && hillock::math::takes_octaves<hillock::batch<float>>)
    if (f.beta == 1) bounds.derivative = hillock::math::by_octaves::silu_and_slope.slope_bound;
  return bounds;
}

}  // namespace

std::span<const gate_unit> GATES(HILLOCK_TESTS_SET)();
std::span<const gate_unit> GATES(HILLOCK_TESTS_SET)() {
  static const auto all = [] {
    std::array<gate_unit, gate_count> result{};
    std::size_t i = 0;
    for_each_gate([&]<class G>() {
      for (const G& g : gate_samples<G>)
        result[i++] = {.instruction_set = hillock::instruction_set,
                       .name = name_of<G>(),
                       .activation = hillock::about(activation_in(g)),
                       .limit = limit_of(g),
                       .added = added_in(g),
                       .evaluates_once = evaluates_once<G>,
                       .float_gradient_bounds = float_gradient_bounds(activation_in(g)),
                       .g = &g,
                       .float32 = make_gate_calls<G, float>(),
                       .float64 = make_gate_calls<G, double>()};
    });
    return result;
  }();
  return all;
}

}  // namespace tests
