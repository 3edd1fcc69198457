// Every activation: one include and one name each. Tests, benchmarks, documents and tools run over this list.
// SPDX-License-Identifier: MIT
#pragma once

#include "core/type_list.hpp"

#include "activation/leaky_relu.hpp"
#include "activation/relu.hpp"
#include "activation/sigmoid.hpp"
#include "activation/tanh.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

using activations = type_list<  //
    leaky_relu,                 //
    relu,                       //
    sigmoid,                    //
    tanh>;

}  // namespace hillock::inline HILLOCK_NAMESPACE
