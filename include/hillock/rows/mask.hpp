// Masks: what is added to the logits of a row, after scaling: -inf where a choice is forbidden, a bias elsewhere.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>

#include "../core/range.hpp"
#include "layout.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// A term for element k of row number `row`, rows counted in the order of the array: row = o * inner + i. Causal attention
/// is `[](std::size_t row, std::size_t k) { return k <= row ? 0.f : -INFINITY; }`.
template <class M>
concept mask_function = requires(const M& mask, std::size_t i) {
  { mask(i, i) } -> std::convertible_to<double>;
};

namespace detail {

/// In place of a mask, or of its terms, where there is none.
struct no_mask {
  template <class Row>
  HILLOCK_INLINE no_mask terms(const Row&) const {
    return {};
  }
};

template <class Row, class Mask>
struct terms_of_function {
  using V = typename Row::V;
  Row row;
  const Mask& mask;

  template <bool Whole>
  HILLOCK_INLINE V operator()(batch_index<Whole> at) const {
    using T = element_of<V>;
    T lane[V::size];
    if constexpr (is_interleaved<Row>) {
      for (std::size_t i = 0; i < V::size; ++i)
        lane[i] = i < row.rows ? static_cast<T>(mask(row.number + i, at.j)) : -format<T>::infinity;
    } else {
      const std::size_t begin = at.j * V::size, number = row.number + at.row;
      for (std::size_t i = 0; i < V::size; ++i)
        lane[i] = Whole || begin + i < row.length ? static_cast<T>(mask(number, begin + i)) : -format<T>::infinity;
    }
    V terms = load_just_stored(lane);
    if constexpr (fuses) math::detail::hide(terms);  // a product of the function's must not meet a sum here
    return terms;
  }
};

template <class Mask>
struct function_mask {
  const Mask& mask;
  template <class Row>
  HILLOCK_INLINE terms_of_function<Row, Mask> terms(const Row& row) const {
    return {row, mask};
  }
};

/// Rows of terms, which are used again from the first when there are more rows of logits.
template <element T>
struct array_mask {
  const T* data;
  std::size_t rows, length;

  HILLOCK_INLINE T operator()(std::size_t row, std::size_t k) const { return data[row % rows * length + k]; }

  // The row of terms for that row of logits
  HILLOCK_INLINE contiguous_row<const T> of_row(std::size_t number) const {
    return {data + number % rows * length, length, number};
  }

  struct row_terms {
    contiguous_row<const T> row;
    HILLOCK_INLINE batch<T> operator()(auto i) const { return row.load(i, -format<T>::infinity); }
  };
  struct stack_of_terms {
    const array_mask& mask;
    std::size_t number;  // of the first row of logits
    HILLOCK_INLINE batch<T> operator()(auto i) const {
      return mask.of_row(number + i.row).load(i, -format<T>::infinity);
    }
  };

  template <class Row>
  HILLOCK_INLINE auto terms(const Row& row) const {
    if constexpr (is_interleaved<Row>)
      return function_mask<array_mask>{*this}.terms(row);
    else if constexpr (is_stacked<Row>)
      return stack_of_terms{*this, row.number};
    else
      return row_terms{of_row(row.number)};
  }
};

}  // namespace detail
}  // namespace hillock::inline HILLOCK_NAMESPACE
