// softmax(x)_k = e^(scale x_k) / sum_j e^(scale x_j): probabilities from logits; scale is one over the temperature.
// SPDX-License-Identifier: MIT
// Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990. Three passes: the largest
// logit, the powers and their sum (exponentials.hpp), and a product with the sum's reciprocal in two words.
#pragma once

#include <span>

#include "../core/info.hpp"
#include "../core/real.hpp"
#include "behind.hpp"
#include "dot.hpp"
#include "panel.hpp"

namespace hillock {

/// What a row of nothing but -inf gives, where every choice is masked. `zeros` stands for probabilities of zero.
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

  /// Where it takes less time if powers wait elsewhere, or are computed twice, than if they wait among the results.
  template <class V>
  static constexpr bool writes_once = sizeof(V) == cache_line;

  /// y_k from its power, as a share of the sum.
  template <class V>
  struct results {
    static constexpr bool may_wait = true, waits_as_powers = true;
    detail::shares<V> share;

    HILLOCK_INLINE V operator()(V power) const { return share.of_any(power); }
    HILLOCK_INLINE static bool pays_to_wait(std::size_t row, bool cached) {
      return !cached && !detail::are_left_to_hardware(row);
    }
    HILLOCK_INLINE static void prefetch(auto, const auto&) {}
  };
  /// y = softmax(x) for one row, or for one row a lane; y may be x. In and Out are layouts (layout.hpp). Beyond the caches a
  /// row's results may wait for the next row (behind.hpp).
  template <class In, class Out, class Terms, class Behind = detail::at_once>
  HILLOCK_INLINE void forward_rows(const In& x, const Out& y, const Terms& terms, Behind& behind) const {
    using V = typename Out::V;
    using T = element_of<V>;
    const detail::row_exponentials<In, Terms> powers(x, static_cast<T>(scale), terms);
    const T none = of_none<T>();
    const auto wait_in = [&](const auto& work) __attribute__((always_inline)) {
      const auto sum =
          powers.sum([&](auto i, V power) __attribute__((always_inline)) { work.store(i, power); }, behind);
      behind.take(results<V>{detail::shares<V>(sum, none)}, y, work);
    };
    if constexpr (detail::is_uncached<Out>) {
      // Powers wait where the last rows' results will stand. Those of rows that the second cache would not hold are computed twice.
      constexpr std::size_t longest_kept = 256 * page / sizeof(T);
      if (x.length <= longest_kept) return wait_in(detail::contiguous_row<T>{y.place, x.length, x.number});
      const detail::shares<V> share(powers.sum([](auto, V) {}), none);
      const auto write = [&](const auto& to, const In& from) __attribute__((always_inline)) {
        powers.for_each_power(
            from, [&](auto i, V power) __attribute__((always_inline)) { to.store(i, share.of_any(power)); });
      };
      return detail::write_row(write, y, x);
    }
    if constexpr (detail::is_interleaved<Out>)
      if (y.place != nullptr)
        return wait_in(detail::interleaved_rows<T>{y.place, x.length, x.number, V::size, V::size});
    typename Out::workspace work(y);
    const auto sum = powers.sum([&](auto i, V power) __attribute__((always_inline)) {
      work.store(i, power);
      y.prefetch(i);
    });
    const detail::shares<V> share(sum, none);
    // In a short row a branch guessed wrong would cost more than what of_any does.
    if ((detail::is_contiguous<In> && x.batches() <= 4) || share.some_whole())
      detail::for_each_batch(
          y, [&](auto i) __attribute__((always_inline)) { y.store(i, share.of(y, i).of_any(work.load(i, T(1)))); });
    else if constexpr (detail::is_contiguous<Out>)
      (share.leaves_zeros() ? powers.open_part(y) : y).replace_each(share, powers.may_be_far());
    else
      detail::for_each_batch(
          y, [&](auto i) __attribute__((always_inline)) { y.store(i, share.of(y, i)(work.load(i, T(1)))); });
  }

  /// Whether powers take less time once more than they do to wait beyond the caches, as floats' from a table.
  template <class T>
  static constexpr bool computes_twice = math::proportional_exp<batch<T>>::scales_freely;

