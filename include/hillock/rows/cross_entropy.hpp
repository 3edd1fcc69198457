// Cross-entropy of targets and softmax(x), straight from the logits: a row's loss is -sum_k target_k log_softmax(x)_k, or
// -log_softmax(x)_target for a target that is an index.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <limits>
#include <ranges>

#include "log_softmax.hpp"
#include "rows.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

/// The loss; scale is one over the temperature.
struct softmax_cross_entropy {
  double scale = 1;

  static constexpr info about{
      .name = "softmax_cross_entropy",
      .formula = "-sum_k target_k log_softmax(scale x)_k",
      .reference = "Bridle 1990",
      .range = {0, info::inf},
      .parameters = {"scale"},
  };

  template <class Real>
  Real definition(std::span<const Real> x, std::span<const Real> target) const {
    Real loss(0);
    for (std::size_t k = 0; k < x.size(); ++k)
      if (!(target[k] == Real(0))) {
        Real others(0);
        for (std::size_t j = 0; j < x.size(); ++j)
          if (j != k) others = others + real::exp(Real(scale) * x[j] - Real(scale) * x[k]);
        loss = loss + target[k] * real::log1p(others);
      }
    return loss;
  }

  /// The losses of one row, in every lane, or of one row a lane. Each target is a T, or an array of T as x is.
  template <class In, class Target>
  HILLOCK_INLINE typename In::V loss_of_rows(const In& x, const Target& target) const {
    using V = typename In::V;
    detail::row_exponentials<In, detail::no_mask> powers(x, static_cast<element_of<V>>(scale), {});
    return loss(powers, powers.log_of_sum(), x, target);
  }

  /// The same of a panel of rows, to `losses`. Each target is a T.
  template <class T, class Target>
  HILLOCK_INLINE void loss_of_panel(const detail::panel<const T>& x, const Target& target, T* losses) const {
    detail::for_each_log_of_sum(x, static_cast<T>(scale),
                                [&](const auto& rows, const auto& powers, const auto& log)
                                    __attribute__((always_inline)) {
                                      rows.store_result(losses + rows.number, loss(powers, log, rows, target));
                                    });
  }

  /// grad_x = weight * scale * (sum_j target_j softmax(x)_k - target_k); grad_x may be x.
  template <class In, class Target, class Out>
  HILLOCK_INLINE void gradient_of_rows(const In& x, const Target& target, typename In::V weight,
                                       const Out& grad_x) const {
    detail::row_exponentials<In, detail::no_mask> powers(x, static_cast<element_of<typename In::V>>(scale), {});
    gradient(powers, powers.log_of_sum(), x, target, weight, grad_x);
  }

  /// The losses, and their gradients in grad_x, which may be x.
  template <class In, class Target, class Out>
  HILLOCK_INLINE typename In::V loss_and_gradient_of_rows(const In& x, const Target& target, const Out& grad_x) const {
    using V = typename In::V;
    detail::row_exponentials<In, detail::no_mask> powers(x, static_cast<element_of<V>>(scale), {});
    const auto log = powers.log_of_sum();
    const V result = loss(powers, log, x, target);
    gradient(powers, log, x, target, V(1), grad_x);
    return result;
  }

