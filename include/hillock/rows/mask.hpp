// Masks: what is added to the logits of a row, after scaling: -inf where a choice is forbidden, a bias elsewhere.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <type_traits>

#include "../core/range.hpp"
#include "layout.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// A term for element k of row number `row`, rows counted in the order of the array: row = o * inner + i. Causal attention
/// is `[](std::size_t row, std::size_t k) { return k <= row ? 0.f : -INFINITY; }`. It may be asked more than once. Compilers make
/// vectors of it, several times as fast, if what becomes a float was an int before (only AVX-512 has vectors of std::size_t for
/// that), and, g++, if nothing is computed for some elements alone: `bias + (k <= row ? 0.f : -INFINITY)` does better than
/// `k <= row ? bias : -INFINITY`, where bias is more than a number at hand.
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

// Rows of terms in an array, which are used again from the first when there are more rows of logits.
template <element T>
struct rows_of_terms {
  const T* data;
  std::size_t rows, length;

  // For that row of logits
  HILLOCK_INLINE contiguous_row<const T> operator[](std::size_t number) const {
    const std::size_t again = number < rows ? number : number % rows;
    return {data + again * length, length, number};
  }
};

// The terms of a function, or of an array for neighbouring rows, found as many at a time as there is room for: in loops that
// compilers vectorise, and once for all passes over rows that fit, as stacks do. Each pass reads them in order, forwards or
// backwards, and asks for them before its loops: around a call, batches would wait in memory.
template <element T, class Mask>
class function_mask {
 public:
  HILLOCK_INLINE explicit function_mask(const Mask& mask) : mask_(mask) {}

  template <class Row>
  struct row_terms {
    Row row;
    function_mask& mask;
    // Finds terms from batch `begin` on, and says before which they are at hand now: `end` at most.
    HILLOCK_INLINE std::size_t at_hand(std::size_t begin, std::size_t end) const
      requires(!is_stacked<Row>)
    {
      mask.need(row, begin);
      return mask.begin_ + mask.count_ < end ? mask.begin_ + mask.count_ : end;
    }
    // The same for those before `end`: from which on they are.
    HILLOCK_INLINE std::size_t at_hand_before(std::size_t end) const
      requires(!is_stacked<Row>)
    {
      mask.need(row, end - 1);
      return mask.begin_;
    }
    // Of a batch at hand
    HILLOCK_INLINE batch<T> operator()(auto i) const {
      return batch<T>::load_aligned(mask.terms_ + (i.row * row.batches() + i.j - mask.begin_) * width);
    }
  };
  template <class Row>
  HILLOCK_INLINE row_terms<Row> terms(const Row& row) {
    static_assert(Row::height * longest_stacked<batch<T>> <= size * width);
    if constexpr (is_stacked<Row>) need(row, 0);
    return {row, *this};
  }

 private:
  static constexpr std::size_t width = batch<T>::size, size = 8 * page / sizeof(batch<T>);
  static constexpr std::size_t few = size / 2;  // what leaves room in the first cache

  // The i-th batch of terms for a row, a stack of rows, or neighbouring ones.
  template <class Row>
  HILLOCK_INLINE void need(const Row& row, std::size_t i) {
    if (row.number == number_ && i - begin_ < count_) [[likely]]
      return;
    number_ = row.number;
    count_ = Row::height * row.batches() <= size ? size : few;
    begin_ = i - i % count_;
    find(row, begin_);
  }

  // `count_` of them, as far as there are as many, from the i-th on.
  template <class Row>
  [[gnu::noinline]] void find(const Row& row, std::size_t i) {
    const std::size_t batches = row.batches(), end = Row::height * batches;
    for (std::size_t found = 0; found < count_ && i < end;) {
      const std::size_t j = i % batches, rest = batches - j, most = is_interleaved<Row> ? few : count_ - found,
                        n = rest < most ? rest : most;
      if constexpr (is_interleaved<Row>)
        find_beside(mask_, row, j, n, terms_ + found * width);
      else
        find_in_row(mask_, row.number + i / batches, j * width, row.length, n, terms_ + found * width);
      i += n;
      found += n;
    }
  }

