// How a flat array is cut into rows.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "config.hpp"

namespace hillock {

/// Row (o, i), for o < outer and i < inner, is x[o * pitch + k * inner + i] for k < length. The array ends with its last
/// row, so it holds (outer - 1) * pitch + length * inner elements. inner = 1 is the last axis of a row-major tensor.
struct axis {
  std::size_t outer = 1;
  std::size_t length = 0;
  std::size_t inner = 1;
  std::size_t pitch = 0;  ///< more than length * inner where rows are padded; 0 where they are not
};

}  // namespace hillock