 private:
  template <class Powers, class Log, class In, class Target, class Out>
  HILLOCK_INLINE void gradient(const Powers& powers, const Log& log, const In& x, const Target& target,
                               typename In::V weight, const Out& grad_x) const {
    using V = typename In::V;
    using T = element_of<V>;
    const detail::shares<V> share(log.powers, format<T>::nan);
    const V slope = math::mul(weight, V(static_cast<T>(scale)));
    if constexpr (Target::is_index) {
      const V at = target.load(x),
              of_largest = math::neg(share(math::round(log.others)));  // y - 1 is what the others have
      const V at_target = math::select(powers.is_largest(at), of_largest, share(powers.power_of(at)) - V(1));
      const auto write = [&](const auto& to, const In& from) __attribute__((always_inline)) {
        powers.for_each_power(from, [&](auto i, V power) __attribute__((always_inline)) {
          to.store(i, math::mul(x.spread(i, slope), share.of(x, i)(power)));
        });
      };
      detail::write_row(write, grad_x, x);
      target.store(grad_x, math::mul(slope, at_target));
    } else {
      const auto total = detail::sum_of_rows(target.row);
      const auto write = [&](const auto& to, const In& from, const In& target_row) __attribute__((always_inline)) {
        powers.for_each_power(from, [&](auto i, V power) __attribute__((always_inline)) {
          const V y = share.of(x, i)(power), wanted = target_row.load(i, T(0));
          const V due = math::fma(y, x.spread(i, total.hi), math::fma(y, x.spread(i, total.lo), math::neg(wanted)));
          to.store(i, math::mul(x.spread(i, slope), due));
        });
      };
      detail::write_row(write, grad_x, x, target.row);
    }
  }

  template <class Powers, class Log, class In, class Target>
  HILLOCK_INLINE static typename In::V loss(const Powers& powers, const Log& log, const In& x, const Target& target) {
    using V = typename In::V;
    const V of_largest = math::neg(math::round(log.over_largest));
    const auto log_share = [](auto is_largest, V difference, V if_largest) __attribute__((always_inline)) {
      return math::select(is_largest, if_largest, difference);
    };
    if constexpr (Target::is_index) {
      const V at = target.load(x);
      return V(0) - log_share(powers.is_largest(at), powers.difference(at, log.sum), of_largest);
    } else {
      detail::of_each_row<In, detail::row_sum<V>> sums;
      auto infinite = detail::of_each_row<In, V>::filled(V(0));  // the infinite terms, which have no second word
      powers.for_each_difference(x, log.sum, [&](auto i, auto is_largest, V difference) __attribute__((always_inline)) {
        const V wanted = target.row.load(i, element_of<V>(0)),
                s = log_share(is_largest, difference, x.spread(i, of_largest));
        const auto endless = s == V(-format<element_of<V>>::infinity);
        V& ends = infinite.each[i.row];
        ends = ends + math::select(endless & math::where_not(wanted == V(0)), math::mul(wanted, s), V(0));
        sums.each[i.row].add(wanted, math::select((wanted == V(0)) | endless, V(0), s));
      });
      return V(0) - (math::round(total(sums)) + total(infinite));
    }
  }
};

/// The right class of each row: integers from 0 to length - 1, one a row.
template <class R>
concept class_indices = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> &&
                        std::integral<std::remove_cv_t<std::ranges::range_value_t<R>>>;

namespace detail {

// The targets of a row, or of neighbouring rows, as indices.
template <class Index>
struct index_targets {
  static constexpr bool is_index = true;
  const Index* index;

  template <class Row>
  HILLOCK_INLINE typename Row::V load(const Row& x) const {
    using V = typename Row::V;
    if constexpr (is_contiguous<Row>) return V(x.data[place(x, 0)]);
    element_of<V> lane[V::size]{};
    for (std::size_t i = 0; i < rows_of(x); ++i) lane[i] = x.data[place(x, i)];
    return V::load_unaligned(lane);
  }
  template <class Row>
  HILLOCK_INLINE void store(const Row& x, typename Row::V y) const {
    using V = typename Row::V;
    element_of<V> lane[V::size];
    y.store_unaligned(lane);
    if constexpr (is_uncached<Row>)
      *x.written(place(x, 0)) = lane[0];
    else
      for (std::size_t i = 0; i < rows_of(x); ++i) x.data[place(x, i)] = lane[i];
  }

 private:
  template <class Row>
  HILLOCK_INLINE static std::size_t rows_of(const Row& x) {
    if constexpr (is_interleaved<Row>)
      return x.rows;
    else
      return Row::height;
  }

