// Plain hand-written loops over vectors, for peers that have none of their own, and what their formulas need beside the
// library's functions.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <hillock/core/simd.hpp>  // xsimd, without g++'s false warnings

#include "peer.hpp"

namespace bench {

// Not `load` and `store`: argument-dependent lookup would find those of xsimd, for aligned memory.
template <class V, class T>
V read(const T* p) {
  if constexpr (std::same_as<V, T>)
    return *p;
  else
    return V::load_unaligned(p);
}

template <class V, class T>
void write(T* p, V v) {
  if constexpr (std::same_as<V, T>)
    *p = v;
  else
    v.store_unaligned(p);
}

// step.operator()<V>(i) over all i < n, where V is a vector, or an element in the rest; four vectors a turn.
template <class T, class Step>
void by_vectors(std::size_t n, const Step& step) {
  using V = xsimd::batch<T>;
  constexpr std::size_t lanes = V::size;
  std::size_t i = 0;
  for (; i + 4 * lanes <= n; i += 4 * lanes) {
    step.template operator()<V>(i);
    step.template operator()<V>(i + lanes);
    step.template operator()<V>(i + 2 * lanes);
    step.template operator()<V>(i + 3 * lanes);
  }
  for (; i + lanes <= n; i += lanes) step.template operator()<V>(i);
  for (; i < n; ++i) step.template operator()<T>(i);
}

// For entries_of_formulas.
struct vector_loops {
  template <class F, class T>
  static void value(const arrays<T>& a) {
    by_vectors<T>(a.n, [x = a.x, y = a.y]<class V>(std::size_t i) { write(y + i, F::value(read<V>(x + i))); });
  }
  template <class F, class T>
  static void derivative(const arrays<T>& a) {
    by_vectors<T>(a.n, [x = a.x, y = a.y]<class V>(std::size_t i) { write(y + i, F::derivative(read<V>(x + i))); });
  }
  template <class F, class T>
  static void backward(const arrays<T>& a) {
    by_vectors<T>(a.n, [x = a.x, grad_y = a.grad_y, y = a.y]<class V>(std::size_t i) {
      write(y + i, V(read<V>(grad_y + i) * F::derivative(read<V>(x + i))));
    });
  }
};

struct vector_math {
  template <class V>
  static V abs(V x) {
    using std::abs;
    return abs(x);
  }
  template <class V>
  static V max(V a, V b) {
    using std::max;
    return max(a, b);
  }
  template <class Condition, class V>
  static V select(Condition condition, V a, V b) {
    if constexpr (std::same_as<Condition, bool>)
      return condition ? a : b;
    else
      return xsimd::select(condition, a, b);
  }
};

}  // namespace bench
