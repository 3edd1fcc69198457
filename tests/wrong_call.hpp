// A wrong call and the sentence that it gets, with exceptions and without.
// SPDX-License-Identifier: MIT
#pragma once

#include <hillock/hillock.hpp>

namespace tests {

inline constexpr char wrong_call_sentence[] = "hillock::forward: x has 3 elements, but y has 2.";

inline void make_wrong_call() {
  const float x[3] = {};
  float y[2];
  hillock::forward(hillock::relu{}, x, y);
}

}  // namespace tests