  // In the data of x, the target of row i of them
  template <class Row>
  HILLOCK_INLINE std::size_t place(const Row& x, std::size_t i) const {
    const auto k = static_cast<std::size_t>(index[x.number + i]);
    if constexpr (is_interleaved<Row>)
      return k * x.inner + i;
    else if constexpr (is_stacked<Row>)
      return i * x.pitch + k;
    else
      return k;
  }
};

// As an array of the shape of x.
template <class Row>
struct dense_targets {
  static constexpr bool is_index = false;
  Row row;
};

// body(x, targets, more...) for every row or batch of them.
template <class X, class Target, class Body, class... More>
HILLOCK_INLINE void for_each_target(axis a, const X& x, const Target& target, const Body& body, More*... more) {
  if constexpr (class_indices<Target>) {
    const index_targets<std::ranges::range_value_t<Target>> targets{std::ranges::data(target)};
    for_each_short_row(
        a, {}, [&](auto&, auto in, auto... out) __attribute__((always_inline)) { body(in, targets, out...); },
        input_data(x), more...);
  } else {
    for_each_short_row(
        a, {},
        [&](auto&, auto in, auto wanted, auto... out)
            __attribute__((always_inline)) { body(in, dense_targets<decltype(wanted)>{wanted}, out...); },
        input_data(x), input_data(target), more...);
  }
}

template <class Target, class A>
HILLOCK_INLINE void check_targets(const char* function, const Target& target, axis a, const row_sizes& s,
                                  const operand<A>& x) {
  if constexpr (class_indices<Target>) {
    const auto* index = std::ranges::data(target);
    const std::size_t n = std::ranges::size(target);
    if (n != s.rows || (index == nullptr && n != 0)) [[unlikely]]
      invalid_argument("hillock::%s: target has %zu elements, but the axis has %zu rows.", function,
                       index == nullptr ? 0 : n, s.rows);
    for (std::size_t i = 0; i < n && a.length != 0; ++i)
      if (static_cast<std::size_t>(index[i]) >= a.length) [[unlikely]]  // or below 0
        invalid_argument(
            "hillock::%s: target[%zu] is %s%llu, which is no class from 0 to .length - 1 = %zu.", function, i,
            index[i] > 0 ? "" : "-",
            index[i] > 0 ? static_cast<unsigned long long>(index[i]) : 0 - static_cast<unsigned long long>(index[i]),
            a.length - 1);
  } else {
    const auto wanted = make_operand(target, "target");
    check_size(function, x, wanted);
    check_null(function, wanted);
  }
}

template <class X, class Target, class... Out>
consteval bool loss_fits() {
  if constexpr (class_indices<Target>) {
    return arrays_fit(inputs<const X&>{}, inputs<Out...>{});
  } else {
    constexpr bool good = input_array<Target>;
    static_assert(
        good,
        "hillock: targets are a contiguous range of integers, one a row, or an array of x's element type and size.");
    if constexpr (good) return arrays_fit(inputs<const X&, const Target&>{}, inputs<Out...>{});
    return false;
  }
}

template <class Target, class A>
HILLOCK_INLINE void check_apart(const char* function, const Target& target, const operand<A>& out) {
  if constexpr (!class_indices<Target>) check_overlap(function, make_operand(target, "target"), out, false);
}

}  // namespace detail

