// What the compiler must offer, inlining by force, and the name of the instruction set.
// SPDX-License-Identifier: MIT
#pragma once

#if __cplusplus < 202002L
#error "hillock needs C++20: compile with -std=c++20 (g++ 12 or clang 14, or later)."
#include "hillock: stopped, see the error above"  // no such file: it ends the compilation here
#endif

// Under these options NaN, infinity and -0 lose their meaning, and sums their order: no promise of hillock holds.
// Define HILLOCK_ALLOW_FAST_MATH to compile all the same.
#if !defined(HILLOCK_ALLOW_FAST_MATH) && (defined(__FAST_MATH__) || (__FINITE_MATH_ONLY__ + 0) || \
                                          defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__))
#error "hillock is not right under -ffast-math or -ffinite-math-only: define HILLOCK_ALLOW_FAST_MATH to accept that."
#include "hillock: stopped, see the error above"
#endif

// Kernels are inlined by force where compilers optimise: loops need it. Define the macro as `inline` for builds that had
// better be quick to make than quick, such as those with sanitizers.
#if !defined(HILLOCK_INLINE) && defined(__OPTIMIZE__)
#define HILLOCK_INLINE [[gnu::always_inline]] inline
#elif !defined(HILLOCK_INLINE)
#define HILLOCK_INLINE inline
#endif

// For what is outside HILLOCK_NAMESPACE, of which objects must not share a symbol either.
#define HILLOCK_INLINE_ALWAYS [[gnu::always_inline]] inline

// HILLOCK_NAMESPACE: the inline namespace that holds all code. Objects built for different instruction sets then share
// no symbol of ours, so the linker cannot give AVX-512 code to an object built for an older CPU. No two architectures
// of xsimd may share a name (tests/build/namespace_test.sh). Flags that belong to no CPU need a name of their own:
// define the macro before including hillock, the same in all objects with these flags.
#if defined(HILLOCK_NAMESPACE)
#elif defined(__AVX512F__)
#if defined(__AVX512CD__) && defined(__AVX512DQ__) && defined(__AVX512BW__)
#if defined(__AVX512IFMA__) && defined(__AVX512VBMI__) && defined(__AVX512VBMI2__) && defined(__AVX512VNNI__)
#define HILLOCK_NAMESPACE avx512_vbmi2_vnni  // Ice Lake, Zen 4
#elif defined(__AVX512VBMI2__)
#elif defined(__AVX512IFMA__) && defined(__AVX512VBMI__) && !defined(__AVX512VNNI__)
#define HILLOCK_NAMESPACE avx512_vbmi  // Cannon Lake
#elif defined(__AVX512VBMI__) || (defined(__AVX512IFMA__) && defined(__AVX512VNNI__))
#elif defined(__AVX512IFMA__)
#define HILLOCK_NAMESPACE avx512_ifma
#elif defined(__AVX512VNNI__)
#define HILLOCK_NAMESPACE avx512_vnni  // Cascade Lake
#else
#define HILLOCK_NAMESPACE avx512  // Skylake, x86-64-v4
#endif
#elif defined(__AVX512IFMA__) || defined(__AVX512VBMI__) || defined(__AVX512VBMI2__) || defined(__AVX512VNNI__)
#elif defined(__AVX512DQ__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#define HILLOCK_NAMESPACE avx512_bw_dq_vl  // often written by hand
#elif defined(__AVX512BW__) || defined(__AVX512VL__)
#elif defined(__AVX512CD__) && defined(__AVX512ER__) && defined(__AVX512PF__) && !defined(__AVX512DQ__)
#define HILLOCK_NAMESPACE avx512_er_pf  // Knights Landing
#elif defined(__AVX512ER__) || defined(__AVX512PF__)
#elif defined(__AVX512CD__) && defined(__AVX512DQ__)
#define HILLOCK_NAMESPACE avx512_dq
#elif defined(__AVX512DQ__)
#elif defined(__AVX512CD__)
#define HILLOCK_NAMESPACE avx512_cd
#else
#define HILLOCK_NAMESPACE avx512_f
#endif
#elif defined(__AVX2__)
#if defined(__AVXVNNI__) && defined(__FMA__) && !defined(__FMA4__)
#define HILLOCK_NAMESPACE avx2_fma_vnni  // Alder Lake
#elif defined(__AVXVNNI__)
#elif defined(__FMA__) && defined(__FMA4__)
#define HILLOCK_NAMESPACE avx2_fma_fma4  // Excavator
#elif defined(__FMA4__)
#elif defined(__FMA__)
#define HILLOCK_NAMESPACE avx2_fma  // Haswell, Zen, x86-64-v3
#else
#define HILLOCK_NAMESPACE avx2
#endif
#elif defined(__AVX__)
#if defined(__FMA__) && defined(__FMA4__)
#define HILLOCK_NAMESPACE avx_fma_fma4  // Piledriver
#elif defined(__FMA4__)
#define HILLOCK_NAMESPACE avx_fma4  // Bulldozer
#elif defined(__FMA__)
#define HILLOCK_NAMESPACE avx_fma
#else
#define HILLOCK_NAMESPACE avx  // Sandy Bridge
#endif
#elif defined(__SSE4_2__)
#define HILLOCK_NAMESPACE sse4_2  // Nehalem, x86-64-v2
#elif defined(__SSE4_1__)
#define HILLOCK_NAMESPACE sse4_1
#elif defined(__SSSE3__)
#define HILLOCK_NAMESPACE ssse3
#elif defined(__SSE3__)
#define HILLOCK_NAMESPACE sse3
#elif defined(__SSE2__)
#define HILLOCK_NAMESPACE sse2  // x86-64
#elif defined(__ARM_FEATURE_SVE_BITS) && __ARM_FEATURE_SVE_BITS == 128
#define HILLOCK_NAMESPACE sve128
#elif defined(__ARM_FEATURE_SVE_BITS) && __ARM_FEATURE_SVE_BITS == 256
#define HILLOCK_NAMESPACE sve256
#elif defined(__ARM_FEATURE_SVE_BITS) && __ARM_FEATURE_SVE_BITS == 512
#define HILLOCK_NAMESPACE sve512
#elif defined(__ARM_FEATURE_SVE_BITS) && __ARM_FEATURE_SVE_BITS > 0
#elif defined(__aarch64__) && defined(__ARM_FEATURE_MATMUL_INT8)
#define HILLOCK_NAMESPACE neon64_i8mm
#elif defined(__aarch64__)
#define HILLOCK_NAMESPACE neon64
#else
#define HILLOCK_NAMESPACE generic
#endif

#if !defined(HILLOCK_NAMESPACE)
#error \
    "hillock knows no CPU with just these instruction sets: use -march, or define HILLOCK_NAMESPACE to a name for them."
#include "hillock: stopped, see the error above"
#endif
