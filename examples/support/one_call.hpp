// One call beside the same work split over threads.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <span>
#include <vector>

#include "random_numbers.hpp"

namespace examples {

inline std::vector<float> random_logits(std::size_t n) {
  std::vector<float> x(n);
  random_numbers random(1);
  for (float& each : x) each = static_cast<float>(random.uniform(-6, 6));
  return x;
}

/// Both fill y with n results. Prints how many times as fast `split(y)` is as `one_call(y)`, the median of several turns,
/// and returns whether the bits are the same.
template <class OneCall, class Split>
bool compare(const char* what, std::size_t n, const OneCall& one_call, const Split& split) {
  std::vector<float> want(n), got(n);
  const auto seconds = [](const auto& call, std::span<float> y) {
    const auto start = std::chrono::steady_clock::now();
    call(y);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  std::array<double, 21> ratios;  // of neighbours in time, which meet the same load
  for (double& ratio : ratios) {
    std::ranges::fill(got, -1.0f);
    ratio = seconds(one_call, want);
    ratio /= seconds(split, got);
  }
  std::ranges::sort(ratios);
  const bool same = std::memcmp(got.data(), want.data(), n * sizeof(float)) == 0;
  std::printf("%-8s %s, %.2f times as fast\n", what, same ? "the bits of one call" : "OTHER BITS",
              ratios[ratios.size() / 2]);
  return same;
}

}  // namespace examples
