// Which ranges the array functions take, and what is checked of them. All checks are O(1) a call.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <type_traits>

#include "axis.hpp"
#include "error.hpp"
#include "simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// A contiguous range of float or double: vector, span, array, C array.
template <class R>
concept input_array = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
                      element<std::remove_cv_t<std::ranges::range_value_t<R>>>;

/// One whose elements can be written, and that is not a temporary owner of them.
template <class R>
concept output_array = input_array<R> && std::ranges::borrowed_range<R> &&
                       !std::is_const_v<std::remove_reference_t<std::ranges::range_reference_t<R>>>;

namespace detail {

template <class R>
using range_element = std::remove_cv_t<std::ranges::range_value_t<R>>;

// The elements of an input, which nothing may write.
template <class R>
HILLOCK_INLINE const range_element<R>* input_data(const R& r) {
  return std::ranges::data(r);
}

// Says in one sentence what is wrong with the types of a call. The callers compile their bodies only if this holds, so
// that the sentence is all that the compiler prints.
template <class... Inputs>
struct inputs {};

template <class... In, class... Out>
consteval bool arrays_fit(inputs<In...>, inputs<Out...>) {
  constexpr bool readable = (input_array<In> && ...);
  constexpr bool writable = (output_array<Out> && ...);
  static_assert(
      readable,
      "hillock: an input must be a contiguous range of float or double: std::vector, std::span, std::array or "
      "a C array.");
  static_assert(!readable || writable,
                "hillock: an output must be a contiguous range of float or double that can be written to and outlives "
                "the call: not const, not a temporary container.");
  if constexpr (readable && writable) {
    constexpr bool same = []<class First, class... Rest>(inputs<First, Rest...>) {
      return (std::same_as<First, Rest> && ...);
    }(inputs<range_element<In>..., range_element<Out>...>{});
    static_assert(same, "hillock: inputs and outputs must have one element type: all float or all double.");
    return same;
  } else {
    return false;
  }
}

// A pointer, a length, and the name of the parameter for messages.
template <class T>
struct operand {
  T* data;
  std::size_t size;
  const char* name;
};

template <class R>
HILLOCK_INLINE auto make_operand(R&& r, const char* name) {
  using T = std::remove_reference_t<std::ranges::range_reference_t<R>>;
  return operand<T>{std::ranges::data(r), static_cast<std::size_t>(std::ranges::size(r)), name};
}

template <class A, class B>
HILLOCK_INLINE void check_size(const char* function, const operand<A>& a, const operand<B>& b) {
  if (a.size != b.size) [[unlikely]]
    invalid_argument("hillock::%s: %s has %zu elements, but %s has %zu.", function, a.name, a.size, b.name, b.size);
}

template <class A>
HILLOCK_INLINE void check_null(const char* function, const operand<A>& a) {
  if (a.data == nullptr && a.size != 0) [[unlikely]]
    invalid_argument("hillock::%s: %s is null, but has %zu elements.", function, a.name, a.size);
}

// Arrays must not share memory, unless one may be the other.
template <class A, class B>
HILLOCK_INLINE void check_overlap(const char* function, const operand<A>& a, const operand<B>& b, bool may_be_same) {
  const auto pa = reinterpret_cast<std::uintptr_t>(a.data), pb = reinterpret_cast<std::uintptr_t>(b.data);
  if (pa == pb && may_be_same) return;
  if (pb - pa < a.size * sizeof(A) || pa - pb < b.size * sizeof(B)) [[unlikely]]
    invalid_argument("hillock::%s: %s (%zu elements) and %s (%zu elements) overlap: %s begins %td bytes after %s.%s",
                     function, a.name, a.size, b.name, b.size, b.name, static_cast<std::ptrdiff_t>(pb - pa), a.name,
                     may_be_same ? " An output may be an input itself, but not a part of it." : "");
}

// An output that may be its input.
template <class A, class B>
HILLOCK_INLINE void check_map(const char* function, const operand<A>& x, const operand<B>& y) {
  check_size(function, x, y);
  check_null(function, x);
  check_null(function, y);
  check_overlap(function, x, y, true);
}

HILLOCK_INLINE std::size_t pitch_of(axis a) { return a.pitch != 0 ? a.pitch : a.length * a.inner; }

// How many elements and rows an axis stands for, if it is possible and they can be counted.
struct row_sizes {
  std::size_t elements = 0, rows = 0;
  bool possible = false;
};
HILLOCK_INLINE row_sizes sizes_of(axis a) {
  row_sizes s;
  std::size_t width = 0, before = 0;
  if (__builtin_mul_overflow(a.outer, a.inner, &s.rows) || __builtin_mul_overflow(a.length, a.inner, &width)) return s;
  if (a.pitch != 0 && a.pitch < width) return s;
  if (a.outer == 0 || width == 0) {
    s.possible = true;
    return s;
  }
  s.possible =
      !__builtin_mul_overflow(a.outer - 1, pitch_of(a), &before) && !__builtin_add_overflow(before, width, &s.elements);
  return s;
}

template <class A>
HILLOCK_INLINE row_sizes check_axis(const char* function, axis a, const operand<A>& x) {
  const row_sizes s = sizes_of(a);
  if (!s.possible || s.elements != x.size) [[unlikely]]
    invalid_argument(
        "hillock::%s: the axis {.outer = %zu, .length = %zu, .inner = %zu, .pitch = %zu} does not fit %s, which has "
        "%zu elements.",
        function, a.outer, a.length, a.inner, a.pitch, x.name, x.size);
  return s;
}

}  // namespace detail
}  // namespace hillock::inline HILLOCK_NAMESPACE
