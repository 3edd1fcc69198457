// Says which instruction sets are tried, and runs the tests.
// SPDX-License-Identifier: MIT
#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#define CATCH_CONFIG_CONSOLE_WIDTH 160
#include <catch2/catch.hpp>
#endif

#include <cstdio>

#include "row.hpp"

int main(int argc, char** argv) {
  for (const tests::instruction_set& set : tests::instruction_sets()) std::printf("tried: %s\n", set.name.data());
  for (const std::string_view name : tests::skipped_instruction_sets())
    std::printf("skipped, this CPU lacks it: %s\n", name.data());
  return Catch::Session().run(argc, argv);
}
