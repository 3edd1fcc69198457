// Ranges, symmetry and monotony.
// SPDX-License-Identifier: MIT
#include <bit>
#include <cmath>
#include <cstdio>

#include "catch.hpp"
#include "properties.hpp"

namespace tests {
namespace {

template <class T>
void check_range(const row& r, failures& found) {
  const auto f = r.in<T>()[member::value].scalar;
  const auto check = [&](T x) {
    const T y = f(r.f, x);
    if (!(r.about.range.lowest <= static_cast<double>(y) && static_cast<double>(y) <= r.about.range.highest))
      found.add([&] {
        return format("%s got %s, outside [%g, %g]", call_text(r, member::value, x).c_str(), hex(y).c_str(),
                      r.about.range.lowest, r.about.range.highest);
      });
  };
  for (const T x : inputs<T>(r)) check(x);
  check(std::numeric_limits<T>::infinity());
  check(-std::numeric_limits<T>::infinity());
}

template <class T>
void check_symmetry(const row& r, failures& found) {
  if (r.about.symmetry == hillock::symmetry::none) return;
  bool odd = r.about.symmetry == hillock::symmetry::odd;
  for (const member m : {member::value, member::derivative, member::second_derivative}) {
    if (const auto f = r.in<T>()[m].scalar)
      for (const T x : inputs<T>(r)) {
        const T y = f(r.f, x), want = odd ? -y : y, mirrored = f(r.f, -x);
        if (std::bit_cast<bits_of<T>>(mirrored) != std::bit_cast<bits_of<T>>(want))
          found.add([&] {
            return format("%s got %s, but its mirror image %s", call_text(r, m, -x).c_str(), hex(mirrored).c_str(),
                          hex(y).c_str());
          });
      }
    odd = !odd;
  }
}

// Steps back among neighbours: runs of consecutive numbers from every input, and from each input to the next.
template <class T>
void check_monotony(const row& r, failures& found) {
  if (!r.about.monotone) return;
  const auto f = r.in<T>()[member::value].scalar;
  const std::vector<T> x = inputs<T>(r);
  const auto check = [&](T a, T b) {
    const T ya = f(r.f, a), yb = f(r.f, b);
    if (yb < ya)
      found.add([&] {
        return format("%s got %s, less than %s at %s", call_text(r, member::value, b).c_str(), hex(yb).c_str(),
                      hex(ya).c_str(), hex(a).c_str());
      });
  };
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    check(x[i], x[i + 1]);
    T a = x[i];
    for (int k = 0; k < 256 / thinning && a < x[i + 1]; ++k) {
      const T b = from_order<T>(static_cast<bits_of<T>>(to_order(a) + 1));
      check(a, b);
      a = b;
    }
  }
}

}  // namespace

failures range(const row& r) {
  failures found;
  check_range<float>(r, found);
  check_range<double>(r, found);
  return found;
}
failures symmetry(const row& r) {
  failures found;
  check_symmetry<float>(r, found);
  check_symmetry<double>(r, found);
  return found;
}
failures monotony(const row& r) {
  failures found;
  check_monotony<float>(r, found);
  check_monotony<double>(r, found);
  return found;
}

namespace {
TEST_CASE("no result leaves the range", "[shape]") { for_each_row(range); }
TEST_CASE("odd and even functions are so in every bit", "[shape]") { for_each_row(symmetry); }
TEST_CASE("monotone functions never step back", "[shape]") {
  std::size_t steps = 0;
  for_each_row([&](const row& r) {
    const failures found = monotony(r);
    steps += found.count;
    return found;
  });
  std::printf("steps back: %zu\n", steps);
}
}  // namespace
}  // namespace tests
