// The arguments of gated functions x sigmoid(u(x)) for floats: of s <= 0 the words of u and of w = s u'(s), which are all that a
// slope takes, but around its root. root(at, elsewhere) is the slope where it is near enough.
// SPDX-License-Identifier: MIT
#pragma once

#include "number.hpp"
#include "slope_roots.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::math {

/// u = x
struct same_argument {
  template <value V>
  struct words {
    V u, w;
  };
  template <value V>
  HILLOCK_INLINE words<V> operator()(V s) const {
    return {s, s};
  }
  template <value V>
  HILLOCK_INLINE static V root(const words<V>& at, V elsewhere) {
    return silu_root_in_float(at.u, elsewhere);
  }
};

/// u = rate x for a rate in two words: w is u, and the root that of silu'.
struct proportional_argument {
  float rate, rate_lo;

  template <value V>
  struct words {
    double_word<V> u, w;
  };
  template <value V>
  HILLOCK_INLINE words<V> operator()(V s) const {
    const double_word<V> u = double_word<V>{V(rate), V(rate_lo)} * s;
    return {u, u};
  }
  template <value V>
  HILLOCK_INLINE static V root(const words<V>& at, V elsewhere) {
    return silu_root_in_float(at.u, elsewhere);
  }
};

/// u and w of gelu_tanh, u = c0 x + c1 x^3, c0 = 2 sqrt(2 / pi), c1 = 0.044715 c0.
struct cubic_argument {
  static constexpr float lowest = -11;  // below it gelu_tanh vanishes
  static constexpr float c1 = 0x1.2444f2p-4f, c1_lo = 0x1.49b16ap-29f;

  template <value V>
  struct words {
    V s;
    double_word<V> u, w;
  };
  template <value V>
  HILLOCK_INLINE words<V> operator()(V s) const {
    // c0 is split on a grid of 2^-12: there sums with it are exact, as far as the function does not vanish.
    constexpr float to_grid = 0x1.8p11f, c0 = 0x1.988p0f, c0_lo = 0x1.14cf5p-14f;
    const V square = square_beside_one(s), square_lo = product_error(s, s, square);
    const V c = fma(square, V(c1), V(to_grid + c0)) - V(to_grid);  // c0 + c1 s^2
    const V c_lo = fma(square, V(c1), V(c0) - c) + fma(square_lo, V(c1), fma(square, V(c1_lo), V(c0_lo)));
    const V d = fma(V(3), c, V(-2 * c0)), d_lo = fma(V(3), c_lo, V(-2 * c0_lo));  // c0 + 3 c1 s^2
    return {s, double_word<V>{c, c_lo} * s, double_word<V>{d, d_lo} * s};
  }
  template <value V>
  HILLOCK_INLINE static V root(const words<V>& at, V elsewhere) {
    return gelu_tanh_root_in_float(at.s, elsewhere);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::math
