// Every gated unit: one include and one name each. Tests run over this list.
// SPDX-License-Identifier: MIT
#pragma once

#include "../core/type_list.hpp"

#include "bilinear.hpp"
#include "gated.hpp"
#include "geglu.hpp"
#include "geglu_tanh.hpp"
#include "glu.hpp"
#include "product.hpp"
#include "reglu.hpp"
#include "swiglu.hpp"
#include "swiglu_oai.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

using gates = type_list<bilinear, geglu, geglu_tanh, glu, reglu, swiglu, swiglu_oai>;

}  // namespace hillock::inline HILLOCK_NAMESPACE
