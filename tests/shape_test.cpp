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
    if (!(static_cast<T>(r.about.range.lowest) <= y && y <= static_cast<T>(r.about.range.highest)))
      found.add([&] {
        return format("%s got %s, outside [%g, %g]", call_text(r, member::value, x).c_str(), hex(y).c_str(),
                      r.about.range.lowest, r.about.range.highest);
      });
  };
  for (const T x : inputs<T>(r)) check(x);
  for (const T x : {std::numeric_limits<T>::infinity(), -std::numeric_limits<T>::infinity()})
    if (in_domain(r, x)) check(x);
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

// Steps back among neighbours: runs of consecutive numbers from every input, and from each input to the next. Where a
// function is flatter than its type is fine, rounding may step back by one ulp: those are counted in `steps`.
template <class T>
void check_monotony(const row& r, failures& found, std::size_t& steps) {
  if (!r.about.monotone) return;
  const auto f = r.in<T>()[member::value].scalar;
  const std::vector<T> x = inputs<T>(r);
  const auto check = [&](T a, T b) {
    const T ya = f(r.f, a), yb = f(r.f, b);
    if (yb < ya) ++steps;
    if (yb < std::nextafter(ya, -std::numeric_limits<T>::infinity()))
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
failures monotony(const row& r, std::size_t& steps) {
  failures found;
  check_monotony<float>(r, found, steps);
  check_monotony<double>(r, found, steps);
  return found;
}
failures monotony(const row& r) {
  std::size_t steps = 0;
  return monotony(r, steps);
}

namespace {
TEST_CASE("no result leaves the range", "[shape]") { for_each_row(range); }
TEST_CASE("odd and even functions are so in every bit", "[shape]") { for_each_row(symmetry); }
TEST_CASE("monotone functions step back by rounding alone", "[shape]") {
  for_each_row([](const row& r) {
    std::size_t steps = 0;
    const failures found = monotony(r, steps);
    if (steps > 0)
      std::printf("%zu steps back of one ulp: %.*s [%.*s]\n", steps, static_cast<int>(r.about.name.size()),
                  r.about.name.data(), static_cast<int>(r.instruction_set.size()), r.instruction_set.data());
    return found;
  });
}
}  // namespace
}  // namespace tests
