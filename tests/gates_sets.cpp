// The instruction sets that the gated units were built for: those that instruction_sets() says run here; and definitions.
// SPDX-License-Identifier: MIT
#include "failures.hpp"
#include "gates_samples.hpp"
#include "gates_unit.hpp"
#include "row.hpp"

namespace tests {

#define SET(set) std::span<const gate_unit> gates_##set();
HILLOCK_TESTS_SETS
#undef SET

std::span<const gate_set> gate_sets() {
  static const std::vector<gate_set> all = [] {
    std::vector<gate_set> result;
    const auto add = [&](std::string_view set, std::span<const gate_unit> (*units)()) {
      if (runs_here(set)) result.push_back({set, units()});
    };
#define SET(set) add(#set, gates_##set);
    HILLOCK_TESTS_SETS
#undef SET
    return result;
  }();
  return all;
}

template <std::floating_point T>
std::string name(const gate_unit& u) {
  std::size_t number = 0;
  for (const gate_set& set : gate_sets())
    if (set.instruction_set == u.instruction_set)
      for (const gate_unit& each : set.units) number += each.name == u.name && each.g <= u.g;
  return format("%s #%zu <%s> [%s]", u.name.data(), number, std::same_as<T, float> ? "float" : "double",
                u.instruction_set.data());
}
template std::string name<float>(const gate_unit&);
template std::string name<double>(const gate_unit&);

namespace {
template <class G, class T>
const auto rounded_gates = [] {
  auto rounded = gate_samples<G>;
  if constexpr (requires(G g) { g.about.parameters; })
    for (G& g : rounded) g = hillock::with_rounded_parameters<T>(g);
  return rounded;
}();
}  // namespace

std::span<const gate_reference> gate_references() {
  static const std::vector<gate_reference> all = [] {
    std::vector<gate_reference> result;
    for_each_gate([&]<class G>() {
      for (std::size_t i = 0; i < gate_samples<G>.size(); ++i)
        result.push_back({.with_float_parameters = &rounded_gates<G, float>[i],
                          .with_double_parameters = &rounded_gates<G, double>[i],
                          .definition = [](const void* g, const real& gate, const real& value) {
                            return static_cast<const G*>(g)->definition(gate, value);
                          }});
    });
    return result;
  }();
  return all;
}

}  // namespace tests
