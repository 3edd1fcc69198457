// The vocabulary of the kernels: the concept `value` and the primitives on values, each with the same rounding for a
// scalar and for every lane of a batch, on every xsimd and every instruction set.
// The only file that includes xsimd or names an intrinsic.
// SPDX-License-Identifier: MIT
#pragma once

#include "config.hpp"

#if !__has_include(<xsimd/xsimd.hpp>)
#error "hillock needs the headers of xsimd 8.1 or later (on Debian and Ubuntu: apt install libxsimd-dev)."
#include "hillock: stopped, see the error above"
#endif

#if defined(XSIMD_DEFAULT_ARCH)
#error "hillock takes the instruction set from the compiler's flags: XSIMD_DEFAULT_ARCH must not be defined."
#include "hillock: stopped, see the error above"
#endif

// g++ 12 warns of uninitialised variables inside its own AVX-512 intrinsics, from system headers too.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <xsimd/xsimd.hpp>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace hillock::inline HILLOCK_NAMESPACE {

#define HILLOCK_STRINGIFY_(x) #x
#define HILLOCK_STRINGIFY(x) HILLOCK_STRINGIFY_(x)
/// The instruction set that this translation unit is compiled for, as in the inline namespace: "sse2", "avx512" ...
inline constexpr char instruction_set[] = HILLOCK_STRINGIFY(HILLOCK_NAMESPACE);
#undef HILLOCK_STRINGIFY
#undef HILLOCK_STRINGIFY_

/// float or double: the element types.
template <class T>
concept element = std::same_as<T, float> || std::same_as<T, double>;

/// A register full of T, on the instruction set this file is compiled for.
template <element T>
using batch = xsimd::batch<T>;

template <class V>
concept batch_value = std::same_as<V, batch<float>> || std::same_as<V, batch<double>>;

/// What an activation is called with: float, double, or a batch of them.
template <class V>
concept value = element<V> || batch_value<V>;

namespace detail {
template <class V>
struct value_traits {
  using element = typename V::value_type;
  static constexpr std::size_t lanes = V::size;
};
template <element T>
struct value_traits<T> {
  using element = T;
  static constexpr std::size_t lanes = 1;
};
}  // namespace detail

namespace detail {
/// For activations without parameters: `sigmoid(x)` makes an object of x instead of calling one.
template <class X>
constexpr void object_from(const X&) {
  static_assert(
      sizeof(X) == 0,
      "hillock: an activation is an object; write f(x) with `hillock::sigmoid f;`, or hillock::sigmoid{}(x).");
}
}  // namespace detail

/// float or double: what a value is made of.
template <value V>
using element_of = typename detail::value_traits<V>::element;

/// 1 for a scalar.
template <value V>
inline constexpr std::size_t lanes_of = detail::value_traits<V>::lanes;

/// The facts of the format that kernels need.
template <element T>
struct format;
template <>
struct format<float> {
  using bits = std::int32_t;
  static constexpr bits sign = INT32_MIN;
  static constexpr int mantissa = 23;             // stored bits
  static constexpr float to_integer = 0x1.8p23f;  // x + to_integer rounds x to an integer, kept in the low bits
  // numeric_limits would leave functions at -O0 that objects for other instruction sets share
  static constexpr float infinity = __builtin_inff(), nan = __builtin_nanf(""), largest = 0x1.fffffep127f;
};
template <>
struct format<double> {
  using bits = std::int64_t;
  static constexpr bits sign = INT64_MIN;
  static constexpr int mantissa = 52;
  static constexpr double to_integer = 0x1.8p52;
  static constexpr double infinity = __builtin_inf(), nan = __builtin_nan(""), largest = 0x1.fffffffffffffp1023;
};

/// The signed integer as wide as a value's elements, or a batch of them.
template <value V>
using bits_of = std::conditional_t<lanes_of<V> == 1, typename format<element_of<V>>::bits,
                                   xsimd::batch<typename format<element_of<V>>::bits>>;

/// Whether fma rounds once. Where it does not, nothing contracts either, and kernels find rounding errors another way.
#if (defined(__x86_64__) || defined(__i386__)) && !defined(__FMA__) && !defined(__FMA4__) && !defined(__AVX512F__)
inline constexpr bool fuses = false;
#else
inline constexpr bool fuses = true;
#endif

}  // namespace hillock::inline HILLOCK_NAMESPACE

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// The bits of x, as a signed integer or a batch of them.
inline constexpr struct bits_t {
  template <value V>
  HILLOCK_INLINE bits_of<V> operator()(V x) const {
    return __builtin_bit_cast(bits_of<V>, x);
  }
} bits{};

/// The value with those bits.
template <value V>
HILLOCK_INLINE V from_bits(bits_of<V> b) {
  return __builtin_bit_cast(V, b);
}

/// The sum of bits, modulo their range.
template <class Bits>
HILLOCK_INLINE Bits add_bits(Bits a, Bits b) {
  if constexpr (std::is_integral_v<Bits>)
    static_cast<void>(__builtin_add_overflow(a, b, &a));
  else
    a = a + b;
  return a;
}

/// The difference of bits, modulo their range.
template <class Bits>
HILLOCK_INLINE Bits subtract_bits(Bits a, Bits b) {
  if constexpr (std::is_integral_v<Bits>)
    static_cast<void>(__builtin_sub_overflow(a, b, &a));
  else
    a = a - b;
  return a;
}

/// Bits moved up by Count places; those that leave are lost.
template <int Count, class Bits>
HILLOCK_INLINE Bits shift_left(Bits b) {
  return b << Count;
}

/// b >> Count for b >= 0. (xsimd leaves 64-bit integers on AVX2 to its SSE code, which objects for SSE2 share.)
template <int Count, class Bits>
HILLOCK_INLINE Bits shift_right(Bits b) {
#if defined(__AVX2__) && !defined(__AVX512F__)
  if constexpr (sizeof(Bits) == 32 && requires { b.data; }) {
    if constexpr (sizeof(typename Bits::value_type) == 8) return Bits(_mm256_srli_epi64(b.data, Count));
  }
#endif
  return b >> Count;
}

/// Where the condition does not hold. (xsimd's ! compares, on AVX2 by that code.)
HILLOCK_INLINE bool where_not(bool condition) { return !condition; }
template <class Mask>
HILLOCK_INLINE Mask where_not(Mask condition) {
  return ~condition;
}

