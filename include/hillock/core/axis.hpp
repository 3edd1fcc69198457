// How a flat array is cut into rows.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "config.hpp"

namespace hillock {

/// The array holds outer * length * inner elements, and row (o, i) is x[(o * length + k) * inner + i] for k < length.
/// inner = 1 is the last axis of a row-major tensor.
struct axis {
  std::size_t outer = 1;
  std::size_t length = 0;
  std::size_t inner = 1;
};

}  // namespace hillock
