// The bar: what hillock promises about its speed, as ratios that hold on any machine of a kind.
// SPDX-License-Identifier: MIT
#pragma once

#include <iosfwd>
#include <string_view>

namespace bench {

/// Times what the bar speaks of, for one function or for all (""), and prints each ratio beside its bar. False if there is
/// no such function.
bool print_bar(std::ostream& out, std::string_view function);

}  // namespace bench