namespace detail {
template <class Register>
HILLOCK_INLINE void hide_register(Register& r) {
#if defined(__x86_64__) || defined(__i386__)
  asm("" : "+v"(r));
#elif defined(__aarch64__)
  asm("" : "+w"(r));
#else
  asm("" : "+m"(r));
#endif
}
// The compiler is to know nothing of x from here on.
template <value V>
HILLOCK_INLINE void hide(V& x) {
  if constexpr (batch_value<V>)
    hide_register(x.data);
  else
    hide_register(x);
}
#if defined(__AVX__)
// a where the sign bit of x is set, else b
template <element T>
HILLOCK_INLINE T blend(T x, T a, T b) {
  if constexpr (std::same_as<T, float>)
    asm("vblendvps {%2, %1, %0, %0|%0, %0, %1, %2}" : "+x"(b) : "x"(a), "x"(x));
  else
    asm("vblendvpd {%2, %1, %0, %0|%0, %0, %1, %2}" : "+x"(b) : "x"(a), "x"(x));
  return b;
}
// Where a and b are as How (_CMP_...) has it: what NaN fulfils takes one operation, too.
template <int How, batch_value V>
HILLOCK_INLINE typename V::batch_bool_type compare(V a, V b) {
  if constexpr (std::same_as<element_of<V>, float>)
    return typename V::batch_bool_type(_mm256_cmp_ps(a.data, b.data, How));
  else
    return typename V::batch_bool_type(_mm256_cmp_pd(a.data, b.data, How));
}
#endif
}  // namespace detail

/// A product that no compiler fuses into a sum, the caller's sums included. Write every product as this or as an fma:
/// gcc contracts a * b + c, through intrinsics too, in one inlining and not in another, and bits would differ.
inline constexpr struct mul_t {
  template <value V>
  HILLOCK_INLINE V operator()(V a, V b) const {
    V product = a * b;
    if constexpr (fuses) detail::hide(product);
    return product;
  }
} mul{};

/// x, but zero where arithmetic would flush it.
inline constexpr struct flushed_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    V one(1);
    detail::hide(one);
    return x * one;
  }
} flushed{};

/// a * b + c: rounded once where `fuses`, twice elsewhere.
inline constexpr struct fma_t {
  template <value V>
  HILLOCK_INLINE V operator()(V a, V b, V c) const {
    if constexpr (!fuses) {
      return a * b + c;
    } else if constexpr (std::same_as<V, float>) {
      return __builtin_fmaf(a, b, c);
    } else if constexpr (std::same_as<V, double>) {
      return __builtin_fma(a, b, c);
    } else {
      return fused(a, b, c);
    }
  }

 private:
  // xsimd's fma is a product and a sum on AVX-512 before version 9.
  template <value V>
  HILLOCK_INLINE static V fused(V a, V b, V c) {
    [[maybe_unused]] constexpr bool single = std::same_as<element_of<V>, float>;
#if defined(__AVX512F__) || defined(__FMA__)
    if constexpr (sizeof(V) == 64 && single) {
      return V(_mm512_fmadd_ps(a.data, b.data, c.data));
    } else if constexpr (sizeof(V) == 64) {
      return V(_mm512_fmadd_pd(a.data, b.data, c.data));
    } else if constexpr (sizeof(V) == 32 && single) {
      return V(_mm256_fmadd_ps(a.data, b.data, c.data));
    } else if constexpr (sizeof(V) == 32) {
      return V(_mm256_fmadd_pd(a.data, b.data, c.data));
    } else if constexpr (single) {
      return V(_mm_fmadd_ps(a.data, b.data, c.data));
    } else {
      return V(_mm_fmadd_pd(a.data, b.data, c.data));
    }
#elif defined(__aarch64__) && !defined(__ARM_FEATURE_SVE)
    if constexpr (single)
      return V(vfmaq_f32(c.data, a.data, b.data));
    else
      return V(vfmaq_f64(c.data, a.data, b.data));
#else
    element_of<V> x[V::size], y[V::size], z[V::size];
    a.store_unaligned(x);
    b.store_unaligned(y);
    c.store_unaligned(z);
    for (std::size_t i = 0; i < V::size; ++i) z[i] = fma_t{}(x[i], y[i], z[i]);
    return V::load_unaligned(z);
#endif
  }
} fma{};

/// a / b, rounded (xsimd refines an estimate for floats on Arm).
inline constexpr struct divide_t {
  template <element T>
  HILLOCK_INLINE T operator()(T a, T b) const {
    return a / b;
  }
  template <batch_value V>
  HILLOCK_INLINE V operator()(V a, V b) const {
#if defined(__aarch64__) && !defined(__ARM_FEATURE_SVE)
    if constexpr (std::same_as<element_of<V>, float>) return V(vdivq_f32(a.data, b.data));
#endif
    return a / b;
  }
} divide{};

/// The sign bit of x flipped, NaN and zero included (xsimd computes 0 - x on AVX-512).
inline constexpr struct neg_t {
  template <element T>
  HILLOCK_INLINE T operator()(T x) const {
    return -x;
  }
  template <batch_value V>
  HILLOCK_INLINE V operator()(V x) const {
    return from_bits<V>(bits(x) ^ bits_of<V>(format<element_of<V>>::sign));
  }
} neg{};

/// x without its sign bit.
inline constexpr struct abs_t {
  HILLOCK_INLINE float operator()(float x) const { return __builtin_fabsf(x); }
  HILLOCK_INLINE double operator()(double x) const { return __builtin_fabs(x); }
  template <batch_value V>
  HILLOCK_INLINE V operator()(V x) const {
    return from_bits<V>(bits(x) & bits_of<V>(~format<element_of<V>>::sign));
  }
} abs{};

/// -|x|: the sign bit of x set.
inline constexpr struct minus_abs_t {
  template <element T>
  HILLOCK_INLINE T operator()(T x) const {
#if defined(__AVX__)  // g++ makes two operations of the plain form
    if constexpr (std::same_as<T, float>)
      asm("vorps {%1, %0, %0|%0, %0, %1}" : "+x"(x) : "x"(T(-0.0)));
    else
      asm("vorpd {%1, %0, %0|%0, %0, %1}" : "+x"(x) : "x"(T(-0.0)));
    return x;
#else
    return -abs(x);
#endif
  }
  template <batch_value V>
  HILLOCK_INLINE V operator()(V x) const {
    return from_bits<V>(bits(x) | bits_of<V>(format<element_of<V>>::sign));
  }
} minus_abs{};

/// The size of x with the sign bit of s.
inline constexpr struct copysign_t {
  HILLOCK_INLINE float operator()(float x, float s) const { return __builtin_copysignf(x, s); }
  HILLOCK_INLINE double operator()(double x, double s) const { return __builtin_copysign(x, s); }
  template <batch_value V>
  HILLOCK_INLINE V operator()(V x, V s) const {
    using B = bits_of<V>;
    constexpr auto sign = format<element_of<V>>::sign;
    return from_bits<V>((bits(x) & B(~sign)) | (bits(s) & B(sign)));
  }
} copysign{};

