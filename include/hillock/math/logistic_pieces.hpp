// Float functions of e^-|x| by octaves of it, without branches: right for all x, to the last subnormal result. For
// instruction sets where a lookup among 32 floats is one instruction (`has_wide_lookup`).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "../core/info.hpp"
#include "gate_arguments.hpp"
#include "logistic_tables.hpp"
#include "number.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math::by_octaves {

namespace detail {
// -|x|. Below `lowest` functions vanish; scalars stop there.
template <value V>
HILLOCK_INLINE V minus_size(V x, float lowest) {
  if constexpr (lanes_of<V> == 1)
    return max(V(lowest), minus_abs(x));
  else
    return minus_abs(x);
}

// y 2^n where s is not below `lowest`, elsewhere `vanished`
template <value V>
HILLOCK_INLINE V scale_down_to(float lowest, V s, V y, V n, float vanished = 0) {
  if constexpr (lanes_of<V> == 1)
    return scale(y, n);
  else
    return scale(not_below(s, V(lowest)), y, n, V(vanished));
}

template <const auto& Table>
inline constexpr auto scaled = Table.scaled();

// f(s) by the octaves of Table. From `last` on a sum's slot is its own, and scalars take it with 2^n in the coefficients.
template <const auto& Table, value V>
HILLOCK_INLINE V value_of(V x, float lowest) {
  const V s = minus_size(x, lowest);
  if constexpr (lanes_of<V> == 1) {
    const V sum = Table.sum_of(s);
    if (bits(sum) >= bits(V(Table.last))) [[likely]]
      return scaled<Table>.in_slot(s, sum, bits(sum)).sum();
  }
  const octave<V> f = Table(s);
  return scale_down_to(lowest, s, f.sum(), f.n);
}
}  // namespace detail

/// 1 / (1 + e^-x)
inline constexpr struct sigmoid_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return reflect(x, detail::value_of<sigmoid_octaves>(x, -105));
  }
} sigmoid{};

/// sigmoid, and sigmoid' = sigmoid(s) (1 - sigmoid(s)), s = -|x|
inline constexpr struct sigmoid_and_slope_t {
  template <value V>
  HILLOCK_INLINE value_and_slope<V> operator()(V x) const {
    constexpr float lowest = -105;
    const V s = detail::minus_size(x, lowest);
    const octave<V> f = sigmoid_octaves(s);
    const V hi = f.sum(), lo = f.lacking(hi), minus_power = f.minus_power();
    const V rest = fma(minus_power, hi, V(1)), lost = fma(minus_power, lo, fma(minus_power, hi, V(1) - rest));
    const V slope = fma(hi, rest, fma(hi, lost, mul(lo, rest)));
    return {reflect(x, detail::scale_down_to(lowest, s, hi, f.n)), detail::scale_down_to(lowest, s, slope, f.n)};
  }
} sigmoid_and_slope{};

/// sigmoid'
inline constexpr struct sigmoid_slope_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return detail::value_of<sigmoid_slope_octaves>(x, -105);
  }
} sigmoid_slope{};

/// tanh'
inline constexpr struct tanh_slope_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return detail::value_of<tanh_slope_octaves>(x, -54);
  }
} tanh_slope{};

/// log(1 + e^x)
inline constexpr struct softplus_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    // Octave 0 reaches to where log(1 + e^s) is 1/2. There its first term comes last, elsewhere max(x, 0): the sum before
    // is then small against the result, and so is its rounding.
    const V s = detail::minus_size(x, -105);
    const V biased = fma(s, V(softplus_octaves.per_step), V(0.12433f)) + V(format<float>::to_integer);
    const octave<V> f = softplus_octaves.at(s, biased);
    const V above = max(x, V(0));
    const auto nearest = f.n == V(0);
    const V sum = fma(f.slope, f.t, select(nearest, above, f.first));
    return detail::scale_down_to(-105, s, sum, f.n) + select(nearest, f.first, above);
  }
} softplus{};

/// x sigmoid(u(x)) = max(x, 0) + s sigmoid(u(s)), s = -|x|, for an odd u that rises. Vanishing below `lowest`.
struct gate {
  /// u is what the table is of.
  template <std::size_t Degree, std::size_t Moves, value V>
  HILLOCK_INLINE static V height(const octaves<Degree, Moves>& table, float lowest, V x) {
    const V s = detail::minus_size(x, lowest);
    return height(x, lowest, s, table(s));
  }
  /// argument(s).u = u(s) in one word or two.
  template <value V, class Argument>
  HILLOCK_INLINE static V height(const Argument& argument, float lowest, V x) {
    const V s = detail::minus_size(x, lowest);
    return height(x, lowest, s, sigmoid_octaves(argument(s).u));
  }

  /// With its slope, sigmoid(u) (1 + w - w sigmoid(u)), but around its root.
  template <value V, class Argument>
  HILLOCK_INLINE static value_and_slope<V> with_slope(const Argument& argument, float lowest, V x) {
    const V s = detail::minus_size(x, lowest);
    const auto at = argument(s);
    const auto f = sigmoid_octaves(at.u);
    const V hi = f.sum(), lo = f.lacking(hi),
            falling = detail::scale_down_to(lowest, s, slope(f, hi, lo, at.w), f.n, -0.f);
    return {height(x, lowest, s, hi, lo, f.n), reflect(x, argument.root(at, falling))};
  }

