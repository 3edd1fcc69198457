// How one array holds the gates and the values of a gated unit.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "config.hpp"

namespace hillock {

/// Of two halves, or of the two elements of a pair.
enum class half { first, second };

/// Which half is the gate. There is no default: frameworks disagree.
struct gate_half {
  half which;

  HILLOCK_INLINE_ALWAYS constexpr gate_half(half h) : which(h) {}
  template <class Forgotten = void>
  HILLOCK_INLINE_ALWAYS constexpr gate_half() {
    static_assert(sizeof(Forgotten*) == 0,
                  "hillock: say which half is the gate, {.gate = half::first} or {.gate = half::second}: frameworks "
                  "disagree.");
  }
};

/// Rows of 2 length elements, one half of each the gates, the other the values.
struct halves {
  gate_half gate;
  std::size_t length = 0;
};

/// Pairs: x[2 i] and x[2 i + 1] are a gate and its value, in the order that `gate` says.
struct interleaved {
  gate_half gate;
};

}  // namespace hillock
