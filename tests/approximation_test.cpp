// The error that each polynomial claims, against the function that it stands for, in high precision.
// SPDX-License-Identifier: MIT
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <hillock/hillock.hpp>
#include <string>
#include <vector>

#include "catch.hpp"
#include "inputs.hpp"
#include "reference/real.hpp"

namespace tests {
namespace {

namespace math = hillock::math;

/// |error(x)| <= bound for lo <= x <= hi.
struct claim {
  std::string_view name;
  double lo, hi, bound;
  std::function<real(const real& x)> error;
};

template <class Coefficient, std::size_t N>
real evaluate(const Coefficient (&c)[N], const real& x) {
  real sum(c[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = sum * x + real(c[k]);
  return sum;
}

// The polynomial `index` of a piecewise one.
template <class T, std::size_t Entries, std::size_t Degree>
real evaluate(const math::piecewise<T, Entries, Degree>& p, std::size_t index, const real& x) {
  const std::size_t i = index % Entries;
  const real t = x - real(p.centre[i]);
  real sum(p.c[Degree][i]);
  for (std::size_t k = Degree; k-- > 0;) sum = sum * t + real(p.c[k][i]);
  return sum;
}

// r^2 p(r) stands for e^r - 1 - r.
template <class Polynomial>
claim exp_rest(std::string_view name, const Polynomial& p) {
  return {name, p.lo, p.hi, p.error, [p](const real& r) { return (1 + r + r * r * evaluate(p.c, r)) / exp(r) - 1; }};
}

// x + x s p(s), with s = x^2, stands for tanh(x).
template <class Polynomial>
claim tanh_rest(std::string_view name, const Polynomial& p) {
  return {name, p.lo, p.hi, p.error, [p](const real& s) {
            const real x = sqrt(s);
            return x * (1 + s * evaluate(p.c, s)) / tanh(x) - 1;
          }};
}

real sigmoid_pieces_error(const real& x) {
  const auto index = static_cast<std::size_t>(std::nearbyint(4 * static_cast<double>(x)));
  return evaluate(math::sigmoid_pieces, index, x) * (1 + exp(x)) - 1;
}

real tanh_pieces_error(const real& x) {
  const float sum = static_cast<float>(static_cast<double>(x)) + 0.75f;
  const auto index = static_cast<std::size_t>(std::bit_cast<std::uint32_t>(sum) >> 21);
  return evaluate(math::tanh_pieces, index, x) / tanh(x) - 1;
}

std::vector<claim> claims() {
  return {
      exp_rest("exp_rest_p5", math::exp_rest_p5),
      exp_rest("exp_rest_p10", math::exp_rest_p10),
      tanh_rest("tanh_rest_p3", math::tanh_rest_p3),
      tanh_rest("tanh_rest_p9", math::tanh_rest_p9),
      {"sigmoid_pieces", 0, 7.875, math::sigmoid_pieces.error, sigmoid_pieces_error},
      {"tanh_pieces", 0, 10, math::tanh_pieces.error, tanh_pieces_error},
  };
}

// At points that lie closer together near the ends, where errors of such polynomials are largest.
double largest_error(const claim& c) {
  const precision scope(300);
  constexpr int n = 4000 / thinning;
  real largest(0);
  for (int i = 0; i < n; ++i) {
    const double x = (c.lo + c.hi) / 2 - (c.hi - c.lo) / 2 * std::cos((i + 0.5) / n * 3.14159265358979);
    if (const real error = abs(c.error(x)); !(error <= largest)) largest = error;
  }
  return static_cast<double>(largest);
}

TEST_CASE("polynomials are as near as they claim", "[approximation]") {
  for (const claim& c : claims()) {
    INFO(c.name << ": " << hex(largest_error(c)) << ", claimed " << hex(c.bound));
    CHECK(largest_error(c) <= c.bound);
  }
}

TEST_CASE("approximation finds out a coefficient off by one ulp", "[approximation]") {
  auto single = math::exp_rest_p5;
  single.c[0] = std::nextafter(single.c[0], 1.0f);
  CHECK(largest_error(exp_rest("", single)) > single.error);

  auto twice = math::tanh_rest_p9;
  twice.c[1] = std::nextafter(twice.c[1], 1.0);
  CHECK(largest_error(tanh_rest("", twice)) > twice.error);
}

}  // namespace
}  // namespace tests
