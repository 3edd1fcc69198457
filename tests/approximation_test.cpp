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
#include "reference/jet.hpp"

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

// z (c + d t + t^2 p(t)) stands for log(1 + z), with t = z - 1/2 and c = 2 log(3/2) as a double word.
template <class T, class Polynomial>
claim log1p_ratio(std::string_view name, const Polynomial& p) {
  using constants = math::log_constants<T>;
  return {name, p.lo, p.hi, p.error, [p](const real& t) {
            const real z = t + real(0.5), centre = real(constants::centre_hi) + real(constants::centre_lo);
            return z == 0 ? real(0)
                          : z * (centre + t * (real(constants::steepness) + t * evaluate(p.c, t))) / log1p(z) - 1;
          }};
}

// 2 s + s^3 p(s^2) stands for log(m), with s = (m - 1) / (m + 1).
template <class Polynomial>
claim log_rest(std::string_view name, const Polynomial& p) {
  return {name, p.lo, p.hi, p.error, [p](const real& q) {
            const real s = sqrt(q);
            return (2 * s + s * q * evaluate(p.c, q)) / log((1 + s) / (1 - s)) - 1;
          }};
}

// t (bend + t p(t)) stands for f'(x), or f''(x), with t = x - root.
template <class F>
claim slope_root(std::string_view name, const math::slope_root& root, real jet::* order = &jet::derivative) {
  return {name, root.p.lo, root.p.hi, root.p.error, [root, order](const real& t) {
            const jet f = F{}.definition(jet::variable(t + real(root.hi) + real(root.lo) + real(root.last)));
            return t == 0 ? real(0) : t * (real(root.bend) + t * evaluate(root.p.c, t)) / (f.*order) - 1;
          }};
}

// A table by octaves stands for f on [lowest, highest]; `shift` moves where octaves end, `factor` is that of the last ones,
// `bend` that of the square; the table holds 2^raised f.
template <std::size_t Degree, std::size_t Moves, int Last>
claim by_octaves(std::string_view name, const math::octaves<Degree, Moves, Last>& table, double lowest,
                 std::function<real(const real& s)> f, double shift = 0, double factor_slope = 0, double highest = 0,
                 const float* bend = nullptr, int raised = 0) {
  return {name, lowest, highest, table.error, [&table, f, shift, factor_slope, bend, raised](const real& s) {
            const double n = std::nearbyint(static_cast<double>(s) * static_cast<double>(table.per_step) + shift);
            const auto index = static_cast<unsigned>(static_cast<int>(std::max(n, double{Last})));
            const long power = static_cast<long>(n) - raised;
            const real t = s - real(n) * (real(table.step_hi) - real(table.step_lo[index % Moves]));
            real sum(table.c[Degree][index % 32]);
            for (std::size_t k = Degree; k-- > 0;) sum = sum * t + real(table.c[k][index % 32]);
            if (n < -30.5 && factor_slope != 0) sum = sum * (1 + real(factor_slope) * s);
            if (bend != nullptr) sum = sum + real(bend[index % 32]) * scale(sum * sum, power);
            return scale(sum, power) / f(s) - 1;
          }};
}

// `shift` leaves of the bits of |x| + start the slot.
template <std::size_t Entries, std::size_t Degree>
claim tanh_pieces(std::string_view name, const math::piecewise<float, Entries, Degree>& table, float start, int shift) {
  return {name, 0, 10, table.error, [&table, start, shift](const real& x) {
            const float sum = static_cast<float>(static_cast<double>(x)) + start;
            const auto index = static_cast<std::size_t>(std::bit_cast<std::uint32_t>(sum) >> shift);
            return evaluate(table, index, x) / tanh(x) - 1;
          }};
}

std::vector<claim> claims() {
  return {
      exp_rest("exp_rest_p5", math::exp_rest_p5),
      exp_rest("exp_rest_p10", math::exp_rest_p10),
      exp_rest("exp_table<float, 8>::rest", math::exp_table<float, 8>::rest),
      exp_rest("exp_table<float, 16>::rest", math::exp_table<float, 16>::rest),
      exp_rest("exp_table<double, 16>::rest", math::exp_table<double, 16>::rest),
      log1p_ratio<float>("log1p_ratio_p8", math::log1p_ratio_p8),
      log1p_ratio<double>("log1p_ratio_p20", math::log1p_ratio_p20),
      log_rest("log_rest_p3", math::log_rest_p3),
      log_rest("log_rest_p8", math::log_rest_p8),
      slope_root<hillock::silu>("silu_root", math::silu_root),
      slope_root<hillock::silu>("silu_turn", math::silu_turn, &jet::second_derivative),
      slope_root<hillock::quick_gelu>("quick_gelu_root", math::quick_gelu_root),
      slope_root<hillock::gelu_tanh>("gelu_tanh_root", math::gelu_tanh_root),
      slope_root<hillock::mish>("mish_root", math::mish_root),
      by_octaves("sigmoid_octaves", math::sigmoid_octaves, -112, [](const real& s) { return 1 / (1 + exp(-s)); }),
      by_octaves("quick_gelu_octaves", math::quick_gelu_octaves, -66,
                 [](const real& s) { return 1 / (1 + exp(-s * 1702 / 1000)); }),
      by_octaves("sigmoid_slope_octaves", math::sigmoid_slope_octaves, -105,
                 [](const real& s) { return exp(s) / ((1 + exp(s)) * (1 + exp(s))); }),
      by_octaves("tanh_slope_octaves", math::tanh_slope_octaves, -54,
                 [](const real& s) { return 4 * exp(2 * s) / ((1 + exp(2 * s)) * (1 + exp(2 * s))); }),
      by_octaves(
          "softplus_octaves", math::softplus_octaves, -105, [](const real& s) { return log1p(exp(s)); }, 0.12433),
      by_octaves(
          "silu_slope_octaves", math::silu_slope_octaves, -112,
          [](const real& s) { return exp(s) * (1 + exp(s) + s) / ((1 + exp(s)) * (1 + exp(s))); }, 0, 1),
      by_octaves(
          "mish_octaves", math::mish_octaves, -112,
          [](const real& s) { return exp(s) * (exp(s) + 2) / (exp(s) * (exp(s) + 2) + 2); }, 0, 0, 9.2, math::mish_bend,
          13),
      exp_rest("exp_sixteenths", math::by_sixteenths::rest),
      tanh_pieces("tanh_pieces_32", math::tanh_pieces_32, 0.75f, 20),
      tanh_pieces("tanh_pieces_8", math::tanh_pieces_8, 0.78125f, 22),
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

  auto twice = math::log_rest_p8;
  twice.c[0] = std::nextafter(twice.c[0], 1.0);
  CHECK(largest_error(log_rest("", twice)) > twice.error);
}

}  // namespace
}  // namespace tests
