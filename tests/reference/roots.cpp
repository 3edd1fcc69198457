// See roots.hpp.
// SPDX-License-Identifier: MIT
#include "roots.hpp"

namespace tests {

template <std::floating_point T>
second_derivative_roots second_derivative_roots::of(const reference& f) {
  const auto at = [&](double x) { return nearly_exact(f, static_cast<T>(x)).second_derivative; };
  constexpr double step = 0x1p-4, end = 64;
  second_derivative_roots result;
  real before = at(-end);
  for (double x = -end + step; x <= end; x += step) {
    real after = at(x);
    if ((before < 0 && after > 0) || (before > 0 && after < 0)) {
      double lo = x - step, hi = x;
      for (int i = 0; i < 40; ++i) {
        const double middle = (lo + hi) / 2;
        ((at(middle) < 0) == (before < 0) ? lo : hi) = middle;
      }
      result.all_.push_back({lo, at(lo - zone).exponent(), at(lo + zone).exponent()});
    }
    before = std::move(after);
  }
  return result;
}

template second_derivative_roots second_derivative_roots::of<float>(const reference&);
template second_derivative_roots second_derivative_roots::of<double>(const reference&);

}  // namespace tests
