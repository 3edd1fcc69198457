// logsumexp(x) = log sum_k e^(scale x_k), one number a row.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "../math/number.hpp"
#include "panel.hpp"
#include "softmax.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct logsumexp {
  double scale = 1;
  masked_row all_masked = masked_row::nan;  ///< of the gradient, where the result is -inf

  static constexpr info about{
      .name = "logsumexp",
      .formula = "log sum_k e^(scale x_k)",
      .reference = "Blanchard, Higham, Higham 2021",
      .parameters = {"scale"},
  };

  template <class Real>
  Real definition(std::span<const Real> x) const {
    Real largest = Real(scale) * x[0];
    for (const Real& each : x)
      if (const Real t = Real(scale) * each; t > largest) largest = t;
    Real others(-1);
    for (const Real& each : x) others = others + real::exp(Real(scale) * each - largest);
    return largest + real::log1p(others);
  }

  /// logsumexp(x) of one row, in every lane, or of one row a lane. In is a layout (layout.hpp).
  template <class In, class Terms>
  HILLOCK_INLINE typename In::V reduce_rows(const In& x, const Terms& terms) const {
    using T = element_of<typename In::V>;
    detail::row_exponentials<In, Terms> powers(x, static_cast<T>(scale), terms);
    return result_of(powers, powers.log_of_sum());
  }

  /// The same for a panel of rows, to y.
  template <class T>
  HILLOCK_INLINE void reduce_panel(const detail::panel<const T>& x, T* y) const {
    detail::for_each_log_of_sum(
        x, static_cast<T>(scale),
        [&](const auto& rows, const auto& powers, const auto& log)
            __attribute__((always_inline)) { rows.store_result(y + rows.number, result_of(powers, log)); });
  }

  /// grad_x_k = grad_y * scale * e^(scale x_k - y); grad_x may be x.
  template <class In, class Out, class Terms>
  HILLOCK_INLINE void backward_rows(const In& x, typename In::V y, typename In::V grad_y, const Out& grad_x,
                                    const Terms& terms) const {
    using V = typename In::V;
    using T = element_of<V>;
    const V none(all_masked == masked_row::zeros ? T(0) : format<T>::nan),
        slope = math::mul(grad_y, V(static_cast<T>(scale)));
    const auto empty = y == V(-format<T>::infinity);
    const auto write = [&](const auto& to, const In& from) __attribute__((always_inline)) {
      const detail::row_logits<In, Terms> logits(from, static_cast<T>(scale), terms);
      logits.for_each_difference(y, [&](auto i, auto difference) __attribute__((always_inline)) {
        if constexpr (detail::is_streaming<decltype(to)>) detail::prefetch_later(from, i);
        to.store(i, math::select(empty, none, math::mul(slope, math::exp(difference))));
      });
    };
    detail::write_row(write, grad_x, x);
  }

 private:
  HILLOCK_INLINE static auto result_of(const auto& powers, const auto& log) {
    const auto largest = powers.largest();
    using V = decltype(largest.hi);
    using T = element_of<V>;
    const V y = math::round(largest + log.over_largest);
    const auto below = (largest.hi == V(-format<T>::infinity)) & (log.over_largest.hi == log.over_largest.hi);
    const V at_ends = math::select(log.empty | below, V(-format<T>::infinity), y);
    if (math::any(largest.hi == V(format<T>::infinity))) [[unlikely]]
      return math::select((largest.hi == V(format<T>::infinity)) & math::where_not(powers.some_nan()), largest.hi,
                          at_ends);
    return at_ends;
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
