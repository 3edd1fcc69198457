// softmax(x)_k = e^(scale x_k) / sum_j e^(scale x_j): probabilities from logits; scale is one over the temperature.
// SPDX-License-Identifier: MIT
// Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990. Nothing is subtracted
// from logits of ordinary size: their exponentials are kept as m 2^n, and scaling by 2^(n - n_max) is exact. Larger
// ones are taken relative to the largest, as exact differences. Sums carry their rounding errors along.
#pragma once

#include <span>

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "../math/exp.hpp"
#include "layout.hpp"

namespace hillock {

/// What a row of nothing but -inf gives, where every choice is masked.
enum class masked_row { nan, zeros };

}  // namespace hillock

namespace hillock::inline HILLOCK_NAMESPACE {

struct softmax {
  double scale = 1;
  masked_row all_masked = masked_row::nan;

  static constexpr info about{
      .name = "softmax",
      .formula = "e^(scale x_k) / sum_j e^(scale x_j)",
      .reference = "Bridle 1990",
      .range = {0, 1},
      .parameters = {"scale"},
  };

  template <class Real>
  void definition(std::span<const Real> x, std::span<Real> y) const {
    Real sum(0);
    for (std::size_t k = 0; k < x.size(); ++k) {
      y[k] = real::exp(Real(scale) * x[k]);
      sum = sum + y[k];
    }
    for (Real& each : y) each = each / sum;
  }

  /// y = softmax(x) for one row, or for one row a lane; y may be x. In and Out are layouts (rows/layout.hpp).
  template <class In, class Out>
  HILLOCK_INLINE void forward_rows(const In& x, const Out& y) const {
    using V = typename Out::V;
    using T = element_of<V>;
    const V factor(static_cast<T>(scale));
    const V direction(scale < 0 ? T(-1) : T(1));  // so that scaling does not overflow before the largest is taken
    const T inside = x.data[0];                   // fills lanes beyond the end without becoming the largest

    V largest(-format<T>::infinity);
    for (std::size_t j = 0; j < x.batches(); ++j) {
      const V logit = math::mul(x.load(j, inside), direction);
      largest = math::select(logit > largest, logit, largest);
    }
    const origin<V> from(math::mul(In::maximum(largest), direction), factor);

    V low(0);
    const math::double_word<V> high =
        detail::compensated_sum<V>(x.batches(), [&](std::size_t j) __attribute__((always_inline)) {
          const math::double_word<V> power = from.exp(x.load(j, inside), factor);
          y.store(j, power.hi);
          low = low + x.inside(j, power.lo);
          return x.inside(j, power.hi);
        });
    const math::double_word<V> sum = In::sum({high.hi, high.lo + low});

    const V none(all_masked == masked_row::zeros ? T(0) : format<T>::nan);
    const auto is_masked = sum.hi == V(0);
    for (std::size_t j = 0; j < y.batches(); ++j) {
      const V power = y.load(j, T(1));
      // A power that is the whole sum gives 1: what its rounding took stands in the sum alone.
      const V share = math::select(power == sum.hi, V(1), math::quotient(math::double_word<V>{power, V(0)}, sum));
      y.store(j, math::select(is_masked, none, share));
    }
  }

  /// grad_x = scale * y * (grad_y - sum_j grad_y_j y_j); grad_x may be y or grad_y.
  template <class In, class Out>
  HILLOCK_INLINE void backward_rows_from_output(const In& y, const In& grad_y, const Out& grad_x) const {
    using V = typename Out::V;
    using T = element_of<V>;
    V low(0);
    const math::double_word<V> high =
        detail::compensated_sum<V>(y.batches(), [&](std::size_t j) __attribute__((always_inline)) {
          const auto product = math::two_product(grad_y.load(j, T(0)), y.load(j, T(0)));
          low = low + product.lo;
          return product.hi;
        });
    const math::double_word<V> dot = In::sum({high.hi, high.lo + low});
    for (std::size_t j = 0; j < y.batches(); ++j) {
      const V centred = (grad_y.load(j, T(0)) - dot.hi) - dot.lo;
      grad_x.store(j, math::mul(math::mul(V(static_cast<T>(scale)), y.load(j, T(0))), centred));
    }
  }

 private:
  // e^(factor x) over e^(factor largest), exact but for one rounding and a power of two common to the row.
  template <value V>
  struct origin {
    using constants = math::exp_constants<element_of<V>>;
    V shift;   // subtracted from each x: 0 while exp_parts is good without
    V n;       // the largest exponent
    V lowest;  // below this, nothing is left of e^t

    HILLOCK_INLINE origin(V largest, V factor) {
      const V none(-format<element_of<V>>::infinity);
      const V scaled = math::mul(largest, factor);
      const auto masked = (scaled == none) & (math::abs(largest) == math::neg(none));  // every t lies below `lowest`
      const V t = math::select(masked, V(0), scaled);
      const auto ordinary = math::abs(t) <= V(constants::widest + constants::vanishing);
      const V unshifted = math::select(ordinary, t, V(0));
      shift = math::select(ordinary, V(0), largest);
      n = math::exp_parts(unshifted).n;
      lowest = unshifted + V(constants::vanishing);
    }

    HILLOCK_INLINE math::double_word<V> exp(V x, V factor) const {
      const math::double_word<V> difference = math::two_sum(x, math::neg(shift));
      const math::double_word<V> t = math::two_product(difference.hi, factor);
      const auto vanishes = t.hi < lowest;
      const V hi = math::select(vanishes, lowest, t.hi);
      V lo = math::fma(difference.lo, factor, t.lo);
      if constexpr (!fuses) lo = math::select(lo == lo, lo, V(0));  // the halves of huge factors overflow
      lo = math::select(vanishes, V(0), lo);
      const math::scaled_double_word<V> power = math::exp_parts(hi, lo);
      return {math::scale(power.m.hi, power.n - n), math::scale(power.m.lo, power.n - n)};
    }
  };
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
