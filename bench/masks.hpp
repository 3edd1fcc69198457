// Masks that rows are timed with: terms to add to logits, as functions of the numbers of row and element.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>

namespace bench {

/// The row of a query sees no later keys. There are as many queries as keys, and then the next head's.
struct causal {
  std::size_t length;
  float operator()(std::size_t row, std::size_t k) const {
    return k <= row % length ? 0.F : -std::numeric_limits<float>::infinity();
  }
};

/// The farther a key is from the query, the less it counts. Press et al. 2022.
struct alibi {
  std::size_t length;
  float operator()(std::size_t row, std::size_t k) const {
    const int distance = static_cast<int>(row % length) - static_cast<int>(k);
    return static_cast<float>(distance < 0 ? distance : -distance) / 8;
  }
};

}  // namespace bench