  /// Whether panels take less time than anything else for rows whose lines lie so many bytes apart (layout.hpp): within the caches the
  /// power of two in that.
  template <class T>
  HILLOCK_INLINE static bool pays_in_panels(std::size_t length, std::size_t apart, bool cached, bool streams) {
    // Batches that are lines may wait elsewhere.
    if (computes_twice<T> && sizeof(batch<T>) < cache_line && streams) return length >= 16;
    return (apart >= page && length >= 16 && (cached || streams)) || (apart >= page / 2 && length >= 128 && !cached);
  }
  /// The same for a panel of rows (layout.hpp), whose powers wait among the results or elsewhere, or are computed twice.
  template <class T>
  HILLOCK_INLINE void forward_panel(const detail::panel<const T>& x, const detail::panel<T>& y) const {
    using panel_exponentials = detail::panel_exponentials<T>;
    constexpr std::size_t batches = panel_exponentials::batches;
    const panel_exponentials powers(x, static_cast<T>(scale));
    const detail::panel<T> work = y.waiting();
    const bool waits = !computes_twice<T> || y.place != nullptr || !y.streams;
    detail::of_each_row<typename panel_exponentials::row, math::double_word<batch<T>>> sums[batches];
    if (waits)
      powers.sum(sums, [&](std::size_t n, std::size_t k, batch<T> power)
                           __attribute__((always_inline)) { work.store(n, k, power); });
    else
      powers.sum(sums, [](auto...) {});
    detail::shares<batch<T>> share[batches];
    bool some_whole = false;
    for (std::size_t n = 0; n < batches; ++n) {
      share[n] = detail::shares<batch<T>>(detail::total(sums[n]), of_none<T>());
      some_whole = some_whole || share[n].some_whole();
    }
    const auto write = [&](const auto& result) __attribute__((always_inline)) {
      y.for_each([&](std::size_t n, std::size_t k) __attribute__((always_inline)) { result(n, k, work.load(n, k)); });
    };
    const auto write_last = [&](std::size_t n, std::size_t k, batch<T> power) __attribute__((always_inline)) {
      y.store_last(n, k, share[n].of_any(power));
      x.prefetch_next(n, k);
    };
    if (!waits)
      powers.for_each_power(write_last);
    else if (y.place != nullptr)
      write(write_last);
    else if (some_whole)
      write([&](std::size_t n, std::size_t k, batch<T> power)
                __attribute__((always_inline)) { y.store(n, k, share[n].of_any(power)); });
    else
      write([&](std::size_t n, std::size_t k, batch<T> power)
                __attribute__((always_inline)) { y.store(n, k, share[n](power)); });
  }

  /// grad_x = scale * y * (grad_y - sum_j grad_y_j y_j); grad_x may be y or grad_y.
  template <class V>
  struct gradients {
    static constexpr bool sums_products = true;
    static constexpr bool may_wait = detail::row_sum<V>::widens, waits_as_powers = false;
    V scale;
    math::double_word<V> dot;

    HILLOCK_INLINE V operator()(V y, V grad_y) const {
      return math::mul(math::mul(scale, y), (grad_y - dot.hi) - dot.lo);
    }
    // Within the caches the sum of products leaves no time for them, nor beyond on Zen 4.
    HILLOCK_INLINE static bool pays_to_wait(std::size_t row, bool cached) {
      return !cached && !is_up_to_zen4() && !detail::are_left_to_hardware(row);
    }
    // Half of the next row, since writes leave time for it.
    HILLOCK_INLINE static void prefetch(auto i, const auto& y, const auto& grad_y) { grad_y.prefetch(i, y.length); }
  };
  /// With the sum over a row, or over one row a lane.
  template <class V>
  HILLOCK_INLINE gradients<V> gradients_of(math::double_word<V> dot) const {
    return {V(static_cast<element_of<V>>(scale)), dot};
  }

 private:
  template <element T>
  HILLOCK_INLINE T of_none() const {
    return all_masked == masked_row::zeros ? T(0) : format<T>::nan;
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE
