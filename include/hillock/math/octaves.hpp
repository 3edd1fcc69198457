// Functions that are nearly e^(rate s) far below zero, piecewise by octaves of it: 2^n times a polynomial in t, with
// n = round(s/step), step = ln(2)/rate, and t = s - n step. From some n on down one polynomial serves all, and scaling
// comes last: there is no tail to branch to, and subnormal results are rounded as the others are.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>

#include "double_word.hpp"
#include "lookup_polynomial.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// Whether V takes the kernels by octaves.
template <value V>
inline constexpr bool takes_octaves = has_wide_lookup && std::same_as<element_of<V>, float>;

/// 2^n (first + slope t), slope = second + rest t, not yet added up.
template <value V>
struct octave {
  V n, t, t2, first, second, rest, slope;
  bits_of<V> index;

  // Of constant aggregates g++ 12 keeps copies in memory.
  HILLOCK_INLINE constexpr octave(V power, V rest_of_s, V square, V c0, V c1, V c2, V line, bits_of<V> slot)
      : n(power), t(rest_of_s), t2(square), first(c0), second(c1), rest(c2), slope(line), index(slot) {}

  HILLOCK_INLINE V sum() const { return fma(slope, t, first); }
  /// Its first two terms, ready long before the sum is: where what they lack is computed anyway, loops wait less for results.
  HILLOCK_INLINE V head() const { return fma(second, t, first); }
  /// What hi, which is about the sum, lacks of it, without the rounding of slope.
  HILLOCK_INLINE V lacking(V hi) const { return fma(rest, t2, fma(second, t, first - hi)); }
  /// -2^n; in the last slot that of its first n.
  HILLOCK_INLINE V minus_power() const {
    return from_bits<V>(add_bits(bits(V(-1)), shift_left<format<float>::mantissa>(index)));
  }
};

/// The same of a double word; t_lo is what t lacks.
template <value V>
struct octave_of_words : octave<V> {
  V t_lo;

  HILLOCK_INLINE constexpr octave_of_words(const octave<V>& of_t, V lacking_of_t)
      : octave<V>(of_t), t_lo(lacking_of_t) {}

  HILLOCK_INLINE V lacking(V hi) const { return fma(this->slope, t_lo, octave<V>::lacking(hi)); }
};

/// Slot n modulo 32 belongs to Last < n < Last + 32, slot Last modulo 32 to all n <= Last. There t is as near to s - n step
/// as can be; elsewhere step_lo moves the centre of an octave, to where the function is almost a float.
/// `error` is relative to the function.
template <std::size_t Degree, std::size_t Moves, int Last = -31>
struct octaves {
  double error;
  float per_step, step_hi;
  alignas(64) float step_lo[Moves];
  alignas(64) float c[Degree + 1][32];

  /// Sums are n + to_integer, whose low bits are the slot. That of Last:
  static constexpr float last = format<float>::to_integer + Last;

  template <value V>
  HILLOCK_INLINE V sum_of(V s) const {
    return fma(s, V(per_step), V(format<float>::to_integer));
  }

  /// For |s| < 2^12; results for others are any.
  template <value V>
  HILLOCK_INLINE octave<V> operator()(V s) const {
    return at(s, sum_of(s));
  }
  /// s.lo may be more than what rounding took from hi, up to 2^-9.
  template <value V>
  HILLOCK_INLINE octave_of_words<V> operator()(double_word<V> s) const {
    return at(s, sum_of(s.hi));
  }

  template <value V>
    requires std::same_as<element_of<V>, float>
  HILLOCK_INLINE auto at(auto s, V sum) const {
    return in_slot(s, sum, bits(max(sum, V(last))));
  }

  /// index = bits(sum), of no less than `last`.
  template <value V>
  HILLOCK_INLINE octave<V> in_slot(V s, V sum, bits_of<V> index) const {
    const V n = sum - V(format<float>::to_integer);
    return around(n, offset(s, n, index), index);
  }
  template <value V>
  HILLOCK_INLINE octave_of_words<V> in_slot(double_word<V> s, V sum, bits_of<V> index) const {
    const V n = sum - V(format<float>::to_integer);
    const double_word<V> t = fast_two_sum(offset(s.hi, n, index), s.lo);
    return {around(n, t.hi, index), t.lo};
  }

  /// Octaves whose sum is f(s) for Last <= n < Last + 32: 2^n stands in the coefficients.
  constexpr octaves scaled() const {
    octaves result = *this;
    for (auto& power : result.c)
      for (int i = 0; i < 32; ++i) {
        const int n = i >= 32 + Last ? i - 32 : i;
        power[i] *= n < 0 ? 1 / static_cast<float>(1u << -n) : static_cast<float>(1u << n);
      }
    return result;
  }

 private:
  // s - n (step_hi - step_lo), exact for n > Last
  template <value V>
  HILLOCK_INLINE V offset(V s, V n, bits_of<V> index) const {
    return fma(n, lookup(step_lo, index), fma(n, V(-step_hi), s));
  }
  template <value V>
  HILLOCK_INLINE octave<V> around(V n, V t, bits_of<V> index) const {
    const V t2 = square_beside_one(t), second = lookup(c[1], index), rest = detail::pairs<2>(c, t, t2, index);
    return {n, t, t2, lookup(c[0], index), second, rest, fma(rest, t, second), index};
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
