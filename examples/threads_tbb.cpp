// Elementwise work split anywhere, and rows between rows, over oneTBB's threads: the bits of one call.
// SPDX-License-Identifier: MIT
#include <hillock/hillock.hpp>  // before TBB, which includes <immintrin.h>: see "What to know" in the README

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <cstdio>
#include <span>
#include <vector>

#include "support/one_call.hpp"

int main() {
  constexpr std::size_t rows = 4000, length = 1000;
  const std::vector<float> numbers = examples::random_logits(rows * length);
  const std::span<const float> x = numbers;
  std::printf("oneTBB, %d threads\n", tbb::this_task_arena::max_concurrency());
  using range = tbb::blocked_range<std::size_t>;

  const hillock::mish mish;
  const bool same_elements = examples::compare(
      "mish", x.size(), [&](std::span<float> y) { hillock::forward(mish, x, y); },
      [&](std::span<float> y) {
        tbb::parallel_for(range(0, x.size(), 10000), [&](const range& part) {
          hillock::forward(mish, x.subspan(part.begin(), part.size()), y.subspan(part.begin(), part.size()));
        });
      });

  const hillock::softmax softmax;
  const bool same_rows = examples::compare(
      "softmax", x.size(),
      [&](std::span<float> y) { hillock::forward(softmax, x, y, {.outer = rows, .length = length}); },
      [&](std::span<float> y) {
        tbb::parallel_for(range(0, rows), [&](const range& part) {
          const std::size_t begin = part.begin() * length, n = part.size() * length;
          hillock::forward(softmax, x.subspan(begin, n), y.subspan(begin, n), {.outer = part.size(), .length = length});
        });
      });
  return same_elements && same_rows ? 0 : 1;
}