/// Lane by lane: a where the condition holds, else b. NaN in a comparison makes it false.
inline constexpr struct select_t {
  template <element T>
  HILLOCK_INLINE T operator()(bool condition, T a, T b) const {
#if defined(__AVX__)
    // Written as ?:, choices are gathered into one branch, and random signs make it mispredict.
    return detail::blend(from_bits<T>(-static_cast<bits_of<T>>(condition)), a, b);
#else
    return condition ? a : b;
#endif
  }
  template <batch_value V>
  HILLOCK_INLINE V operator()(typename V::batch_bool_type condition, V a, V b) const {
    return xsimd::select(condition, a, b);
  }
} select{};

/// Where x >= bound or x is NaN.
inline constexpr struct not_below_t {
  template <batch_value V>
  HILLOCK_INLINE typename V::batch_bool_type operator()(V x, V bound) const {
#if defined(__AVX512F__)
    if constexpr (std::same_as<element_of<V>, float>)
      return typename V::batch_bool_type(_mm512_cmp_ps_mask(x.data, bound.data, _CMP_NLT_UQ));
    else
      return typename V::batch_bool_type(_mm512_cmp_pd_mask(x.data, bound.data, _CMP_NLT_UQ));
#elif defined(__AVX__)
    return detail::compare<_CMP_NLT_UQ>(x, bound);
#else
    return where_not(x < bound);
#endif
  }
} not_below{};

/// Where |x| > bound or x is NaN.
inline constexpr struct not_within_t {
  HILLOCK_INLINE bool operator()(element auto x, element auto bound) const { return !(abs(x) <= bound); }
  template <batch_value V>
  HILLOCK_INLINE typename V::batch_bool_type operator()(V x, V bound) const {
#if defined(__AVX__) && !defined(__AVX512F__)
    return detail::compare<_CMP_NLE_UQ>(abs(x), bound);
#else
    return where_not(abs(x) <= bound);
#endif
  }
} not_within{};

/// x where the condition holds, else 0.
inline constexpr struct only_where_t {
  template <batch_value V>
  HILLOCK_INLINE V operator()(typename V::batch_bool_type condition, V x) const {
#if defined(__AVX512F__)
    if constexpr (std::same_as<element_of<V>, float>)
      return V(_mm512_maskz_mov_ps(static_cast<__mmask16>(condition.data), x.data));
    else
      return V(_mm512_maskz_mov_pd(static_cast<__mmask8>(condition.data), x.data));
#elif defined(__AVX__)
    if constexpr (std::same_as<element_of<V>, float>)
      return V(_mm256_and_ps(condition.data, x.data));
    else
      return V(_mm256_and_pd(condition.data, x.data));
#else
    return select(condition, x, V(0));
#endif
  }
} only_where{};

/// y, or x itself where x is NaN: which NaN comes out is then no choice of the compiler's.
inline constexpr struct keep_nan_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x, V y) const {
    return select(x == x, y, x);
  }
} keep_nan{};

/// a where the sign bit of x is set, b elsewhere.
inline constexpr struct by_sign_t {
  template <element T>
  HILLOCK_INLINE T operator()(T x, T a, T b) const {
#if defined(__AVX__)
    return detail::blend(x, a, b);
#else
    const auto mask = bits(x) >> (8 * sizeof(T) - 1);
    return from_bits<T>((bits(a) & mask) | (bits(b) & ~mask));
#endif
  }
  template <batch_value V>
  HILLOCK_INLINE V operator()(V x, V a, V b) const {
#if defined(__AVX512F__)
    if constexpr (sizeof(V) == 64) {
      const auto sign = bits_of<V>(format<element_of<V>>::sign);
      if constexpr (std::same_as<element_of<V>, float>)
        return V(_mm512_mask_blend_ps(_mm512_test_epi32_mask(bits(x).data, sign.data), b.data, a.data));
      else
        return V(_mm512_mask_blend_pd(_mm512_test_epi64_mask(bits(x).data, sign.data), b.data, a.data));
    }
#endif
#if defined(__AVX__) && !defined(__AVX512F__)
    if constexpr (std::same_as<element_of<V>, float>)
      return V(_mm256_blendv_ps(b.data, a.data, x.data));
    else
      return V(_mm256_blendv_pd(b.data, a.data, x.data));
#else
    return select(copysign(V(1), x) < V(0), a, b);
#endif
  }
} by_sign{};

/// y where the sign bit of x is set, 1 - y elsewhere.
inline constexpr struct reflect_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x, V y) const {
#if defined(__AVX512F__)
    if constexpr (std::same_as<V, batch<float>> && sizeof(V) == 64) {
      const V signs = from_bits<V>(bits_of<V>(format<float>::sign));
      return V(_mm512_mask_sub_ps(y.data, _mm512_testn_epi32_mask(bits(x).data, bits(signs).data), V(1).data, y.data));
    }
#endif
#if defined(__AVX512VL__)
    if constexpr (std::same_as<V, float>) {
      __mmask8 positive;  // a subtraction under a mask takes two operations less than one and a blend
      asm("vptestnmd {%2, %1, %0|%0, %1, %2}" : "=Yk"(positive) : "v"(x), "v"(-0.0f));
      asm("vsubss {%0, %1, %0%{%2%}|%0%{%2%}, %1, %0}" : "+v"(y) : "v"(1.0f), "Yk"(positive));
      return y;
    }
#endif
    return by_sign(x, y, V(1) - y);
  }
} reflect{};

/// a > b ? a : b, so b where one of them is NaN, and b of two zeros.
inline constexpr struct max_t {
  template <element T>
  HILLOCK_INLINE T operator()(T a, T b) const {
#if defined(__AVX__)  // g++ makes a branch of the plain form
    if constexpr (std::same_as<T, float>)
      asm("vmaxss {%1, %0, %0|%0, %0, %1}" : "+x"(a) : "x"(b));
    else
      asm("vmaxsd {%1, %0, %0|%0, %0, %1}" : "+x"(a) : "x"(b));
    return a;
#else
    return a > b ? a : b;
#endif
  }
  template <batch_value V>
  HILLOCK_INLINE V operator()(V a, V b) const {
#if defined(__x86_64__) || defined(__i386__)  // xsimd's changed its mind about NaN with version 14
    constexpr bool single = std::same_as<element_of<V>, float>;
    if constexpr (sizeof(V) == 64 && single)
      return V(_mm512_maskz_max_ps(0xffff, a.data, b.data));
    else if constexpr (sizeof(V) == 64)
      return V(_mm512_maskz_max_pd(0xff, a.data, b.data));
    else if constexpr (sizeof(V) == 32 && single)
      return V(_mm256_max_ps(a.data, b.data));
    else if constexpr (sizeof(V) == 32)
      return V(_mm256_max_pd(a.data, b.data));
    else if constexpr (single)
      return V(_mm_max_ps(a.data, b.data));
    else
      return V(_mm_max_pd(a.data, b.data));
#else
    return select(a > b, a, b);
#endif
  }
} max{};

