// Which inputs a measurement tries, in which order.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <vector>

#include "../../tests/row.hpp"
#include "compare.hpp"
#include "keys.hpp"

namespace ulp {

/// The numbers from `from` to `to`, or all, NaN included.
struct range {
  double from, to;
  bool all = true;
};

/// A sequence of blocks (see compare.hpp), the same in every run.
template <std::floating_point T>
class inputs {
 public:
  /// Every number.
  static inputs every(const range& within);
  /// The numbers that tests try, with the neighbourhoods of breakpoints, and `count` more: a quarter of them with
  /// exponents of all sizes, the others between 2^-8 and 2^10.
  static inputs sample(const tests::row& of, const range& within, std::uint64_t count);

  std::uint64_t blocks() const { return (runs_ + runs - 1) / runs; }
  std::size_t length() const { return length_; }
  bool exhaustive() const { return named_.empty(); }
  bool contains(T x) const { return to_key(x) - first_ <= last_ - first_; }
  /// How many numbers there are in the range, NaN included.
  double numbers() const { return static_cast<double>(last_ - first_) + 1; }

  /// The block's (length + 1) * runs numbers, NaN for those outside of the range.
  void fill(std::uint64_t block, std::span<T> x) const;

 private:
  explicit inputs(const range& within);
  key<T> start(std::uint64_t run) const;

  key<T> first_, last_;
  std::size_t length_ = 1;
  std::uint64_t runs_ = 0;
  shuffle order_{1};
  std::vector<T> named_;
};

}  // namespace ulp
