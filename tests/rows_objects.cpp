// hillock's normalisers with their parameters. Compiled once for each instruction set, whose name is HILLOCK_TESTS_SET.
// SPDX-License-Identifier: MIT

#include "rows_make.hpp"

#define NORMALISERS_(set) normalisers_##set
#define NORMALISERS(set) NORMALISERS_(set)

namespace tests {

std::span<const normaliser> NORMALISERS(HILLOCK_TESTS_SET)();
std::span<const normaliser> NORMALISERS(HILLOCK_TESTS_SET)() {
  static constexpr auto all = [] {
    constexpr std::size_t count = [] {
      std::size_t n = 0;
      hillock::normalisers::for_each([&]<class F>() { n += normaliser_samples<F>.size(); });
      return n;
    }();
    std::array<normaliser, count> result{};
    std::size_t i = 0;
    hillock::normalisers::for_each([&]<class F>() {
      for (std::size_t sample = 0; sample < normaliser_samples<F>.size(); ++sample)
        result[i++] = make_normaliser<F>(sample);
    });
    return result;
  }();
  return all;
}

}  // namespace tests