/// a < b ? a : b, so b where one of them is NaN, and b of two zeros.
inline constexpr struct min_t {
  template <element T>
  HILLOCK_INLINE T operator()(T a, T b) const {
#if defined(__AVX__)  // g++ makes a branch of the plain form
    if constexpr (std::same_as<T, float>)
      asm("vminss {%1, %0, %0|%0, %0, %1}" : "+x"(a) : "x"(b));
    else
      asm("vminsd {%1, %0, %0|%0, %0, %1}" : "+x"(a) : "x"(b));
    return a;
#else
    return a < b ? a : b;
#endif
  }
  template <batch_value V>
  HILLOCK_INLINE V operator()(V a, V b) const {
#if defined(__x86_64__) || defined(__i386__)  // xsimd's changed its mind about NaN with version 14
    constexpr bool single = std::same_as<element_of<V>, float>;
    if constexpr (sizeof(V) == 64 && single)
      return V(_mm512_maskz_min_ps(0xffff, a.data, b.data));
    else if constexpr (sizeof(V) == 64)
      return V(_mm512_maskz_min_pd(0xff, a.data, b.data));
    else if constexpr (sizeof(V) == 32 && single)
      return V(_mm256_min_ps(a.data, b.data));
    else if constexpr (sizeof(V) == 32)
      return V(_mm256_min_pd(a.data, b.data));
    else if constexpr (single)
      return V(_mm_min_ps(a.data, b.data));
    else
      return V(_mm_min_pd(a.data, b.data));
#else
    return select(a < b, a, b);
#endif
  }
} min{};

/// Whether the condition holds in some lane. What follows from it must not change the bits of another lane.
inline constexpr struct any_t {
  HILLOCK_INLINE bool operator()(bool condition) const { return condition; }
  template <class Batch>
  HILLOCK_INLINE bool operator()(xsimd::batch_bool<Batch> condition) const {
    return xsimd::any(condition);
  }
} any{};

/// Whether a lookup in a table of two registers is one instruction. Scalars then take the path of the batches.
#if defined(__AVX512F__)
inline constexpr bool has_wide_lookup = true;
#else
inline constexpr bool has_wide_lookup = false;
#endif

/// How many entries a table may have for a lookup to be one instruction, 0 where there is none. Scalars take the path of the
/// batches.
template <element T>
inline constexpr int lookup_entries = 0;
#if defined(__AVX512F__)
template <>
inline constexpr int lookup_entries<float> = 16;
template <>
inline constexpr int lookup_entries<double> = 16;
#elif defined(__AVX2__) && defined(__FMA__)
template <>
inline constexpr int lookup_entries<float> = 8;
#endif

/// entry[index mod Entries], lane by lane.
inline constexpr struct lookup_t {
  template <element T, std::size_t Entries>
  HILLOCK_INLINE T operator()(const T (&entry)[Entries], typename format<T>::bits index) const {
    return entry[static_cast<std::size_t>(index) % Entries];
  }
  template <element T, std::size_t Entries>
    requires(Entries == 8 || Entries == 16 || Entries == 32)
  HILLOCK_INLINE batch<T> operator()(const T (&entry)[Entries], bits_of<batch<T>> index) const {
    using V = batch<T>;
#if defined(__AVX512F__)
    if constexpr (std::same_as<T, float> && Entries == 32)
      return V(_mm512_permutex2var_ps(_mm512_loadu_ps(entry), index.data, _mm512_loadu_ps(entry + 16)));
    else if constexpr (std::same_as<T, float> && Entries == 16)
      return V(_mm512_maskz_permutexvar_ps(0xffff, index.data, _mm512_loadu_ps(entry)));
    else if constexpr (std::same_as<T, double> && Entries == 16)
      return V(_mm512_permutex2var_pd(_mm512_loadu_pd(entry), index.data, _mm512_loadu_pd(entry + 8)));
#elif defined(__AVX2__)
    if constexpr (std::same_as<T, float> && Entries == 8)
      return V(_mm256_permutevar8x32_ps(_mm256_loadu_ps(entry), index.data));
#endif
    typename format<T>::bits at[V::size];
    T found[V::size];
    index.store_unaligned(at);
    for (std::size_t i = 0; i < V::size; ++i) found[i] = (*this)(entry, at[i]);
    return V::load_unaligned(found);
  }
} lookup{};

/// x * 2^n for an integral n, rounded once, to subnormal results and to infinity too.
/// Sizes: 2^-1 < |x| < 2 (or 0, infinite or NaN), and |n| at most twice the largest exponent.
inline constexpr struct scale_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x, V n) const {
#if defined(__AVX512F__)
    if constexpr (sizeof(V) == 64) {
      if constexpr (std::same_as<element_of<V>, float>)
        return V(_mm512_maskz_scalef_ps(0xffff, x.data, n.data));
      else
        return V(_mm512_maskz_scalef_pd(0xff, x.data, n.data));
    } else if constexpr (std::same_as<V, float>) {
      asm("vscalefss {%1, %0, %0|%0, %0, %1}" : "+v"(x) : "v"(n));  // the intrinsic clears the upper lanes first
      return x;
    } else if constexpr (std::same_as<V, double>) {
      asm("vscalefsd {%1, %0, %0|%0, %0, %1}" : "+v"(x) : "v"(n));
      return x;
    }
#endif
    // Two factors, each a normal power of two: the first product is exact.
    const V to_integer(format<element_of<V>>::to_integer);
    const V half = fma(n, V(0.5), to_integer);
    const V rest = (n - (half - to_integer)) + to_integer;
    return mul(mul(x, power(half)), power(rest));
  }
  /// The same where the condition holds, `otherwise` elsewhere: there no time goes to results that vanish.
  template <batch_value V>
  HILLOCK_INLINE V operator()(typename V::batch_bool_type condition, V x, V n, V otherwise) const {
#if defined(__AVX512F__)
    if constexpr (sizeof(V) == 64 && std::same_as<element_of<V>, float>)
      return V(_mm512_mask_scalef_ps(otherwise.data, static_cast<__mmask16>(condition.data), x.data, n.data));
#endif
    return select(condition, (*this)(x, n), otherwise);
  }

 private:
  // 2^n from n + to_integer. Where n is out of reach the sum wraps, in lanes that nobody looks at.
  template <value V>
  HILLOCK_INLINE static V power(V n) {
    return from_bits<V>(add_bits(bits(V(1)), shift_left<format<element_of<V>>::mantissa>(bits(n))));
  }
} scale{};

