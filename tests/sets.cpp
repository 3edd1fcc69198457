// The instruction sets that the rows were built for: CMake lists them in HILLOCK_TESTS_SETS as SET(sse2) SET(avx512) ...
// SPDX-License-Identifier: MIT
#include <vector>

#include "row.hpp"

namespace tests {

#define SET(name)                     \
  std::span<const row> rows_##name(); \
  std::span<const math_function> math_functions_##name();
HILLOCK_TESTS_SETS
#undef SET

namespace {

// Whether this CPU has what CMakeLists.txt compiles the set for. The preset's own set is meant for this CPU.
bool runs_here([[maybe_unused]] std::string_view set) {
#if defined(__x86_64__)
  if (set.starts_with("avx512"))
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
  if (set.starts_with("avx")) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  return true;
}

struct sets {
  std::vector<instruction_set> running;
  std::vector<std::string_view> skipped;

  void add(std::string_view name, std::span<const row> (*rows)(), std::span<const math_function> (*functions)()) {
    if (runs_here(name))
      running.push_back({name, rows(), functions()});
    else
      skipped.push_back(name);
  }
};

const sets& all() {
  static const sets found = [] {
    sets s;
#define SET(name) s.add(#name, rows_##name, math_functions_##name);
    HILLOCK_TESTS_SETS
#undef SET
    return s;
  }();
  return found;
}

}  // namespace

std::span<const instruction_set> instruction_sets() { return all().running; }
std::span<const std::string_view> skipped_instruction_sets() { return all().skipped; }

}  // namespace tests
