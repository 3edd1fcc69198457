// log_softmax(x)_k = scale x_k - log sum_j e^(scale x_j): log-probabilities from logits.
// SPDX-License-Identifier: MIT
// The largest logit's is -log1p of what the others have beside it, right however small that is: -0 in the end. From all others
// the logarithm of the sum is subtracted in two words.
#pragma once

#include <span>

#include "../math/number.hpp"
#include "behind.hpp"
#include "softmax.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

struct log_softmax {
  double scale = 1;
  masked_row all_masked = masked_row::nan;

  static constexpr info about{
      .name = "log_softmax",
      .formula = "scale x_k - log sum_j e^(scale x_j)",
      .reference = "Bridle 1990",
      .range = {-info::inf, 0},
      .parameters = {"scale"},
  };

  template <class Real>
  void definition(std::span<const Real> x, std::span<Real> y) const {
    std::size_t largest = 0;
    for (std::size_t k = 1; k < x.size(); ++k)
      if (Real(scale) * x[k] > Real(scale) * x[largest]) largest = k;
    Real others(0);
    for (std::size_t k = 0; k < x.size(); ++k)
      if (k != largest) others = others + real::exp(Real(scale) * (x[k] - x[largest]));
    for (std::size_t k = 0; k < x.size(); ++k) y[k] = Real(scale) * (x[k] - x[largest]) - real::log1p(others);
  }

  template <class V>
  static constexpr bool writes_once = true;

  /// y_k = x_k - log sum_j e^(x_j), but for the largest.
  template <class V>
  struct results {
    static constexpr bool may_wait = true, waits_as_powers = false;
    V largest, of_largest;
    math::double_word<V> log;

    HILLOCK_INLINE V operator()(V x) const { return math::select(x == largest, of_largest, (x - log.hi) - log.lo); }
    HILLOCK_INLINE static bool pays_to_wait(std::size_t row, bool cached) {
      return cached || !detail::are_left_to_hardware(row);
    }
    HILLOCK_INLINE static void prefetch(auto i, const auto& x) { detail::prefetch_later(x, i); }
  };
  /// y = log_softmax(x) for one row, or for one row a lane; y may be x. In and Out are layouts (layout.hpp). A row's results may
  /// wait for the next row (behind.hpp).
  template <class In, class Out, class Terms, class Behind = detail::at_once>
  HILLOCK_INLINE void forward_rows(const In& x, const Out& y, const Terms& terms, Behind& behind) const {
    using V = typename Out::V;
    using T = element_of<V>;
    detail::row_exponentials<In, Terms> powers(x, static_cast<T>(scale), terms);
    // Where nothing is written meanwhile: rows of 1000 beyond the caches take 1.2 times as long without (Zen 4), neighbours that fill
    // no lines 1.5 times (Zen 5; with AVX2 up to a fifteenth less).
    constexpr bool asks = detail::is_contiguous<Out> ? !detail::is_uncached<Out> : sizeof(V) == cache_line;
    const auto log = powers.log_of_sum(
        [&](auto i) __attribute__((always_inline)) {
          if constexpr (asks && !detail::is_stacked<Out>) y.prefetch(i);
        },
        behind);
    const results<V> plain = results_of(powers.largest().hi, log);
    if constexpr (!std::same_as<Behind, detail::at_once>)
      if (powers.is_plain()) return behind.take(plain, y, x);
    const auto write = [&](const auto& to, const In& from) __attribute__((always_inline)) {
      powers.for_each_difference(from, plain.log,
                                 [&](auto i, auto is_largest, V difference) __attribute__((always_inline)) {
                                   to.store(i, math::select(is_largest, to.spread(i, plain.of_largest), difference));
                                 });
    };
    detail::write_row(write, y, x);
  }

  /// The same for a panel of rows, and where these pay, as softmax has it.
  template <class T>
  HILLOCK_INLINE static bool pays_in_panels(std::size_t length, std::size_t apart, bool cached, bool streams) {
    constexpr bool are_lines = sizeof(batch<T>) == cache_line, are_floats = sizeof(T) == sizeof(float);
    if (cached) return apart >= page && length >= 128;
    return streams &&
           (apart >= page / 2 ? length >= (are_lines ? 64 : 128) : are_floats && !are_lines && length >= 256);
  }
  template <class T>
  HILLOCK_INLINE void forward_panel(const detail::panel<const T>& x, const detail::panel<T>& y) const {
    using V = batch<T>;
    using panel_exponentials = detail::panel_exponentials<T>;
    constexpr std::size_t batches = panel_exponentials::batches;
    const panel_exponentials powers(x, static_cast<T>(scale));
    typename panel_exponentials::logarithm logs[batches];
    powers.log_of_sum(logs, [](auto...) {});
    math::double_word<V> log[batches];
    V of_largest[batches];
    for (std::size_t n = 0; n < batches; ++n) {
      const results<V> of_rows = results_of(powers[n].largest().hi, logs[n]);
      of_largest[n] = of_rows.of_largest;
      log[n] = of_rows.log;
    }
    powers.for_each_difference(
        log, [&](std::size_t n, std::size_t k, auto is_largest, V difference) __attribute__((always_inline)) {
          y.store_last(n, k, math::select(is_largest, of_largest[n], difference));
          if (y.streams) x.prefetch_next(n, k);
        });
  }

  /// grad_x = scale * (grad_y - e^y sum_j grad_y_j); grad_x may be y or grad_y.
  template <class V>
  struct gradients {
    static constexpr bool sums_products = false;
    static constexpr bool may_wait = detail::row_sum<V>::widens,
                          waits_as_powers = false;  // words: two batches at a time
    V scale;
    math::double_word<V> sum;

    HILLOCK_INLINE V operator()(V y, V grad_y) const {
      const V share = math::exp(y);
      return math::mul(scale, grad_y - math::fma(share, sum.hi, math::mul(share, sum.lo)));
    }
    HILLOCK_INLINE static bool pays_to_wait(std::size_t row, bool cached) {
      return cached || !detail::are_left_to_hardware(row, 2 * page);
    }
    HILLOCK_INLINE static void prefetch(auto i, const auto& y, const auto&) { detail::prefetch_later(y, i); }
  };
  /// With the sum over a row, or over one row a lane.
  template <class V>
  HILLOCK_INLINE gradients<V> gradients_of(math::double_word<V> sum) const {
    return {V(static_cast<element_of<V>>(scale)), sum};
  }

 private:
  template <value V>
  HILLOCK_INLINE results<V> results_of(V largest, const auto& log) const {
    using T = element_of<V>;
    const bool zeros = all_masked == masked_row::zeros;
    const V none(zeros ? -format<T>::infinity : format<T>::nan);
    // From logits that are all -inf, 0 or NaN is subtracted.
    return {largest,
            math::select(log.empty, none, math::neg(math::round(log.over_largest))),
            {math::select(log.empty, V(zeros ? T(0) : format<T>::nan), log.sum.hi),
             math::select(log.empty, V(0), log.sum.lo)}};
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
