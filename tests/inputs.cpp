// See inputs.hpp.
// SPDX-License-Identifier: MIT
#include "inputs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tests {
namespace {

template <class T>
constexpr T largest = std::numeric_limits<T>::max();

// Numbers of one class are alike in what the type does to them.
template <class T>
int result_class(T y) {
  const int kind = std::fpclassify(y);
  return 16 * kind + 2 * (kind == FP_NORMAL && y == std::trunc(y)) + std::signbit(y);
}

}  // namespace

template <std::floating_point T>
std::vector<T> extreme_inputs() {
  using limits = std::numeric_limits<T>;
  const T smallest_normal = limits::min(), smallest = limits::denorm_min();
  std::vector<T> result;
  for (const T x : {T(0), smallest, smallest_normal - smallest, smallest_normal, largest<T>}) {
    result.push_back(x);
    result.push_back(-x);
  }
  return result;
}

template <std::floating_point T>
std::vector<T> nans() {
  using limits = std::numeric_limits<T>;
  return {limits::quiet_NaN(), -limits::quiet_NaN(), limits::signaling_NaN(), -limits::signaling_NaN()};
}

template <std::floating_point T>
std::vector<T> inputs(const row& r) {
  using limits = std::numeric_limits<T>;
  random_bits random(1);
  std::vector<T> result = extreme_inputs<T>();

  // 2^e, the number before 2^(e+1), and some between; more for 2^-8 to 2^11, where functions bend. Beyond the exponents of
  // float one binade in five stands for its neighbours: exact results there take the longest.
  constexpr int lowest = limits::min_exponent - limits::digits, highest = limits::max_exponent - 1;
  for (int e = lowest; e <= highest; ++e) {
    const bool far = e < -8 || e > 10, beyond_float = e < -150 || e > 128;
    if (far && e % (beyond_float ? 5 * thinning : thinning) != 0) continue;
    const T low = std::ldexp(T(1), e);
    for (const T sign : {T(1), T(-1)}) {
      result.push_back(sign * low);
      if (!far) result.push_back(sign * std::nextafter(2 * low, T(0)));
      for (int i = far ? 1 : 48 / thinning; i > 0; --i)
        result.push_back(sign * static_cast<T>(random.uniform(low, std::min<double>(2. * low, largest<T>))));
    }
  }

  const auto add_around = [&](T x, int neighbours) {
    for (int i = -neighbours; i <= neighbours; ++i) {
      const T near = from_order<T>(static_cast<bits_of<T>>(to_order(x) + i));
      if (std::isfinite(near)) result.push_back(near);
    }
  };
  const auto add_named = [&](double x) {
    if (std::abs(x) <= largest<T>) add_around(static_cast<T>(x), 8);
  };
  for (const hillock::kink& k : r.about.kinks) add_named(k.x);
  for (const auto& list : {r.about.values, r.about.derivatives, r.about.second_derivatives})
    for (const hillock::exact_value& v : list) add_named(v.x);
  for (const hillock::level_bounds& b : r.about.bounds)
    for (const auto& bounds : {b.float32, b.float64})
      for (const auto& bound : {bounds.value, bounds.derivative, bounds.second_derivative}) add_named(bound.worst);

  if (const double end = r.about.domain.lowest; end > -hillock::info::inf) add_named(end);

  // Between two neighbours whose results differ in class, the first number of the next class and some on both sides.
  std::sort(result.begin(), result.end());
  const std::size_t before = result.size();
  for (const member m : {member::value, member::derivative, member::second_derivative}) {
    const auto f = r.in<T>()[m].scalar;
    if (f == nullptr) continue;
    for (std::size_t i = 0; i + 1 < before; ++i) {
      auto lo = to_order(result[i]), hi = to_order(result[i + 1]);
      const auto lo_class = result_class(f(r.f, result[i]));
      if (lo_class == result_class(f(r.f, result[i + 1]))) continue;
      const auto first = lo, last = hi;
      while (lo + 1 < hi) {
        const auto middle = std::midpoint(lo, hi);
        (result_class(f(r.f, from_order<T>(middle))) == lo_class ? lo : hi) = middle;
      }
      add_around(from_order<T>(hi), 4);
      for (const auto& [low, high] : {std::pair{first, hi}, std::pair{hi, last}})
        for (int k = 0; k < 16 / thinning && low < high; ++k)
          result.push_back(from_order<T>(static_cast<bits_of<T>>(
              low + static_cast<bits_of<T>>(random() % static_cast<std::uint64_t>(high - low)))));
    }
  }

  // At its end the domain may be open; `about` has the value there.
  std::erase_if(result, [&](T x) { return !in_domain(r, x) || x == r.about.domain.lowest; });
  std::sort(result.begin(), result.end(),
            [](T a, T b) { return a < b || (a == b && std::signbit(a) > std::signbit(b)); });
  const auto same = [](T a, T b) { return std::bit_cast<bits_of<T>>(a) == std::bit_cast<bits_of<T>>(b); };
  result.erase(std::unique(result.begin(), result.end(), same), result.end());
  return result;
}

template std::vector<float> inputs(const row&);
template std::vector<double> inputs(const row&);
template std::vector<float> extreme_inputs();
template std::vector<double> extreme_inputs();
template std::vector<float> nans();
template std::vector<double> nans();

}  // namespace tests