  /// For u = x: the slope is sigmoid(x) (1 + x (1 - sigmoid(x))), whose second factor comes from its value at the centre of
  /// an octave: one is next to its root, so that nothing cancels there.
  template <value V>
  HILLOCK_INLINE static value_and_slope<V> silu_with_slope(V x) {
    constexpr float lowest = -112;
    constexpr auto& table = detail::scaled<silu_octaves>;
    const V s = detail::minus_size(x, lowest), sum = table.sum_of(s), slot = max(sum, V(table.last)), n = sum - slot;
    const octave<V> f = table.in_slot(s, sum, bits(slot));
    const V hi = f.head(), lo = f.lacking(hi);
    const V rise = fma(neg(s), f.slope, V(1) - f.first);
    // In the tail f.t is what is left n octaves below the last centre.
    const V factor = fma(fma(n, V(table.step_hi), f.t), rise, lookup(silu_octaves_beside, f.index));
    const V falling = detail::scale_down_to(lowest, s, fma(hi, factor, mul(lo, factor)), n, -0.f);
    return {height(x, lowest, s, hi, lo, n), reflect(x, falling)};
  }

 private:
  template <value V, class Octave>
  HILLOCK_INLINE static V height(V x, float lowest, V s, const Octave& f) {
    const V hi = f.head();
    return height(x, lowest, s, hi, f.lacking(hi), f.n);
  }

  // From sigmoid(u) / 2^n = hi + lo; at 0 lo is a little more than nothing, so that -0 stays.
  template <value V>
  HILLOCK_INLINE static V height(V x, float lowest, V s, V hi, V lo, V n) {
    constexpr float raised = 0x1p24f;  // until the sum, lest half of a small x be flushed to zero
    const V raised_s = mul(s, V(raised));
    const V below = detail::scale_down_to(lowest, s, fma(raised_s, hi, mul(raised_s, lo)), n, -0.f);
    return fma(below, V(1 / raised), max(V(-0.f), x));
  }

  template <value V>
  HILLOCK_INLINE static V slope(const octave<V>& f, V hi, V lo, double_word<V> w) {
    const V minus_part = mul(w.hi, f.minus_power()), factor = fma(minus_part, hi, V(1) + w.hi);
    const V by_w_lo = mul(w.lo, fma(f.minus_power(), hi, V(1)));
    return fma(hi, factor, fma(hi, by_w_lo, mul(lo, fma(minus_part, hi, factor))));
  }
};

inline constexpr struct silu_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return gate::height(sigmoid_octaves, -112, x);
  }
} silu{};
inline constexpr struct quick_gelu_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return gate::height(quick_gelu_octaves, -66, x);
  }
} quick_gelu{};

/// silu'
inline constexpr struct silu_slope_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    const V s = detail::minus_size(x, -112);
    const octave<V> f = silu_slope_octaves(s);
    const V factor = select(f.n < V(-30.5f), V(1) + s, V(1));  // e^s (1 + s) in the last octaves
    return reflect(x, detail::scale_down_to(-112, s, mul(f.sum(), factor), f.n, -0.f));
  }
} silu_slope{};

inline constexpr struct silu_and_slope_t {
  /// Of the slope of all 2^32 floats. The value is within silu's bound.
  static constexpr error_bound slope_bound{2.39817, -0x1.5a6f32p+0};

  template <value V>
  HILLOCK_INLINE value_and_slope<V> operator()(V x) const {
    return gate::silu_with_slope(x);
  }
} silu_and_slope{};

/// x sigmoid(rate x) and its slope. f(x; -rate) = -f(-x; rate).
class swish_and_slope {
 public:
  /// For a rate of ordinary size, which is a float.
  HILLOCK_INLINE explicit swish_and_slope(double rate) : swish_and_slope(static_cast<float>(abs(rate)), 0, rate < 0) {}
  /// For a positive rate in two words.
  HILLOCK_INLINE constexpr swish_and_slope(float rate, float rate_lo) : swish_and_slope(rate, rate_lo, false) {}

  template <value V>
  HILLOCK_INLINE value_and_slope<V> operator()(V x) const {
    const value_and_slope<V> f = gate::with_slope(proportional_argument{rate_, rate_lo_}, lowest_, turned(x));
    return {turned(f.value), f.slope};
  }

 private:
  // Beside the largest x that counts, 2^27, e^-128 is nothing.
  HILLOCK_INLINE constexpr swish_and_slope(float rate, float rate_lo, bool falls)
      : rate_(rate), rate_lo_(rate_lo), lowest_(-128 / rate), falls_(falls) {}

  template <value V>
  HILLOCK_INLINE V turned(V x) const {
    return falls_ ? neg(x) : x;
  }

  float rate_, rate_lo_, lowest_;
  bool falls_;
};

inline constexpr struct gelu_tanh_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return gate::height(cubic_argument{}, cubic_argument::lowest, x);
  }
} gelu_tanh{};
inline constexpr struct gelu_tanh_and_slope_t {
  template <value V>
  HILLOCK_INLINE value_and_slope<V> operator()(V x) const {
    return gate::with_slope(cubic_argument{}, cubic_argument::lowest, x);
  }
} gelu_tanh_and_slope{};

/// x tanh(log(1 + e^x)), by octaves of both signs
inline constexpr struct mish_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    const V s = max(V(-112), x), near = min(V(9.2f), s);  // further out -0, and x
    const octave<V> f = mish_octaves(near);
    const V hi = f.head(), lo = f.lacking(hi);
    const V sum = hi + lo, m = f.n - V(13);
    const V bent = fma(mul(sum, lookup(mish_bend, f.index)), scale(sum, m), lo);
    return scale(fma(s, hi, mul(near, bent)), m);
  }
} mish{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math::by_octaves
