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

  HILLOCK_INLINE row_logits(const In& x, element_of<V> scale, const Terms& terms)
      : x_(x), terms_(terms), scale_(scale) {}

  // logit - y
  HILLOCK_INLINE word minus(auto i, V y) const {
    const word t = scaled(x_.load(i, T(0)), term(i)), difference = math::two_sum(t.hi, math::neg(y));
    return settled({difference.hi, difference.lo + t.lo});
  }

 protected:
  using T = element_of<V>;
  static constexpr bool has_terms = !std::same_as<Terms, no_mask>;

  HILLOCK_INLINE V term([[maybe_unused]] auto i) const {
    if constexpr (has_terms)
      return terms_(i);
    else
      return V(0);
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
