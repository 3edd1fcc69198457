// Mutant: one namespace for all instruction sets.
// SPDX-License-Identifier: MIT
#include <hillock/core/config.hpp>

#undef HILLOCK_NAMESPACE
#define HILLOCK_NAMESPACE same

#define ACTIVATIONS hillock::type_list<hillock::tanh>
#define NORMALISERS hillock::type_list<>
#define GATES hillock::type_list<>
