// Mutant: an activation that keeps a table on the heap, made at start-up, and counts its calls.
// SPDX-License-Identifier: MIT
#include <hillock/hillock.hpp>

struct state {
  static constexpr hillock::info about{.name = "state"};
  static inline const double* const table = new double[2]{0.5, 1.5};
  static inline long calls = 0;

  template <hillock::value V>
  V operator()(V x) const {
    ++calls;
    return hillock::math::mul(x, V(static_cast<hillock::element_of<V>>(table[1])));
  }
  template <hillock::value V>
  V derivative(V x) const {
    return x;
  }
};

#define ACTIVATIONS hillock::type_list<state>
#define NORMALISERS hillock::type_list<>
#define GATES hillock::type_list<>
