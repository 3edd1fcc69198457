// Mutant: a scalar is rounded twice where a batch is rounded once.
// SPDX-License-Identifier: MIT
#include <hillock/hillock.hpp>

struct scalar_path {
  static constexpr hillock::info about{.name = "scalar_path"};

  template <hillock::value V>
  V operator()(V x) const {
    if constexpr (hillock::lanes_of<V> == 1)
      return hillock::math::mul(x, x) + V(1);
    else
      return hillock::math::fma(x, x, V(1));
  }
  template <hillock::value V>
  V derivative(V x) const {
    return x;
  }
};

#define ACTIVATIONS hillock::type_list<scalar_path>
#define NORMALISERS hillock::type_list<>
#define GATES hillock::type_list<>
