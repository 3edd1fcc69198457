// The rows of hillock's activations. Compiled once for each instruction set, whose name is HILLOCK_TESTS_SET.
// SPDX-License-Identifier: MIT
#include <array>

#include "make_rows.hpp"

#define ROWS_(set) rows_##set
#define ROWS(set) ROWS_(set)
#define STRING_(x) #x
#define STRING(x) STRING_(x)

namespace tests {

static_assert(std::string_view(hillock::instruction_set) == STRING(HILLOCK_TESTS_SET),
              "the compiler's options did not select the instruction set that this object is for");

std::span<const row> ROWS(HILLOCK_TESTS_SET)();
std::span<const row> ROWS(HILLOCK_TESTS_SET)() {
  static constexpr auto rows = [] {
    constexpr std::size_t count = [] {
      std::size_t n = 0;
      hillock::activations::for_each([&]<class F>() { n += samples<F>.size(); });
      return n;
    }();
    std::array<row, count> result{};
    std::size_t i = 0;
    hillock::activations::for_each([&]<class F>() {
      for (std::size_t sample = 0; sample < samples<F>.size(); ++sample) result[i++] = make_row<F>(sample);
    });
    return result;
  }();
  return rows;
}

}  // namespace tests