namespace unchecked {

/// loss[row] for each row of x and its target.
template <class X, class Target, class L>
void forward(const softmax_cross_entropy& f, const X& x, const Target& target, L&& loss, axis a) noexcept {
  using T = detail::range_element<X>;
  T* losses = std::ranges::data(loss);
  if constexpr (class_indices<Target>) {
    const detail::index_targets<std::ranges::range_value_t<Target>> targets{std::ranges::data(target)};
    if (a.inner != 1 &&
        detail::reduce_in_panels<T>(a, detail::input_data(x),
                                    [f, targets, losses](const auto& panel)
                                        __attribute__((always_inline)) { f.loss_of_panel(panel, targets, losses); }))
      return;
  }
  detail::for_each_target(a, x, target, [&](auto in, const auto& targets) __attribute__((always_inline)) {
    in.store_result(losses + in.number, f.loss_of_rows(in, targets));
  });
}

/// The same, and the gradient of each loss; grad_x may be x.
template <class X, class Target, class L, class GX>
void forward_and_gradient(const softmax_cross_entropy& f, const X& x, const Target& target, L&& loss, GX&& grad_x,
                          axis a) noexcept {
  auto* losses = std::ranges::data(loss);
  detail::for_each_target(
      a, x, target,
      [&](auto in, const auto& targets, auto out) __attribute__((always_inline)) {
        in.store_result(losses + in.number, f.loss_and_gradient_of_rows(in, targets, out));
      },
      std::ranges::data(grad_x));
}

/// The gradients of the losses times grad_loss, one a row; grad_x may be x.
template <class X, class Target, class GL, class GX>
void backward(const softmax_cross_entropy& f, const X& x, const Target& target, const GL& grad_loss, GX&& grad_x,
              axis a) noexcept {
  const auto* weights = std::ranges::data(grad_loss);
  detail::for_each_target(
      a, x, target,
      [&](auto in, const auto& targets, auto out)
          __attribute__((always_inline)) { f.gradient_of_rows(in, targets, in.load_result(weights + in.number), out); },
      std::ranges::data(grad_x));
}

}  // namespace unchecked

/// loss[row] for each row of x and its target: class indices, or an array of x's shape. Also throws for an index that is no
/// class.
template <class X, class Target, class L>
void forward(const softmax_cross_entropy& f, const X& x, const Target& target, L&& loss, axis a) {
  if constexpr (detail::loss_fits<X, Target, L>()) {
    const auto in = detail::make_operand(x, "x");
    const auto losses = detail::make_operand(loss, "loss");
    detail::check_null("forward", in);
    const detail::row_sizes sizes = detail::check_axis("forward", a, in);
    detail::check_results("forward", sizes, losses);
    detail::check_overlap("forward", in, losses, false);
    detail::check_targets("forward", target, a, sizes, in);
    detail::check_apart("forward", target, losses);
    unchecked::forward(f, x, target, loss, a);
  }
}

/// The same, and the gradient of each loss in one call; grad_x may be x.
template <class X, class Target, class L, class GX>
void forward_and_gradient(const softmax_cross_entropy& f, const X& x, const Target& target, L&& loss, GX&& grad_x,
                          axis a) {
  if constexpr (detail::loss_fits<X, Target, L, GX>()) {
    constexpr char name[] = "forward_and_gradient";
    const auto in = detail::make_operand(x, "x");
    const auto losses = detail::make_operand(loss, "loss");
    const auto out = detail::make_operand(grad_x, "grad_x");
    detail::check_map(name, in, out);
    const detail::row_sizes sizes = detail::check_axis(name, a, in);
    detail::check_results(name, sizes, losses);
    detail::check_overlap(name, in, losses, false);
    detail::check_overlap(name, losses, out, false);
    detail::check_targets(name, target, a, sizes, in);
    detail::check_apart(name, target, losses);
    detail::check_apart(name, target, out);
    unchecked::forward_and_gradient(f, x, target, loss, grad_x, a);
  }
}

/// The gradients of the losses times grad_loss, one a row; grad_x may be x.
template <class X, class Target, class GL, class GX>
void backward(const softmax_cross_entropy& f, const X& x, const Target& target, const GL& grad_loss, GX&& grad_x,
              axis a) {
  if constexpr (detail::loss_fits<X, Target, GX>() &&
                detail::arrays_fit(detail::inputs<const GL&>{}, detail::inputs<GX>{})) {
    const auto in = detail::make_operand(x, "x");
    const auto weights = detail::make_operand(grad_loss, "grad_loss");
    const auto out = detail::make_operand(grad_x, "grad_x");
    detail::check_map("backward", in, out);
    const detail::row_sizes sizes = detail::check_axis("backward", a, in);
    detail::check_results("backward", sizes, weights);
    detail::check_overlap("backward", weights, out, false);
    detail::check_targets("backward", target, a, sizes, in);
    detail::check_apart("backward", target, out);
    unchecked::backward(f, x, target, grad_loss, grad_x, a);
  }
}

}  // namespace hillock::inline HILLOCK_NAMESPACE
