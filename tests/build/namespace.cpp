// The parameters of its one symbol tell what the compiler's flags choose: xsimd's architecture, and whether fma fuses.
// SPDX-License-Identifier: MIT
#include <hillock/core/simd.hpp>

template <bool>
struct fuses;

void chosen(xsimd::default_arch*, fuses<hillock::fuses>*) {}
