// See reference.hpp.
// SPDX-License-Identifier: MIT
#include "reference.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <hillock/activations.hpp>
#include <limits>
#include <numeric>
#include <vector>

#include "make_reference.hpp"

namespace tests {
namespace {

constexpr long most_bits = 1 << 16;

// A precision at which no term of a formula is lost that could matter: neither x^2 beside 1, nor 1 beside x^2, nor
// e^(-x^2) beside 1 as far as the type reaches.
template <class T>
long first_precision(T x) {
  if (x == 0) return 128;
  const double size = std::abs(static_cast<double>(x));
  const double algebraic = std::abs(std::log2(size));
  const double smallest = 32 - std::log2(static_cast<double>(std::numeric_limits<T>::denorm_min()));
  const double exponential = size < 0x1p14 ? std::min(1.5 * size * size, smallest) : 0;
  return 128 + 2 * static_cast<long>(std::max(algebraic, exponential));
}

bool agree(const real& a, const real& b, long bits) {
  return a == b || abs(a - b) <= scale(abs(b), -bits) || (a.is_nan() && b.is_nan());
}

bool agree(const jet& a, const jet& b, long bits) {
  return agree(a.value, b.value, bits) && agree(a.derivative, b.derivative, bits) &&
         agree(a.second_derivative, b.second_derivative, bits);
}

// Bits enough for any comparison with a float or double.
template <class Number>
Number shortened(const Number& a) {
  const precision scope(256);
  return a + Number(0);
}

// What `evaluate` gives when twice the bits change no more; `none` where that never happens.
template <class T, class Evaluate, class Number>
Number settled(T x, const Evaluate& evaluate, const Number& none) {
  std::optional<Number> last;
  for (long bits = first_precision(x); bits <= most_bits; bits *= 2) {
    const precision scope(bits);
    Number result = evaluate();
    if (last && agree(*last, result, 120)) return shortened(result);
    last = std::move(result);
  }
  return none;
}

template <class T>
int side_at(const reference& f, T x) {
  for (const hillock::kink& k : f.about.kinks)
    if (static_cast<T>(k.x) == x) return k.derivative_from == hillock::kink::side::left ? -1 : 1;
  return 0;
}

template <class T>
jet evaluate(const reference& f, const real& x, int side) {
  jet::side = side;
  jet result = f.operator()<T>(jet::variable(x));
  jet::side = 0;
  if (side != 0) result.value = f.operator()<T>(jet::variable(x)).value;
  return result;
}

// The doubles in order, as integers: neighbours are neighbours.
double from_order(std::int64_t n) { return std::bit_cast<double>(n < 0 ? INT64_MIN - n : n); }

std::int64_t to_order(double x) {
  const auto n = std::bit_cast<std::int64_t>(x);
  return n < 0 ? INT64_MIN - n : n;
}

// The limit of f' at an infinite x.
std::optional<real> derivative_at_infinity(const reference& f, double x) {
  for (const hillock::exact_value& d : f.about.derivatives)
    if (d.x == x) return d.y;
  return {};
}

}  // namespace

std::span<const reference> references() {
  static const std::vector<reference> all = [] {
    std::vector<reference> result;
    hillock::activations::for_each([&]<class F>() {
      for (std::size_t i = 0; i < samples<F>.size(); ++i) result.push_back(make_reference<F>(i));
    });
    return result;
  }();
  return all;
}

template <std::floating_point T>
jet exact(const reference& f, T x) {
  const int side = side_at(f, x);
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  return settled(x, [&] { return evaluate<T>(f, x, side); }, jet{nan, nan, nan});
}

template <std::floating_point T>
real exact_value(const reference& f, T x) {
  return settled(x, [&] { return f.operator()<T>(real(x)); }, real(std::numeric_limits<double>::quiet_NaN()));
}

template <std::floating_point T>
jet nearly_exact(const reference& f, T x) {
  const int side = side_at(f, x);
  const long enough = first_precision(x) + 128;
  std::optional<jet> last;
  for (long bits = 128;; bits += bits / 2) {
    const precision scope(std::min(bits, enough));
    jet result = evaluate<T>(f, x, side);
    const bool lost = result.value.is_zero() || result.derivative.is_zero() || result.second_derivative.is_zero();
    if (bits >= enough) return lost ? exact(f, x) : shortened(result);
    if (last && !lost && agree(*last, result, 80)) return shortened(result);
    last = std::move(result);
  }
}

template <std::floating_point T>
basic_jet<ball> enclosure(const reference& f, T x) {
  const ball anything(0, INFINITY);
  if (side_at(f, x) != 0) return {anything, anything, anything};
  return f.operator()<T>(basic_jet<ball>::variable(x));
}

template <std::floating_point T>
jet narrowed(const reference& f, T x) {
  const precision scope(128);
  return evaluate<T>(f, x, 0);
}

template <std::floating_point T>
real narrowed_value(const reference& f, T x) {
  const precision scope(128);
  return f.operator()<T>(real(x));
}

template <std::floating_point T>
T rounded_value(const reference& f, T x) {
  const long bits = first_precision(x);
  {
    const precision scope(bits);
    const real y = f.operator()<T>(real(x)), uncertainty = scale(abs(y), 40 - bits);
    const auto rounded = static_cast<T>(y - uncertainty);
    if (rounded == static_cast<T>(y + uncertainty)) return rounded;
  }
  return static_cast<T>(exact_value(f, x));
}

template <std::floating_point T>
std::optional<real> exact_derivative_from_output(const reference& f, T y) {
  if (!f.about.monotone) return {};
  // relu is 0 from -inf on: f' is that of the kink.
  for (const hillock::kink& k : f.about.kinks)
    if (const jet at = exact(f, static_cast<T>(k.x)); at.value == y) return at.derivative;
  for (const hillock::exact_value& v : f.about.values)
    if (std::isinf(v.x) && v.y == static_cast<double>(y)) return derivative_at_infinity(f, v.x);

  // Two doubles next to each other with f(lo) <= y < f(hi).
  const auto value = [&](double x) {
    const precision scope(2 * first_precision(x));
    return f.operator()<T>(real(x));
  };
  std::int64_t hi = std::bit_cast<std::int64_t>(std::numeric_limits<double>::max()), lo = -hi;
  if (f.about.domain.lowest > -hillock::info::inf) lo = to_order(std::nextafter(f.about.domain.lowest, 1.0));
  if (value(from_order(lo)) > y || value(from_order(hi)) <= y) return {};
  while (lo + 1 < hi) {
    const std::int64_t middle = std::midpoint(lo, hi);
    (value(from_order(middle)) <= y ? lo : hi) = middle;
  }
  const real below(from_order(lo)), above(from_order(hi));

  // Newton's steps from there, within the two. (If f(lo) is y, the first finds x = lo.)
  const precision scope(512 + 2 * first_precision(from_order(lo)));
  real x = below;
  for (int i = 0; i < 6; ++i) {
    const jet at = f.operator()<T>(jet::variable(x));
    const real next = x + (y - at.value) / at.derivative;
    x = next < below ? below : next > above ? above : next;
  }
  return f.operator()<T>(jet::variable(x)).derivative;
}

template jet exact(const reference&, float);
template jet exact(const reference&, double);
template real exact_value(const reference&, float);
template real exact_value(const reference&, double);
template jet nearly_exact(const reference&, float);
template jet nearly_exact(const reference&, double);
template basic_jet<ball> enclosure(const reference&, float);
template basic_jet<ball> enclosure(const reference&, double);
template jet narrowed(const reference&, double);
template real narrowed_value(const reference&, double);
template jet narrowed(const reference&, float);
template real narrowed_value(const reference&, float);
template float rounded_value(const reference&, float);
template std::optional<real> exact_derivative_from_output(const reference&, float);
template std::optional<real> exact_derivative_from_output(const reference&, double);

}  // namespace tests
