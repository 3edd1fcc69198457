// The branch below zero of elu and its kin: c (e^x - 1) and c e^x, rounded once.
// SPDX-License-Identifier: MIT
#pragma once

#include "constant.hpp"
#include "exp_sixteenths.hpp"
#include "expm1.hpp"
#include "octaves.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// c x, rounded once.
inline constexpr struct times_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x, const constant& c) const {
    using constants = exp_constants<element_of<V>>;
    // Raised, so that no low word is subnormal; and infinity would meet a low word of the other sign.
    const auto small = abs(x) < V(1);
    const V near = min(V(format<element_of<V>>::largest), mul(x, select(small, V(1 / constants::lowered), V(1))));
    return mul(product(near, c), select(small, V(constants::lowered), V(1)));
  }

 private:
  template <value V>
  HILLOCK_INLINE static V product(V x, const constant& c) {
    if constexpr (fuses || std::same_as<element_of<V>, double>) {
      const double_word<V> factor = c.as<double_word<V>>();
      return fma(x, factor.hi, mul(x, factor.lo));
    } else {
      return in_double(x, [&](auto wide) { return product(wide, c); });
    }
  }
} times{};

/// e^x - 1 and its like is a line for x > -tiny.
template <element T>
inline constexpr T tiny = std::same_as<T, float> ? T(0x1p-26) : T(0x1p-55);

/// c (e^x - 1) for x <= 0, rounded once; x.lo may be 0, and c a value or a double word. `line` is c x, rounded, for x next
/// to 0.
inline constexpr struct scaled_expm1_t {
  template <value V, class C>
  HILLOCK_INLINE V operator()(double_word<V> x, C c, V line) const {
    const double_word<V> y = expm1_of_decay(x) * c;
    return keep_nan(x.hi, select(x.hi > V(-tiny<element_of<V>>), line, y.hi + y.lo));
  }
} scaled_expm1{};

/// x, and e^x - 1 below zero.
inline constexpr struct line_and_expm1_t {
  template <value V>
  HILLOCK_INLINE V operator()(V x) const {
    return select(x > V(-tiny<element_of<V>>), flushed(x), curve(x));
  }

 private:
  template <value V>
  HILLOCK_INLINE static V curve(V x) {
    if constexpr (takes_octaves<V>) {
      return by_sixteenths::expm1(x);
    } else {
      const double_word<V> y = expm1_of_decay(double_word<V>{min(V(0), x), V(0)});
      return keep_nan(x, y.hi + y.lo);
    }
  }
} line_and_expm1{};

/// c e^x for x <= 0; c is a value or a double word.
inline constexpr struct scaled_decay_t {
  template <value V, class C>
  HILLOCK_INLINE V operator()(double_word<V> x, C c) const {
    const decay<double_word<V>> d(x);
    const double_word<V> y = d.m * c;
    return keep_nan(x.hi, d.lowered(y.hi + y.lo));
  }
} scaled_decay{};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
