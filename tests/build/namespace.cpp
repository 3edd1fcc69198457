// Its one symbol tells what the compiler's flags choose: the namespace, xsimd's architecture, and whether fma is fused.
// SPDX-License-Identifier: MIT
#include <hillock/core/simd.hpp>
#include <type_traits>

namespace hillock::inline HILLOCK_NAMESPACE {
struct here;
}

void chosen(hillock::here*, xsimd::default_arch*, std::bool_constant<hillock::fuses>*) {}
