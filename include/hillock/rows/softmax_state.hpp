// The largest logit of a stream and the sum of e^(t - largest) so far: the normaliser of a row that comes in pieces.
// SPDX-License-Identifier: MIT
// Milakov and Gimelshein, "Online normalizer calculation for softmax", arXiv:1805.02867. Both numbers are kept in two words.
#pragma once

#include "exponentials.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// Different objects may take different pieces and be merged, in any order: the results differ in the last bits only.
template <element T>
class softmax_state {
 public:
  /// Takes logits scale * x, a contiguous range of T. Throws std::invalid_argument if x is null, but not empty.
  template <class X>
  void update(const X& x, double scale = 1) {
    if constexpr (detail::arrays_fit(detail::inputs<const X&, const T(&)[1]>{}, detail::inputs<>{})) {
      const auto in = detail::make_operand(x, "x");
      detail::check_null("softmax_state::update", in);
      if (in.size == 0) return;
      using row = detail::contiguous_row<const T>;
      detail::row_exponentials<row, detail::no_mask> powers({detail::any_array(in.data), in.size, 0},
                                                            static_cast<T>(scale), {});
      const auto log = powers.log_of_sum();
      if (math::any(log.empty)) return;  // nothing but -inf
      softmax_state piece;
      piece.largest_ = first(powers.largest());
      piece.sum_ = word{T(1), T(0)} + first(log.others_over_largest);
      if (piece.largest_.hi == format<T>::infinity && !math::any(powers.some_nan())) piece.sum_ = {T(1), T(0)};
      merge(piece);
    }
  }

  /// Takes what another object has seen.
  void merge(const softmax_state& other) {
    const word mine = largest_, theirs = other.largest_;
    const bool mine_is_less = mine.hi < theirs.hi || (mine.hi == theirs.hi && mine.lo < theirs.lo);
    const softmax_state &low = mine_is_less ? *this : other, &high = mine_is_less ? other : *this;
    const word sum = low.sum_.hi == T(0) ? high.sum_ : high.sum_ + low.sum_ * power(low.largest_, high.largest_);
    largest_ = high.largest_;
    sum_ = sum;
  }

  /// The largest logit; -inf before the first.
  T largest() const { return largest_.hi; }
  /// The sum of e^(logit - largest); 0 before the first.
  T sum() const { return sum_.hi + sum_.lo; }
  /// The logarithm of the sum of e^logit; -inf before the first.
  T logsumexp() const {
    if (!(math::abs(largest_.hi) < format<T>::infinity)) return sum_.hi == sum_.hi ? largest_.hi : sum_.hi;
    return math::round(largest_ + math::log1p(sum_ + T(-1)));
  }

 private:
  using word = math::double_word<T>;

  HILLOCK_INLINE static word first(math::double_word<batch<T>> x) {
    word y;
    store_partial(&y.hi, 1, x.hi);
    store_partial(&y.lo, 1, x.lo);
    return y;
  }

  // e^(low - high), 0 where that is nothing beside 1
  static word power(word low, word high) {
    if (low.hi == high.hi && low.lo == high.lo) return {T(1), T(0)};
    const word difference = low - high, t = math::two_sum(difference.hi, difference.lo);
    if (!(t.hi > -math::exp_constants<T>::normal)) return {T(0), T(0)};
    return math::exponential<T>(t.hi, t.lo).value();
  }

  word largest_{-format<T>::infinity, T(0)}, sum_{T(0), T(0)};
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
