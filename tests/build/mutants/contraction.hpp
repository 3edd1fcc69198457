// Mutant: a sum and a product that compilers may fuse.
// SPDX-License-Identifier: MIT
#include <hillock/hillock.hpp>

struct contraction {
  static constexpr hillock::info about{.name = "contraction"};

  template <hillock::value V>
  V operator()(V x) const {
    return x * x + x;
  }
  template <hillock::value V>
  V derivative(V x) const {
    return x;
  }
};

#define ACTIVATIONS hillock::type_list<contraction>
#define NORMALISERS hillock::type_list<>
#define GATES hillock::type_list<>
