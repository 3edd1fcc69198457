// Derivatives against central differences, in double.
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "catch.hpp"
#include "properties.hpp"

namespace tests {
namespace {

// Multiples of 2^-20 below 2^6, so that x +- 2h is exact for the step h = 2^-17, the cube root of the epsilon: there
// the error of the difference, h^2 f''' / 6, is about that of the rounded values.
constexpr double step = 0x1p-17;
std::vector<double> points() {
  std::vector<double> result;
  random_bits random(2);
  for (const double size : {1. / 16, 1., 8., 63.})
    for (int i = 0; i < 400 / thinning; ++i)
      result.push_back(std::ldexp(std::floor(random.uniform(-size, size) * 0x1p20), -20));
  return result;
}

bool near_kink(const row& r, double x) {
  return std::any_of(r.about.kinks.begin(), r.about.kinks.end(),
                     [=](const hillock::kink& k) { return std::abs(x - k.x) <= 2 * step; });
}

// How far off a result may be that is within 1 ulp, in T.
template <class T>
double rounding(double y) {
  return std::abs(y) * static_cast<double>(std::numeric_limits<T>::epsilon()) +
         static_cast<double>(std::numeric_limits<T>::denorm_min());
}

template <class T>
void check(const row& r, member of, member derivative, failures& found) {
  const auto f = r.float64[of].scalar;
  const auto g = r.in<T>()[derivative].scalar;
  if (f == nullptr || g == nullptr) return;
  for (const double point : points()) {
    const double x = static_cast<double>(static_cast<T>(point));
    if (near_kink(r, x) || x != point || !in_domain(r, x - 2 * step)) continue;
    const double above = f(r.f, x + step), below = f(r.f, x - step);
    const double difference = (above - below) / (2 * step);
    const double coarse = (f(r.f, x + 2 * step) - f(r.f, x - 2 * step)) / (4 * step);
    const double got = static_cast<double>(g(r.f, static_cast<T>(x)));
    // The coarse difference is off by 4 times as much: what parts them is 3 times the error. To that come the rounding
    // of the four values in it, and of the derivative.
    const double values = rounding<double>(above) + rounding<double>(below);
    const double allowed = std::abs(coarse - difference) / 3 + 2 * values / (2 * step) + 4 * rounding<T>(got);
    if (!(std::abs(got - difference) <= allowed))
      found.add([&] {
        return format("%s got %.17g, the difference gives %.17g +- %.2g",
                      call_text(r, derivative, static_cast<T>(x)).c_str(), got, difference, allowed);
      });
  }
}

}  // namespace

failures gradient(const row& r) {
  failures found;
  for (const auto& [of, derivative] :
       {std::pair{member::value, member::derivative}, {member::derivative, member::second_derivative}}) {
    check<double>(r, of, derivative, found);
    check<float>(r, of, derivative, found);
  }
  return found;
}

namespace {
TEST_CASE("derivatives are what central differences give", "[gradient]") { for_each_row(gradient); }
}  // namespace
}  // namespace tests
