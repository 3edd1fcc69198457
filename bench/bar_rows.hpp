// The bar of functions over rows and of gates.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "race.hpp"

namespace bench {

/// A head, and a line for each ratio, of one function or of all ("").
std::vector<cells> bar_of_rows_and_gates(std::string_view function, judge& against);

}  // namespace bench
