// Where f'' is 0, and how errors count there.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "reference.hpp"

namespace tests {

/// The roots of f'' other than 0. No plain formula keeps its relative accuracy there: at an x within 2^-6 of a root r
/// errors of f'' count in ulp of its value at r + 2^-6 or r - 2^-6, on the side of x.
class second_derivative_roots {
 public:
  template <std::floating_point T>
  static second_derivative_roots of(const reference& f);

  /// What ulp_error takes for f'' at x.
  template <std::floating_point T>
  long lowest_binade(T x) const {
    constexpr long emin = std::numeric_limits<T>::min_exponent - 1;
    for (const root& r : all_)
      if (const double from = static_cast<double>(x) - r.x; std::abs(from) <= zone)
        return std::max(emin, from < 0 ? r.binade_before : r.binade_after);
    return emin;
  }

 private:
  static constexpr double zone = 0x1p-6;
  struct root {
    double x;
    long binade_before, binade_after;  ///< of f'' at x - zone and at x + zone
  };
  std::vector<root> all_;
};

}  // namespace tests
