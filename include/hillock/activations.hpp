// Every activation: one include and one name each. Tests, benchmarks, documents and tools run over this list.
// SPDX-License-Identifier: MIT
#pragma once

#include "core/type_list.hpp"

#include "activation/celu.hpp"
#include "activation/elu.hpp"
#include "activation/exp.hpp"
#include "activation/expm1.hpp"
#include "activation/gelu.hpp"
#include "activation/gelu_tanh.hpp"
#include "activation/leaky_relu.hpp"
#include "activation/log1p.hpp"
#include "activation/log_sigmoid.hpp"
#include "activation/mish.hpp"
#include "activation/quick_gelu.hpp"
#include "activation/relu.hpp"
#include "activation/selu.hpp"
#include "activation/sigmoid.hpp"
#include "activation/silu.hpp"
#include "activation/softplus.hpp"
#include "activation/swish.hpp"
#include "activation/tanh.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

using activations = type_list<  //
    celu,                       //
    elu,                        //
    exp,                        //
    expm1,                      //
    gelu,                       //
    gelu_tanh,                  //
    leaky_relu,                 //
    log1p,                      //
    log_sigmoid,                //
    mish,                       //
    quick_gelu,                 //
    relu,                       //
    selu,                       //
    sigmoid,                    //
    silu,                       //
    softplus,                   //
    swish,                      //
    tanh>;

}  // namespace hillock::inline HILLOCK_NAMESPACE
