// Every function over rows: one include and one name each. Tests and benchmarks run over this list.
// SPDX-License-Identifier: MIT
#pragma once

#include "../core/type_list.hpp"

#include "rows.hpp"
#include "softmax.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

using normalisers = type_list<softmax>;

}  // namespace hillock::inline HILLOCK_NAMESPACE
