// The instruction sets that the functions over rows were built for: those that instruction_sets() says run here.
// SPDX-License-Identifier: MIT
#include <vector>

#include "row.hpp"
#include "row_functions.hpp"

namespace tests {

#define SET(set) const row_function_set& row_functions_##set();
HILLOCK_TESTS_SETS
#undef SET

std::span<const row_function_set> row_function_sets() {
  static const std::vector<row_function_set> all = [] {
    std::vector<row_function_set> result;
    const auto add = [&](std::string_view name, const row_function_set& functions) {
      if (runs_here(name)) result.push_back(functions);
    };
#define SET(set) add(#set, row_functions_##set());
    HILLOCK_TESTS_SETS
#undef SET
    return result;
  }();
  return all;
}

}  // namespace tests
