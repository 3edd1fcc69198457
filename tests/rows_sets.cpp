// The instruction sets that the normalisers were built for: those that instruction_sets() says run here.
// SPDX-License-Identifier: MIT
#include <vector>

#include "failures.hpp"
#include "row.hpp"
#include "rows_normaliser.hpp"

namespace tests {

#define SET(set) std::span<const normaliser> normalisers_##set();
HILLOCK_TESTS_SETS
#undef SET

std::span<const normaliser_set> normaliser_sets() {
  static const std::vector<normaliser_set> all = [] {
    std::vector<normaliser_set> result;
    const auto add = [&](std::string_view name, std::span<const normaliser> (*normalisers)()) {
      if (runs_here(name)) result.push_back({name, normalisers()});
    };
#define SET(set) add(#set, normalisers_##set);
    HILLOCK_TESTS_SETS
#undef SET
    return result;
  }();
  return all;
}

template <std::floating_point T>
std::string name(const normaliser& n) {
  return format("%s{scale = %g%s}<%s> [%s]", n.about.name.data(), n.scale,
                n.zeros_where_all_masked ? ", all_masked = zeros" : "", std::same_as<T, float> ? "float" : "double",
                n.instruction_set.data());
}
template std::string name<float>(const normaliser&);
template std::string name<double>(const normaliser&);

}  // namespace tests
