// Float functions of e^-|x| by octaves of it, without branches: right for all x, to the last subnormal result. For
// instruction sets where a lookup among 32 floats is one instruction (`has_wide_lookup`).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "logistic_tables.hpp"
#include "number.hpp"
#include "slope_roots.hpp"

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

/// x sigmoid(rate x) = max(x, 0) + s sigmoid(rate s), s = -|x|
struct gate {
  template <std::size_t Degree, std::size_t Moves, value V>
  HILLOCK_INLINE static V height(const octaves<Degree, Moves>& table, float lowest, V x) {
    const V s = detail::minus_size(x, lowest);
    const octave<V> f = table(s);
    const V hi = f.sum();
    return sum(x, lowest, s, f, hi, f.lacking(hi));
  }

  /// From sigmoid(rate s) / 2^n = hi + lo; at 0 lo is a little more than nothing, so that -0 stays.
  template <value V>
  HILLOCK_INLINE static V sum(V x, float lowest, V s, const octave<V>& f, V hi, V lo) {
    constexpr float raised = 0x1p24f;  // until the sum, lest half of a small x be flushed to zero
    const V raised_s = mul(s, V(raised));
    const V below = detail::scale_down_to(lowest, s, fma(raised_s, hi, mul(raised_s, lo)), f.n, -0.f);
    return fma(below, V(1 / raised), max(V(-0.f), x));
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

/// silu, and silu'(s) = sigmoid(s) (1 + s - s sigmoid(s)), but around its root
inline constexpr struct silu_and_slope_t {
  template <value V>
  HILLOCK_INLINE value_and_slope<V> operator()(V x) const {
    constexpr float lowest = -112;
    const V s = detail::minus_size(x, lowest);
    const octave<V> f = sigmoid_octaves(s);
    const V hi = f.sum(), lo = f.lacking(hi), minus_part = mul(s, f.minus_power());
    const V factor = fma(minus_part, hi, V(1) + s), by_lo = fma(minus_part, hi, factor);
    const V slope = detail::scale_down_to(lowest, s, fma(hi, factor, mul(lo, by_lo)), f.n, -0.f);
    return {gate::sum(x, lowest, s, f, hi, lo), reflect(x, silu_root_in_float(s, slope))};
  }
} silu_and_slope{};

/// x tanh(log(1 + e^x)), by octaves of both signs
inline constexpr struct mish_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    const V s = max(V(-112), x), near = min(V(9.2f), s);  // further out -0, and x
    const octave<V> f = mish_octaves(near);
    const V hi = fma(f.second, f.t, f.first);
    const V lo = f.lacking(hi);
    const V sum = hi + lo, m = f.n - V(13);
    const V bent = fma(mul(sum, lookup(mish_bend, f.index)), scale(sum, m), lo);
    return scale(fma(s, hi, mul(near, bent)), m);
  }
} mish{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math::by_octaves
