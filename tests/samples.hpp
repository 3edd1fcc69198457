// The parameters that tests try.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>

namespace tests {
// Unnamed, so that objects for different instruction sets share nothing.
namespace {

template <class F>
constexpr auto samples_of() {
  if constexpr (requires { F::samples(); })
    return F::samples();
  else
    return std::array<F, 1>{};
}

/// F::samples(), or the defaults.
template <class F>
constexpr auto samples = samples_of<F>();

}  // namespace
}  // namespace tests
