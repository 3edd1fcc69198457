// Elementwise work split anywhere, and rows between rows, over OpenMP's threads: the bits of one call.
// SPDX-License-Identifier: MIT
#include <omp.h>

#include <algorithm>
#include <cstdio>
#include <hillock/hillock.hpp>
#include <span>
#include <vector>

#include "support/one_call.hpp"

int main() {
  constexpr std::size_t rows = 4000, length = 1000;
  const std::vector<float> numbers = examples::random_logits(rows * length);
  const std::span<const float> x = numbers;
  std::printf("OpenMP, %d threads\n", omp_get_max_threads());

  const hillock::mish mish;
  const bool same_elements = examples::compare(
      "mish", x.size(), [&](std::span<float> y) { hillock::forward(mish, x, y); },
      [&](std::span<float> y) {
        constexpr std::size_t piece = 10007;  // any length does
#pragma omp parallel for
        for (std::size_t i = 0; i < x.size(); i += piece) {
          const std::size_t n = std::min(piece, x.size() - i);
          hillock::forward(mish, x.subspan(i, n), y.subspan(i, n));
        }
      });

  const hillock::softmax softmax;
  const bool same_rows = examples::compare(
      "softmax", x.size(),
      [&](std::span<float> y) { hillock::forward(softmax, x, y, {.outer = rows, .length = length}); },
      [&](std::span<float> y) {
#pragma omp parallel for
        for (std::size_t row = 0; row < rows; ++row)
          hillock::forward(softmax, x.subspan(row * length, length), y.subspan(row * length, length));
      });
  return same_elements && same_rows ? 0 : 1;
}
