// The logits t = scale * x + term of a row, in two words.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>

#include "../math/number.hpp"
#include "mask.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// The logits of a row. In is a layout of x (layout.hpp); Terms gives the mask's as terms(i) (mask.hpp).
template <class In, class Terms>
class row_logits {
 public:
  using V = typename In::V;
  using word = math::double_word<V>;

  row_logits() = default;
  HILLOCK_INLINE row_logits(const In& x, element_of<V> scale, const Terms& terms)
      : x_(x), terms_(terms), scale_(scale) {}

  // each(i, logit - y) of every batch.
  template <class Each>
  HILLOCK_INLINE void for_each_difference(V y, const Each& each) const {
    for_each_batch_with_term([&](auto i, V term) __attribute__((always_inline)) {
      const word t = scaled(x_.load(i, T(0)), term), difference = math::two_sum(t.hi, math::neg(y));
      each(i, settled({difference.hi, difference.lo + t.lo}));
    });
  }

 protected:
  using T = element_of<V>;
  static constexpr bool has_terms = !std::same_as<Terms, no_mask>;
  static constexpr bool finds_terms = requires(const Terms& terms) { terms.at_hand(0, 0); };

  // Of a batch whose terms are at hand.
  HILLOCK_INLINE V term([[maybe_unused]] auto i) const {
    if constexpr (has_terms)
      return terms_(i);
    else
      return V(0);
  }
  // Finds terms from batch `begin` on, and says before which they are at hand now: `end` at most.
  HILLOCK_INLINE std::size_t at_hand([[maybe_unused]] std::size_t begin, std::size_t end) const {
    if constexpr (finds_terms)
      return terms_.at_hand(begin, end);
    else
      return end;
  }
  // body(begin, end) for pieces whose terms are at hand, of the batches from `begin` on that lie before `end`.
  template <class Body>
  HILLOCK_INLINE void in_pieces(std::size_t begin, std::size_t end, const Body& body) const {
    if constexpr (finds_terms) {
      while (begin < end) {
        const std::size_t stop = at_hand(begin, end);
        body(begin, stop);
        begin = stop;
      }
    } else {  // the loop would cost causal rows of 1000 a tenth (Zen 4)
      body(begin, end);
    }
  }
  // The first batch from `begin` on that has a lane where `holds` is false, or `end`; and the end of the last such before `end`.
  template <class Holds>
  HILLOCK_INLINE std::size_t behind_those(std::size_t begin, std::size_t end, const Holds& holds) const {
    while (begin < end) {
      const std::size_t stop = at_hand(begin, end), whole = x_.whole_batches() < stop ? x_.whole_batches() : stop;
      while (begin + few <= whole && all_hold<few>(begin, holds)) begin += few;
      while (begin < stop && all_hold<1>(begin, holds)) ++begin;
      if (begin < stop) break;
    }
    return begin;
  }
  template <class Holds>
  HILLOCK_INLINE std::size_t before_those(std::size_t end, const Holds& holds) const {
    while (end > 0) {
      std::size_t stop = 0;
      if constexpr (finds_terms) stop = terms_.at_hand_before(end);
      if (!x_.is_whole(end - 1) && all_hold<1>(end - 1, holds)) --end;
      while (end >= stop + few && x_.is_whole(end - 1) && all_hold<few>(end - few, holds)) end -= few;
      while (end > stop && all_hold<1>(end - 1, holds)) --end;
      if (end > stop) break;
    }
    return end;
  }
  // body(i, term) for every batch.
  template <class Body>
  HILLOCK_INLINE void for_each_batch_with_term(const Body& body) const {
    for (std::size_t row = 0; row < In::height; ++row)
      in_pieces(0, x_.batches(), [&](std::size_t begin, std::size_t end) __attribute__((always_inline)) {
        for_each_batch(x_, row, begin, end, [&](auto i) __attribute__((always_inline)) { body(i, term(i)); });
      });
  }

  // For N batches from j on, which are whole if there are several: one branch for all.
  static constexpr std::size_t few = 4;
  template <std::size_t N, class Holds>
  HILLOCK_INLINE static bool all_hold(std::size_t j, const Holds& holds) {
    auto all = holds(batch_index<(N > 1)>{j});
#pragma GCC unroll 4
    for (std::size_t n = 1; n < N; ++n) all = all & holds(batch_index<true>{j + n});
    return !math::any(math::where_not(all));
  }

  HILLOCK_INLINE word scaled(V x) const { return math::two_product_of_any(x, scale_); }
  // scale * x + term
  HILLOCK_INLINE word scaled(V x, V term) const {
    if constexpr (has_terms)
      return scaled(x, scale_, term);
    else
      return scaled(x);
  }
  HILLOCK_INLINE static word scaled(V x, V scale, V term) {
    const word t = sum(math::two_product_of_any(x, scale), {term, V(0)});
    return normalised(t, rounded(x, scale, term));
  }
  // What that is rounded to
  HILLOCK_INLINE static V rounded(V x, V scale, V term) {
    if constexpr (fuses) {
      return math::fma(x, scale, term);
    } else {
      const V half(T(0.5));  // since the product might overflow
      const word t = sum(math::two_product_of_any(math::mul(x, half), scale), {math::mul(term, half), V(0)});
      return math::select(is_forbidden(x, term), term, math::mul(rounded(t), V(2)));
    }
  }

  // Where the words cancel, the first may be 0 and the second be all.
  HILLOCK_INLINE static word sum(word a, word b) {
    const word s = math::two_sum(a.hi, b.hi);
    return {s.hi, s.lo + (a.lo + b.lo)};
  }
  HILLOCK_INLINE static V rounded(word t) { return t.hi + finite_or_zero(t.lo); }
  HILLOCK_INLINE static word normalised(word t, V rounded) { return {rounded, (t.hi - rounded) + t.lo}; }
  // Whatever the product overflows to
  HILLOCK_INLINE static auto is_forbidden(V x, V term) { return is_finite(x) & (term == V(-format<T>::infinity)); }
  HILLOCK_INLINE static auto is_finite(V t) { return math::abs(t) < V(format<T>::infinity); }

  // Beside an infinity, and where a product or an error overflowed but not the logit, the second word is no number.
  HILLOCK_INLINE static word settled(word t) { return {t.hi, finite_or_zero(t.lo)}; }
  HILLOCK_INLINE static V finite_or_zero(V x) { return math::select(is_finite(x), x, V(0)); }

  In x_;
  Terms terms_;
  V scale_;
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
