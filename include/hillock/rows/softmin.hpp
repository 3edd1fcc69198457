// softmin(x)_k = e^(-scale x_k) / sum_j e^(-scale x_j): softmax of -x, which favours the smallest.
// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "softmax.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct softmin {
  double scale = 1;
  masked_row all_masked = masked_row::nan;

  static constexpr info about{
      .name = "softmin",
      .formula = "e^(-scale x_k) / sum_j e^(-scale x_j)",
      .reference = "softmax(-x)",
      .range = {0, 1},
      .parameters = {"scale"},
  };

  template <class Real>
  void definition(std::span<const Real> x, std::span<Real> y) const {
    of_negative().definition(x, y);
  }

  template <class V>
  static constexpr bool writes_once = softmax::writes_once<V>;

  template <class V>
  using results = softmax::results<V>;
  /// y = softmin(x) for one row, or for one row a lane; y may be x. In and Out are layouts (layout.hpp).
  template <class In, class Out, class Terms, class Behind = detail::at_once>
  HILLOCK_INLINE void forward_rows(const In& x, const Out& y, const Terms& terms, Behind& behind) const {
    of_negative().forward_rows(x, y, terms, behind);
  }

  template <class T>
  HILLOCK_INLINE static bool pays_in_panels(std::size_t length, std::size_t apart, bool cached, bool streams) {
    return softmax::pays_in_panels<T>(length, apart, cached, streams);
  }
  template <class T>
  HILLOCK_INLINE void forward_panel(const detail::panel<const T>& x, const detail::panel<T>& y) const {
    of_negative().forward_panel(x, y);
  }

  /// As softmax's, with the sign turned; grad_x may be y or grad_y.
  template <class V>
  using gradients = softmax::gradients<V>;
  template <class V>
  HILLOCK_INLINE gradients<V> gradients_of(math::double_word<V> dot) const {
    return of_negative().gradients_of(dot);
  }

 private:
  constexpr softmax of_negative() const { return {.scale = -scale, .all_masked = all_masked}; }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