/// What rounding took from the product: a * b is exactly product + product_error(a, b, product), short of overflow
/// and underflow. Without fma by splitting each factor in halves (Dekker 1971).
inline constexpr struct product_error_t {
  template <value V>
  HILLOCK_INLINE V operator()(V a, V b, V product) const {
    if constexpr (fuses) {
      return fma(a, b, neg(product));
    } else {
      const V a_hi = upper_half(a), a_lo = a - a_hi;
      const V b_hi = upper_half(b), b_lo = b - b_hi;
      return ((a_hi * b_hi - product) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo;
    }
  }

 private:
  template <value V>
  HILLOCK_INLINE static V upper_half(V x) {
    const V c = x * V(std::same_as<element_of<V>, float> ? 0x1.001p12f : element_of<V>(0x1.0000002p27));
    return c - (c - x);
  }
} product_error{};

/// The lanes of x, each changing places with the one whose index differs by Distance, a power of two.
template <std::size_t Distance, batch_value V>
HILLOCK_INLINE V exchange(V x) {
  static_assert(Distance < V::size && (Distance & (Distance - 1)) == 0);
  [[maybe_unused]] constexpr std::size_t bytes = Distance * sizeof(element_of<V>);
  [[maybe_unused]] constexpr int halves = 0b01'00'11'10, neighbours = 0b10'11'00'01;  // of four
#if defined(__AVX512F__)
  const auto r = __builtin_bit_cast(__m512, x.data);
  if constexpr (bytes >= 16)
    return __builtin_bit_cast(V, _mm512_maskz_shuffle_f32x4(0xffff, r, r, bytes == 32 ? halves : neighbours));
  else
    return __builtin_bit_cast(V, _mm512_maskz_shuffle_ps(0xffff, r, r, bytes == 8 ? halves : neighbours));
#elif defined(__AVX__)
  const auto r = __builtin_bit_cast(__m256, x.data);
  if constexpr (bytes == 16)
    return __builtin_bit_cast(V, _mm256_permute2f128_ps(r, r, 1));
  else
    return __builtin_bit_cast(V, _mm256_shuffle_ps(r, r, bytes == 8 ? halves : neighbours));
#elif defined(__SSE2__)
  const auto r = __builtin_bit_cast(__m128, x.data);
  return __builtin_bit_cast(V, _mm_shuffle_ps(r, r, bytes == 8 ? halves : neighbours));
#else
  element_of<V> lane[V::size], other[V::size];
  x.store_unaligned(lane);
  for (std::size_t i = 0; i < V::size; ++i) other[i] = lane[i ^ Distance];
  return V::load_unaligned(other);
#endif
}

/// All lanes joined by an operation that is indifferent to the order of its operands; the result stands in every lane.
/// The operation gets a function that gives each lane of a batch its partner.
inline constexpr struct across_lanes_t {
  template <batch_value V, class Join>
  HILLOCK_INLINE void operator()(const Join& join) const {
    step<V, V::size / 2>(join);
  }

 private:
  template <batch_value V, std::size_t Distance, class Join>
  HILLOCK_INLINE static void step(const Join& join) {
    if constexpr (Distance > 0) {
      join([](V x) __attribute__((always_inline)) { return exchange<Distance>(x); });
      step<V, Distance / 2>(join);
    }
  }
} across_lanes{};

/// The lane of that number in every lane.
inline constexpr struct spread_t {
  template <batch_value V>
  HILLOCK_INLINE V operator()(V x, std::size_t lane) const {
    [[maybe_unused]] constexpr bool single = std::same_as<element_of<V>, float>;
#if defined(__AVX512F__)
    if constexpr (single)
      return V(_mm512_maskz_permutexvar_ps(0xffff, _mm512_set1_epi32(static_cast<int>(lane)), x.data));
    else
      return V(_mm512_maskz_permutexvar_pd(0xff, _mm512_set1_epi64(static_cast<long long>(lane)), x.data));
#elif defined(__AVX2__)
    if constexpr (single) return V(_mm256_permutevar8x32_ps(x.data, _mm256_set1_epi32(static_cast<int>(lane))));
#endif
    element_of<V> lanes[V::size];
    x.store_unaligned(lanes);
    return V(lanes[lane]);
  }
} spread{};

/// The two halves of a batch of float, in double.
struct widened {
  batch<double> low, high;
};

/// f of both halves, or of doubles.
template <class F>
HILLOCK_INLINE widened each_half(const F& f, std::same_as<widened> auto... x) {
  return {f(x.low...), f(x.high...)};
}
template <class F>
HILLOCK_INLINE double each_half(const F& f, std::same_as<double> auto... x) {
  return f(x...);
}

inline constexpr struct widen_t {
  HILLOCK_INLINE widened operator()(batch<float> x) const {
    using D = batch<double>;
#if defined(__AVX512F__)
    const __m512d both = _mm512_castps_pd(x.data);
    return {D(_mm512_maskz_cvtps_pd(0xff, _mm512_castps512_ps256(x.data))),
            D(_mm512_maskz_cvtps_pd(0xff, _mm256_castpd_ps(_mm512_maskz_extractf64x4_pd(0xf, both, 1))))};
#elif defined(__AVX__)
    return {D(_mm256_cvtps_pd(_mm256_castps256_ps128(x.data))), D(_mm256_cvtps_pd(_mm256_extractf128_ps(x.data, 1)))};
#elif defined(__SSE2__)
    return {D(_mm_cvtps_pd(x.data)), D(_mm_cvtps_pd(_mm_movehl_ps(x.data, x.data)))};
#elif defined(__aarch64__) && !defined(__ARM_FEATURE_SVE)
    return {D(vcvt_f64_f32(vget_low_f32(x.data))), D(vcvt_high_f64_f32(x.data))};
#else
    float single[2 * D::size];
    double wide[2 * D::size];
    x.store_unaligned(single);
    for (std::size_t i = 0; i < 2 * D::size; ++i) wide[i] = static_cast<double>(single[i]);
    return {D::load_unaligned(wide), D::load_unaligned(wide + D::size)};
#endif
  }
  /// As many floats from p.
  HILLOCK_INLINE widened operator()(const float* p) const {
#if defined(__AVX__) && !defined(__AVX512F__)
    using D = batch<double>;
    return {D(_mm256_cvtps_pd(_mm_loadu_ps(p))), D(_mm256_cvtps_pd(_mm_loadu_ps(p + D::size)))};
#else
    return (*this)(batch<float>::load_unaligned(p));
#endif
  }
} widen{};

/// Its inverse, rounded.
inline constexpr struct narrow_t {
  HILLOCK_INLINE batch<float> operator()(widened x) const {
    using V = batch<float>;
#if defined(__AVX512F__)
    const __m512 low = _mm512_zextps256_ps512(_mm512_maskz_cvtpd_ps(0xff, x.low.data));
    const __m256d high = _mm256_castps_pd(_mm512_maskz_cvtpd_ps(0xff, x.high.data));
    return V(_mm512_castpd_ps(_mm512_maskz_insertf64x4(0xff, _mm512_castps_pd(low), high, 1)));
#elif defined(__AVX__)
    return V(_mm256_set_m128(_mm256_cvtpd_ps(x.high.data), _mm256_cvtpd_ps(x.low.data)));
#elif defined(__SSE2__)
    return V(_mm_movelh_ps(_mm_cvtpd_ps(x.low.data), _mm_cvtpd_ps(x.high.data)));
#elif defined(__aarch64__) && !defined(__ARM_FEATURE_SVE)
    return V(vcvt_high_f32_f64(vcvt_f32_f64(x.low.data), x.high.data));
#else
    float single[V::size];
    double wide[V::size];
    x.low.store_unaligned(wide);
    x.high.store_unaligned(wide + V::size / 2);
    for (std::size_t i = 0; i < V::size; ++i) single[i] = static_cast<float>(wide[i]);
    return V::load_unaligned(single);
#endif
  }
} narrow{};

/// Sums of floats, and of products of two, in double: one for each lane.
class sums_in_double {
 public:
#if defined(__AVX512F__) && defined(__FMA__)
  /// How many floats are added at a time.
  static constexpr std::size_t step = batch<float>::size;

  HILLOCK_INLINE void add(const auto*... x) {
    a_ = sum(a_, x...);
    b_ = sum(b_, x + 4 ...);
    c_ = sum(c_, x + 8 ...);
    d_ = sum(d_, x + 12 ...);
  }
  HILLOCK_INLINE widened total() const { return {joined(a_, b_), joined(c_, d_)}; }

 private:
  HILLOCK_INLINE static __m256d widen(const float* p) { return _mm256_cvtps_pd(_mm_loadu_ps(p)); }
  HILLOCK_INLINE static __m256d sum(__m256d z, const float* x) { return _mm256_add_pd(z, widen(x)); }
  HILLOCK_INLINE static __m256d sum(__m256d z, const float* x, const float* y) {
    return _mm256_fmadd_pd(widen(x), widen(y), z);
  }
  HILLOCK_INLINE static batch<double> joined(__m256d low, __m256d high) {
    return batch<double>(_mm512_maskz_insertf64x4(0xff, _mm512_zextpd256_pd512(low), high, 1));
  }
  // Zen 4 converts floats into two of these in three quarters of the time that a register of 64 bytes takes.
  __m256d a_{}, b_{}, c_{}, d_{};
#else
  static constexpr std::size_t step = 2 * batch<float>::size;

  HILLOCK_INLINE void add(const auto*... x) {
    even_ = sum(even_, x...);
    odd_ = sum(odd_, x + step / 2 ...);
  }
  HILLOCK_INLINE widened total() const { return {even_.low + odd_.low, even_.high + odd_.high}; }

 private:
  using D = batch<double>;
  HILLOCK_INLINE static widened sum(widened z, const float* x) {
    const widened w = widen(x);
    return {z.low + w.low, z.high + w.high};
  }
  HILLOCK_INLINE static widened sum(widened z, const float* x, const float* y) {
    return each_half(fma, widen(x), widen(y), z);
  }
  widened even_{D(0), D(0)}, odd_{D(0), D(0)};
#endif
};

/// f(x) computed in double and rounded once to float: f gets a double, or the two halves of a batch one after the other. A
/// NaN is x itself; where it were converted, whether it stayed a signalling one would be the compiler's choice.
inline constexpr struct in_double_t {
  template <value V, class F>
    requires std::same_as<element_of<V>, float>
  HILLOCK_INLINE V operator()(V x, const F& f) const {
    return keep_nan(x, converted(x, f));
  }

 private:
  template <value V, class F>
  HILLOCK_INLINE static V converted(V x, const F& f) {
    if constexpr (element<V>)
      return static_cast<float>(f(static_cast<double>(x)));
    else
      return narrow(each_half(f, widen(x)));
  }
} in_double{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math

namespace hillock::inline HILLOCK_NAMESPACE {

namespace detail {
/// p, without what the compiler knows of the array behind it. Inlined into a caller with a small array, g++ warns that a
/// whole vector would not fit, in loops that it does not see are never entered.
template <class T>
HILLOCK_INLINE T* any_array(T* p) {
  asm("" : "+r"(p));
  return p;
}
}  // namespace detail

namespace detail {
#if defined(__SSE2__) && !defined(__AVX512F__)
/// All bits of the first n lanes, none of the others.
template <element T>
HILLOCK_INLINE auto mask_of_first(std::size_t n) {
  if constexpr (sizeof(batch<T>) == 16 && std::same_as<T, float>)
    return _mm_cmplt_ps(_mm_setr_ps(0, 1, 2, 3), _mm_set1_ps(static_cast<float>(static_cast<int>(n))));
  else if constexpr (sizeof(batch<T>) == 16)
    return _mm_cmplt_pd(_mm_setr_pd(0, 1), _mm_set1_pd(static_cast<int>(n)));
#if defined(__AVX__)
  else if constexpr (std::same_as<T, float>)
    return _mm256_cmp_ps(_mm256_setr_ps(0, 1, 2, 3, 4, 5, 6, 7),
                         _mm256_set1_ps(static_cast<float>(static_cast<int>(n))), _CMP_LT_OQ);
  else
    return _mm256_cmp_pd(_mm256_setr_pd(0, 1, 2, 3), _mm256_set1_pd(static_cast<int>(n)), _CMP_LT_OQ);
#endif
}
#endif
}  // namespace detail

/// The first n <= lanes elements at p in the first lanes, `fill` in the others. Reads nothing beyond them.
template <element T>
HILLOCK_INLINE batch<T> load_partial(const T* p, std::size_t n, T fill = 0) {
#if defined(__AVX512F__)
  if constexpr (sizeof(batch<T>) == 64) {
    if constexpr (std::same_as<T, float>)
      return batch<T>(_mm512_mask_loadu_ps(batch<T>(fill).data, static_cast<__mmask16>((1u << n) - 1u), p));
    else
      return batch<T>(_mm512_mask_loadu_pd(batch<T>(fill).data, static_cast<__mmask8>((1u << n) - 1u), p));
  }
#endif
#if defined(__AVX__) && !defined(__AVX512F__)
  const auto first = detail::mask_of_first<T>(n);
  if constexpr (std::same_as<T, float>)
    return batch<T>(_mm256_blendv_ps(batch<T>(fill).data, _mm256_maskload_ps(p, _mm256_castps_si256(first)), first));
  else
    return batch<T>(_mm256_blendv_pd(batch<T>(fill).data, _mm256_maskload_pd(p, _mm256_castpd_si256(first)), first));
#else
  T copy[batch<T>::size];
  batch<T>(fill).store_unaligned(copy);
  for (std::size_t i = 0; i < n; ++i) copy[i] = p[i];
  return batch<T>::load_unaligned(copy);
#endif
}

/// The first n < lanes lanes of x, zero in the others.
template <element T>
HILLOCK_INLINE batch<T> first_lanes(std::size_t n, batch<T> x) {
#if defined(__AVX512F__)
  if constexpr (sizeof(batch<T>) == 64) {
    if constexpr (std::same_as<T, float>)
      return batch<T>(_mm512_maskz_mov_ps(static_cast<__mmask16>((1u << n) - 1u), x.data));
    else
      return batch<T>(_mm512_maskz_mov_pd(static_cast<__mmask8>((1u << n) - 1u), x.data));
  }
#endif
#if defined(__SSE2__) && !defined(__AVX512F__)
  const auto first = detail::mask_of_first<T>(n);
  if constexpr (sizeof(batch<T>) == 16 && std::same_as<T, float>)
    return batch<T>(_mm_and_ps(first, x.data));
  else if constexpr (sizeof(batch<T>) == 16)
    return batch<T>(_mm_and_pd(first, x.data));
#if defined(__AVX__)
  else if constexpr (std::same_as<T, float>)
    return batch<T>(_mm256_and_ps(first, x.data));
  else
    return batch<T>(_mm256_and_pd(first, x.data));
#endif
#else
  T lane[batch<T>::size];
  x.store_unaligned(lane);
  return load_partial(lane, n);
#endif
}

/// From how many bytes of inputs and outputs on these lie beyond any last-level cache in use, so that stores had better
/// pass by it. Measured on Zen 5 with 32 MiB of it; within the cache, such stores take two to three times as long.
inline constexpr std::size_t beyond_cache = std::size_t{64} << 20;

/// From how many bytes on the rows of such arrays do so, although their ends may share cache lines, which do not.
inline constexpr std::size_t shortest_streamed = 1024;

inline constexpr std::size_t page = 4096;      // bytes; across them hardware does not prefetch
inline constexpr std::size_t cache_line = 64;  // bytes

/// How many elements lie before the first from p on that `bytes`, a power of two, divides the address of.
template <element T>
HILLOCK_INLINE std::size_t before_aligned(const T* p, std::size_t bytes) {
  return (bytes - reinterpret_cast<std::uintptr_t>(p) % bytes) % bytes / sizeof(T);
}

/// How far ahead of its use what lies beyond the caches is asked for, in bytes. Hardware may look ahead too little for
/// kernels that compute: without this, silu takes 1.5 times as long as a copy (on a Xeon with AVX-512).
inline constexpr std::size_t prefetch_distance = 2 * page;

/// The same into the first cache, of what lies in the second where several rows are read side by side.
inline constexpr std::size_t near_distance = page / 4;

/// Whether hardware looks ahead for kernels that compute, too, so that to ask for what it sees costs time: Zen's does, within
/// arrays. A function, since flags such as -march=x86-64-v4 do not tell.
HILLOCK_INLINE bool hardware_looks_ahead() {
#if defined(__x86_64__) || defined(__i386__)
  return __builtin_cpu_is("amd");
#else
  return false;
#endif
}

/// Whether this is one of AMD's processors from Zen to Zen 4.
HILLOCK_INLINE bool is_up_to_zen4() {
#if defined(__x86_64__) || defined(__i386__)
  return __builtin_cpu_is("amdfam17h") || __builtin_cpu_is("amdfam19h");
#else
  return false;
#endif
}

/// Asks for the line of p, which need not exist. It goes to the second cache, which can wait for more lines than the first
/// and leaves the first one's buffers to stores past the caches: up to a fifth less time where one array is read.
HILLOCK_INLINE void prefetch_far(const void* p) { __builtin_prefetch(p, 0, 2); }

/// Whether there are stores past the caches.
#if defined(__SSE2__)
inline constexpr bool has_streaming = true;
#else
inline constexpr bool has_streaming = false;
#endif

/// x to p past the caches, if there is such a store. p is aligned to a whole batch.
template <element T>
HILLOCK_INLINE void store_streaming(T* p, batch<T> x) {
#if defined(__AVX512F__)
  if constexpr (std::same_as<T, float>)
    _mm512_stream_ps(p, x.data);
  else
    _mm512_stream_pd(p, x.data);
#elif defined(__AVX__)
  if constexpr (std::same_as<T, float>)
    _mm256_stream_ps(p, x.data);
  else
    _mm256_stream_pd(p, x.data);
#elif defined(__SSE2__)
  if constexpr (std::same_as<T, float>)
    _mm_stream_ps(p, x.data);
  else
    _mm_stream_pd(p, x.data);
#else
  x.store_unaligned(p);
#endif
}

/// After streaming stores: what is stored later is seen later.
HILLOCK_INLINE void end_streaming() {
#if defined(__SSE2__)
  _mm_sfence();
#endif
}

namespace detail {
#if defined(__SSE2__) && !defined(__AVX512F__)
/// The first n lanes to p, fewer than there are: of the 16 bytes in x, and where these are full of those in rest().
template <class Rest>
HILLOCK_INLINE void store_first(float* p, std::size_t n, __m128 x, const Rest& rest) {
  if (n & 4) {
    _mm_storeu_ps(p, x);
    p += 4;
    x = rest();
  }
  if (n & 2) {
    _mm_storel_pi(reinterpret_cast<__m64*>(p), x);
    p += 2;
    x = _mm_movehl_ps(x, x);
  }
  if (n & 1) _mm_store_ss(p, x);
}
template <class Rest>
HILLOCK_INLINE void store_first(double* p, std::size_t n, __m128d x, const Rest& rest) {
  if (n & 2) {
    _mm_storeu_pd(p, x);
    p += 2;
    x = rest();
  }
  if (n & 1) _mm_store_sd(p, x);
}
#endif
}  // namespace detail

/// The first n <= lanes lanes of x to p. Writes nothing beyond them.
template <element T>
HILLOCK_INLINE void store_partial(T* p, std::size_t n, batch<T> x) {
#if defined(__AVX512F__)
  if constexpr (sizeof(batch<T>) == 64) {
    if constexpr (std::same_as<T, float>)
      _mm512_mask_storeu_ps(p, static_cast<__mmask16>((1u << n) - 1u), x.data);
    else
      _mm512_mask_storeu_pd(p, static_cast<__mmask8>((1u << n) - 1u), x.data);
    return;
  }
#endif
#if defined(__SSE2__) && !defined(__AVX512F__)
  if (n == batch<T>::size) return x.store_unaligned(p);
  // By halves: of a loop over the lanes g++ makes `rep movs`, which takes as long as four batches of a gradient (Zen 3).
#if defined(__AVX__)
  if constexpr (std::same_as<T, float>)
    detail::store_first(p, n, _mm256_castps256_ps128(x.data), [&] { return _mm256_extractf128_ps(x.data, 1); });
  else
    detail::store_first(p, n, _mm256_castpd256_pd128(x.data), [&] { return _mm256_extractf128_pd(x.data, 1); });
#else
  detail::store_first(p, n, x.data, [&] { return x.data; });
#endif
#else
  T copy[batch<T>::size];
  x.store_unaligned(copy);
  for (std::size_t i = 0; i < n; ++i) p[i] = copy[i];
#endif
}

/// Two batches.
template <element T>
struct batch_pair {
  batch<T> first, second;
};

/// The elements of a and b, one after the other, with even and with odd indices.
template <element T>
HILLOCK_INLINE batch_pair<T> deinterleave(batch<T> a, batch<T> b) {
  using V = batch<T>;
  [[maybe_unused]] constexpr bool single = std::same_as<T, float>;
#if defined(__AVX512F__)
  if constexpr (single) {
    const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    const __m512i odd = _mm512_set_epi32(31, 29, 27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1);
    return {V(_mm512_permutex2var_ps(a.data, even, b.data)), V(_mm512_permutex2var_ps(a.data, odd, b.data))};
  } else {
    const __m512i even = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0);
    const __m512i odd = _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1);
    return {V(_mm512_permutex2var_pd(a.data, even, b.data)), V(_mm512_permutex2var_pd(a.data, odd, b.data))};
  }
#elif defined(__AVX__)
  if constexpr (single) {
    const __m256 low = _mm256_permute2f128_ps(a.data, b.data, 0x20),
                 high = _mm256_permute2f128_ps(a.data, b.data, 0x31);
    return {V(_mm256_shuffle_ps(low, high, 0x88)), V(_mm256_shuffle_ps(low, high, 0xdd))};
  } else {
    const __m256d low = _mm256_permute2f128_pd(a.data, b.data, 0x20);
    const __m256d high = _mm256_permute2f128_pd(a.data, b.data, 0x31);
    return {V(_mm256_unpacklo_pd(low, high)), V(_mm256_unpackhi_pd(low, high))};
  }
#elif defined(__SSE2__)
  if constexpr (single)
    return {V(_mm_shuffle_ps(a.data, b.data, 0x88)), V(_mm_shuffle_ps(a.data, b.data, 0xdd))};
  else
    return {V(_mm_unpacklo_pd(a.data, b.data)), V(_mm_unpackhi_pd(a.data, b.data))};
#elif defined(__aarch64__) && !defined(__ARM_FEATURE_SVE)
  if constexpr (single)
    return {V(vuzp1q_f32(a.data, b.data)), V(vuzp2q_f32(a.data, b.data))};
  else
    return {V(vuzp1q_f64(a.data, b.data)), V(vuzp2q_f64(a.data, b.data))};
#else
  T both[2 * V::size], even[V::size], odd[V::size];
  a.store_unaligned(both);
  b.store_unaligned(both + V::size);
  for (std::size_t i = 0; i < V::size; ++i) {
    even[i] = both[2 * i];
    odd[i] = both[2 * i + 1];
  }
  return {V::load_unaligned(even), V::load_unaligned(odd)};
#endif
}

/// The inverse: even[0], odd[0], even[1], odd[1] ...
template <element T>
HILLOCK_INLINE batch_pair<T> interleave(batch<T> even, batch<T> odd) {
  using V = batch<T>;
  [[maybe_unused]] constexpr bool single = std::same_as<T, float>;
#if defined(__AVX512F__)
  if constexpr (single) {
    const __m512i first = _mm512_set_epi32(23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    const __m512i second = _mm512_set_epi32(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8);
    return {V(_mm512_permutex2var_ps(even.data, first, odd.data)),
            V(_mm512_permutex2var_ps(even.data, second, odd.data))};
  } else {
    const __m512i first = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
    const __m512i second = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
    return {V(_mm512_permutex2var_pd(even.data, first, odd.data)),
            V(_mm512_permutex2var_pd(even.data, second, odd.data))};
  }
#elif defined(__AVX__)
  if constexpr (single) {
    const __m256 low = _mm256_unpacklo_ps(even.data, odd.data), high = _mm256_unpackhi_ps(even.data, odd.data);
    return {V(_mm256_permute2f128_ps(low, high, 0x20)), V(_mm256_permute2f128_ps(low, high, 0x31))};
  } else {
    const __m256d low = _mm256_unpacklo_pd(even.data, odd.data), high = _mm256_unpackhi_pd(even.data, odd.data);
    return {V(_mm256_permute2f128_pd(low, high, 0x20)), V(_mm256_permute2f128_pd(low, high, 0x31))};
  }
#elif defined(__SSE2__)
  if constexpr (single)
    return {V(_mm_unpacklo_ps(even.data, odd.data)), V(_mm_unpackhi_ps(even.data, odd.data))};
  else
    return {V(_mm_unpacklo_pd(even.data, odd.data)), V(_mm_unpackhi_pd(even.data, odd.data))};
#elif defined(__aarch64__) && !defined(__ARM_FEATURE_SVE)
  if constexpr (single)
    return {V(vzip1q_f32(even.data, odd.data)), V(vzip2q_f32(even.data, odd.data))};
  else
    return {V(vzip1q_f64(even.data, odd.data)), V(vzip2q_f64(even.data, odd.data))};
#else
  T both[2 * V::size], first[V::size], second[V::size];
  even.store_unaligned(first);
  odd.store_unaligned(second);
  for (std::size_t i = 0; i < V::size; ++i) {
    both[2 * i] = first[i];
    both[2 * i + 1] = second[i];
  }
  return {V::load_unaligned(both), V::load_unaligned(both + V::size)};
#endif
}

/// Lane i of batch j for lane j of batch i.
template <element T>
HILLOCK_INLINE void transpose(batch<T> (&square)[batch<T>::size]) {
  constexpr std::size_t size = batch<T>::size;
  // As cards are shuffled: each time the highest bit of an element's place becomes the lowest.
#pragma GCC unroll 4
  for (std::size_t step = 1; step < size; step *= 2) {
    batch<T> shuffled[size];
#pragma GCC unroll 8
    for (std::size_t i = 0; i < size / 2; ++i) {
      const auto pair = interleave(square[i], square[i + size / 2]);
      shuffled[2 * i] = pair.first;
      shuffled[2 * i + 1] = pair.second;
    }
#pragma GCC unroll 16
    for (std::size_t i = 0; i < size; ++i) square[i] = shuffled[i];
  }
}

}  // namespace hillock::inline HILLOCK_NAMESPACE
