// Every function over rows: one include and one name each. Tests and benchmarks run over this list.
// SPDX-License-Identifier: MIT
#pragma once

#include "../core/type_list.hpp"

#include "cross_entropy.hpp"
#include "log_softmax.hpp"
#include "logsumexp.hpp"
#include "rows.hpp"
#include "softmax.hpp"
#include "softmax_state.hpp"
#include "softmin.hpp"

namespace hillock::inline HILLOCK_NAMESPACE {

using normalisers = type_list<softmax, softmin, log_softmax>;
using row_reductions = type_list<logsumexp>;

}  // namespace hillock::inline HILLOCK_NAMESPACE
