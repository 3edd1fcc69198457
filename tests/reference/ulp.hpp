// The distance of a result from the exact one, in ulp.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "real.hpp"

namespace tests {

/// |computed - exact| / ulp(exact), where ulp(e) = 2^(max(floor(log2|e|), emin) - p + 1): below the normal range the
/// spacing of the subnormal numbers. Infinity, and whatever is beyond it, counts as 2^(emax + 1) with the spacing of
/// the last binade. `lowest_binade` takes the place of emin: near a root of f'' it is larger, see roots.hpp.
template <class T>
double ulp_error(T computed, const real& exact, long lowest_binade = std::numeric_limits<T>::min_exponent - 1) {
  using limits = std::numeric_limits<T>;
  constexpr long emax = limits::max_exponent - 1, p = limits::digits;
  if (std::isnan(computed) || exact.is_nan()) return std::isnan(computed) && exact.is_nan() ? 0 : INFINITY;

  const real infinity = two_to(emax + 1);
  const auto clamped = [&](const real& x) { return x > infinity ? infinity : x < -infinity ? -infinity : x; };
  const real wanted = clamped(exact), got = clamped(real(computed));
  const long binade = wanted.is_zero() ? lowest_binade : std::clamp(wanted.exponent(), lowest_binade, emax);
  return static_cast<double>(scale(abs(got - wanted), p - 1 - binade));
}

}  // namespace tests
