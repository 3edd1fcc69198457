// What the compiler must offer, the name of the instruction set, and forced inlining.
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

#define HILLOCK_INLINE [[gnu::always_inline]] inline

// HILLOCK_NAMESPACE: the inline namespace that holds all code. Objects built for different instruction sets then share
// no symbol of ours, so the linker cannot give AVX-512 code to an object built for an older CPU. No two architectures
// of xsimd may share a name here (tests/build/namespace_test).
#if defined(__x86_64__) || defined(__i386__)
#if defined(__AVX512VNNI__) && defined(__AVX512VBMI2__)
#define HILLOCK_NAMESPACE avx512_vbmi2_vnni
#elif defined(__AVX512VBMI2__)
#define HILLOCK_NAMESPACE avx512_vbmi2
#elif defined(__AVX512VBMI__)
#define HILLOCK_NAMESPACE avx512_vbmi
#elif defined(__AVX512IFMA__)
#define HILLOCK_NAMESPACE avx512_ifma
#elif defined(__AVX512PF__)
#define HILLOCK_NAMESPACE avx512_pf
#elif defined(__AVX512VNNI__) && defined(__AVX512BW__)
#define HILLOCK_NAMESPACE avx512_vnni
#elif defined(__AVX512BW__)
#define HILLOCK_NAMESPACE avx512
#elif defined(__AVX512ER__)
#define HILLOCK_NAMESPACE avx512_er
#elif defined(__AVX512DQ__)
#define HILLOCK_NAMESPACE avx512_dq
#elif defined(__AVX512CD__)
#define HILLOCK_NAMESPACE avx512_cd
#elif defined(__AVX512F__)
#define HILLOCK_NAMESPACE avx512_f
#elif defined(__AVXVNNI__)
#define HILLOCK_NAMESPACE avx_vnni
#elif defined(__AVX2__) && defined(__FMA__)
#define HILLOCK_NAMESPACE avx2_fma
#elif defined(__AVX2__)
#define HILLOCK_NAMESPACE avx2
#elif defined(__AVX__) && defined(__FMA__)
#define HILLOCK_NAMESPACE avx_fma
#elif defined(__FMA4__)
#define HILLOCK_NAMESPACE fma4
#elif defined(__AVX__)
#define HILLOCK_NAMESPACE avx
#elif defined(__SSE4_2__)
#define HILLOCK_NAMESPACE sse4_2
#elif defined(__SSE4_1__)
#define HILLOCK_NAMESPACE sse4_1
#elif defined(__SSSE3__)
#define HILLOCK_NAMESPACE ssse3
#elif defined(__SSE3__)
#define HILLOCK_NAMESPACE sse3
#else
#define HILLOCK_NAMESPACE sse2
#endif
#elif defined(__aarch64__) && defined(__ARM_FEATURE_SVE_BITS) && __ARM_FEATURE_SVE_BITS > 0
#define HILLOCK_NAMESPACE sve
#elif defined(__aarch64__) && defined(__ARM_FEATURE_MATMUL_INT8)
#define HILLOCK_NAMESPACE neon64_i8mm
#elif defined(__aarch64__)
#define HILLOCK_NAMESPACE neon64
#else
#define HILLOCK_NAMESPACE generic
#endif
