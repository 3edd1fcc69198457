// Mutant: the rounding error of a square, by a sum and a product that compilers may fuse.
// SPDX-License-Identifier: MIT
#include <hillock/hillock.hpp>

struct contraction {
  static constexpr hillock::info about{.name = "contraction"};

  template <hillock::value V>
  V operator()(V x) const {
    const V square = hillock::math::mul(x, x);
    return x * x - square;
  }
  template <hillock::value V>
  V derivative(V x) const {
    return x;
  }
};

#define ACTIVATIONS hillock::type_list<contraction>
#define NORMALISERS hillock::type_list<>
