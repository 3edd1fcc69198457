// Every function of hillock::math gives a lane of a batch what it gives a single number: an unqualified call in a kernel
// could find a function of xsimd's instead, and only for batches.
// SPDX-License-Identifier: MIT
#include <bit>
#include <cmath>

#include "catch.hpp"
#include "inputs.hpp"

namespace tests {
namespace {

// Numbers of ordinary size and of every size, and the special ones.
template <class T>
std::vector<T> numbers() {
  random_bits random(7);
  std::vector<T> result = extreme_inputs<T>();
  result.insert(result.end(), {T(1), T(-1), std::numeric_limits<T>::infinity(), -std::numeric_limits<T>::infinity()});
  for (int i = 0; i < 20000 / thinning; ++i) {
    const T ordinary = static_cast<T>(static_cast<double>(random() >> 11) * 0x1p-53 - 0.5) * T(200);
    const T any = std::bit_cast<T>(static_cast<bits_of<T>>(random()));
    result.push_back(ordinary);
    if (!std::isnan(any)) result.push_back(any);
  }
  return result;
}

template <class T>
void compare(std::string_view set, std::string_view name, const math_calls<T>& f, failures& found) {
  const std::vector<T> all = numbers<T>();
  random_bits random(11);
  std::vector<T> a(f.lanes), b(f.lanes), c(f.lanes), y(f.lanes);
  for (std::size_t begin = 0; begin + f.lanes <= all.size(); begin += f.lanes) {
    for (std::size_t i = 0; i < f.lanes; ++i) {
      a[i] = all[begin + i];
      b[i] = all[random() % all.size()];
      c[i] = all[random() % all.size()];
    }
    if (begin == 0) a[0] = std::numeric_limits<T>::quiet_NaN();
    f.batch(a.data(), b.data(), c.data(), y.data());
    for (std::size_t i = 0; i < f.lanes; ++i) {
      const T want = f.scalar(a[i], b[i], c[i]);
      if (std::bit_cast<bits_of<T>>(y[i]) != std::bit_cast<bits_of<T>>(want) && !(std::isnan(y[i]) && std::isnan(want)))
        found.add([&] {
          return format("%s<%s>(%s, %s, %s) [%s] got %s in a batch, %s alone", name.data(),
                        std::same_as<T, float> ? "float" : "double", hex(a[i]).c_str(), hex(b[i]).c_str(),
                        hex(c[i]).c_str(), set.data(), hex(y[i]).c_str(), hex(want).c_str());
        });
    }
  }
}

failures compare(std::string_view set, const math_function& f) {
  failures found;
  compare(set, f.name, f.float32, found);
  compare(set, f.name, f.float64, found);
  return found;
}

}  // namespace

TEST_CASE("a batch computes what a number does", "[math]") {
  for (const instruction_set& set : instruction_sets())
    for (const math_function& f : set.functions) report(compare(set.name, f));
}

TEST_CASE("a function that differs for batches is found", "[math]") {
  math_function f = instruction_sets().front().functions.front();
  f.float32.scalar = [](float a, float b, float) { return std::nextafter(a * b, 0.0f); };
  CHECK(compare("mutant", f).count > 0);
}

}  // namespace tests