  // A copy, if it is little: compilers do not vectorise where what a lambda has captured is read for some elements alone.
  using copied_mask =
      std::conditional_t<std::is_trivially_copy_constructible_v<Mask> && sizeof(Mask) <= 64, const Mask, const Mask&>;

  // n batches of a row's terms from k on, and -inf beyond its end.
  static void find_in_row(copied_mask mask, std::size_t row, std::size_t k, std::size_t length, std::size_t n,
                          T* __restrict terms) {
    constexpr std::size_t some = 32;  // a number that compilers know, and too many to be unrolled
    const std::size_t inside = length - k < n * width ? length - k : n * width;
    std::size_t i = 0;
    if constexpr (std::same_as<Mask, rows_of_terms<T>>) {  // the row is found once, not for each term
      for (const T* of_row = mask[row].data + k; i < inside; ++i) terms[i] = of_row[i];
    } else {
      for (; i + some <= inside; i += some)
        for (std::size_t j = 0; j < some; ++j) terms[i + j] = static_cast<T>(mask(row, k + i + j));
      for (; i < inside; ++i) terms[i] = static_cast<T>(mask(row, k + i));
    }
    for (; i < n * width; ++i) terms[i] = -format<T>::infinity;
  }

  // n times those of neighbouring rows, and -inf in the lanes that have none. Row by row, since what a function does with the
  // row's number is then done once a row.
  template <class Row>
  static void find_beside(copied_mask mask, const Row& row, std::size_t k, std::size_t n, T* terms) {
    static_assert(few % width == 0);
    alignas(batch<T>) T of_rows[width][few];
    const std::size_t squares = (n + width - 1) / width;
    for (std::size_t i = 0; i < row.rows; ++i) find_in_row(mask, row.number + i, k, row.length, squares, of_rows[i]);
    for (std::size_t j = 0; j < squares * width; j += width) {
      batch<T> square[width];
#pragma GCC unroll 16
      for (std::size_t i = 0; i < width; ++i)
        square[i] = i < row.rows ? batch<T>::load_aligned(of_rows[i] + j) : batch<T>(-format<T>::infinity);
      transpose(square);
#pragma GCC unroll 16
      for (std::size_t i = 0; i < width; ++i) square[i].store_aligned(terms + (j + i) * width);
    }
  }

  copied_mask mask_;
  std::size_t number_ = 0, begin_ = 0, count_ = 0;  // of the terms that are there: none
  alignas(batch<T>) T terms_[size * width];
};

// The terms of an array: as they lie there, but transposed for neighbouring rows.
template <element T>
class array_mask {
 public:
  HILLOCK_INLINE explicit array_mask(const rows_of_terms<T>& rows) : rows_(rows), transposed_(rows) {}

  struct row_terms {
    contiguous_row<const T> row;
    HILLOCK_INLINE batch<T> operator()(auto i) const { return row.load(i, -format<T>::infinity); }
  };
  struct stack_of_terms {
    rows_of_terms<T> rows;
    std::size_t number;  // of the first row of terms
    HILLOCK_INLINE batch<T> operator()(auto i) const { return rows[number + i.row].load(i, -format<T>::infinity); }
  };

  template <class Row>
  HILLOCK_INLINE auto terms(const Row& row) {
    if constexpr (is_interleaved<Row>)
      return transposed_.terms(row);
    else if constexpr (is_stacked<Row>)
      return stack_of_terms{rows_, row.number % rows_.rows};
    else
      return row_terms{rows_[row.number]};
  }

 private:
  rows_of_terms<T> rows_;
  function_mask<T, rows_of_terms<T>> transposed_;
};

}  // namespace detail
}  // namespace hillock::inline HILLOCK_NAMESPACE
