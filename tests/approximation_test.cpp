// The error that each polynomial claims, against the function that it stands for, in high precision.
// SPDX-License-Identifier: MIT
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <hillock/hillock.hpp>
#include <limits>
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

// The same in float: p(t) stands for f'(x), t = x - centre.
template <class F>
claim float_slope_root(std::string_view name, const math::float_slope_root& root) {
  return {name, root.p.lo, root.p.hi, root.p.error, [root](const real& t) {
            return evaluate(root.p.c, t) / F{}.definition(jet::variable(t + real(root.centre))).derivative - 1;
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

real root_power(std::size_t j, int n) { return exp(log(real(2)) * real(static_cast<double>(j)) / n); }  // 2^(j / n)

// The entry that has j taken off the upper bits of its mantissa.
template <class T, std::size_t Entries>
real entry(const T (&table)[Entries], std::size_t j) {
  constexpr int places = std::numeric_limits<T>::digits - 1 - std::countr_zero(static_cast<unsigned>(Entries));
  return real(std::bit_cast<T>(std::bit_cast<bits_of<T>>(table[j]) + (bits_of<T>(j) << places)));
}

// power[j] (1 + tail[j]) stands for 2^(j / Entries).
template <class T, int Entries>
claim powers(std::string_view name) {
  using table = math::exp_table<T, Entries>;
  return {name, 0, Entries - 1, std::ldexp(0.5, -2 * std::numeric_limits<T>::digits), [](const real& x) {
            const auto j = static_cast<std::size_t>(static_cast<double>(x));
            return entry(table::power, j) * (1 + real(table::tail[j])) / root_power(j, Entries) - 1;
          }};
}

// proportional[j] stands for proportional[0] 2^(j / Entries).
template <class T, int Entries>
claim proportional(std::string_view name) {
  using table = math::exp_table<T, Entries>;
  return {name, 0, Entries - 1e-9, table::proportional_error, [](const real& x) {
            const auto j = static_cast<std::size_t>(static_cast<double>(x));
            return entry(table::proportional, j) / (entry(table::proportional, 0) * root_power(j, Entries)) - 1;
          }};
}

// 1 + r p(r) stands for 2^r.
template <class Polynomial>
claim exp2_rise(std::string_view name, const Polynomial& p) {
  return {name, p.lo, p.hi, p.error,
          [p](const real& r) { return (1 + r * evaluate(p.c, r)) / exp(r * log(real(2))) - 1; }};
}

// --- The normal distribution ----------------------------------------------------------------------------------------

namespace normal = math::normal;

real density(const real& a) { return exp(-a * a / 2) / sqrt(2 * real::pi()); }
real below(const real& a) { return erfc(a / sqrt(real(2))) / 2; }  // Phi(-a)
real bend(const real& a) { return below(a) - a * density(a); }
real ratio(const real& a) { return below(a) * exp(a * a / 2); }
real slope(const real& a) { return bend(a) * exp(a * a / 2) / (a - real(normal::root_hi) - real(normal::root_lo)); }

// of t = (a - 4) / (a + 4)
template <std::size_t Degree>
claim by_fraction(std::string_view name, const normal::centred<Degree>& f,
                  std::function<real(const real& a)> stands_for) {
  return {name, f.rest.lo, f.rest.hi, f.rest.error, [&f, stands_for](const real& t) {
            const real square = real(f.square) + t * evaluate(f.rest.c, t);
            const real sum = real(f.middle) + real(f.middle_lo) + t * (real(f.linear) + t * square);
            return sum / stands_for(4 * (1 + t) / (1 - t)) - 1;
          }};
}

template <std::size_t Above, std::size_t Below>
claim quotient(std::string_view name, const normal::rational<Above, Below>& f, real (&stands_for)(const real& a)) {
  return {name, f.lo, f.hi, f.error, [&f, &stands_for](const real& a) {
            real power(1);
            for (std::size_t k = 0; k < Below; ++k) power = power * a;
            return evaluate(f.p, a) / (evaluate(f.q, a) + power) / stands_for(a) - 1;
          }};
}

claim single_exp_of_half() {
  constexpr const auto& f = normal::single_exp_of_half;
  return {"single_exp_of_half", f.lo, f.hi, f.error, [](const real& r) {
            const real even = evaluate(f.q, r * r) + r * r, odd = r * evaluate(f.p, r * r);
            return (even - odd) / (even + odd) * exp(r / 2) - 1;
          }};
}

claim exp_of_half() {
  constexpr const auto& p = normal::exp_of_half;
  return {"exp_of_half", p.lo, p.hi, p.error,
          [](const real& r) { return (1 + r * evaluate(p.c, r)) * exp(r / 2) - 1; }};
}

claim density_powers() {
  return {"density_power", 0, 15, 0x1p-49, [](const real& x) {
            const auto j = static_cast<std::size_t>(static_cast<double>(x));
            const real want = 2 * density(real(0)) * root_power(j, 16);
            return (real(normal::density_power_hi[j]) + real(normal::density_power_lo[j])) / want - 1;
          }};
}

claim far(std::string_view name, const normal::far_fraction& f, std::function<real(const real& a)> stands_for) {
  return {name, f.lo, f.hi, f.error, [&f, stands_for](const real& a) {
            const real s = a * a;
            const real quotient = (s + real(f.shift)) / (s * (s + real(f.linear)) + real(f.constant));
            return (1 - quotient) / stands_for(a) - 1;
          }};
}

template <class Table>
claim normal_pieces(std::string_view name, const Table& table, std::function<real(const real& a)> stands_for) {
  return {name, 0, normal::intervals_end, table.error, [&table, stands_for](const real& a) {
            const real interval = a * (a * real(normal::interval_square) + real(normal::interval_linear));
            const auto index = static_cast<std::size_t>(std::nearbyint(static_cast<double>(interval)));
            return evaluate(table, index, a) / stands_for(a) - 1;
          }};
}

std::vector<claim> claims() {
  return {
      exp_rest("exp_rest_p5", math::exp_rest_p5),
      exp_rest("exp_rest_p10", math::exp_rest_p10),
      exp_rest("exp_table<float, 8>::rest", math::exp_table<float, 8>::rest),
      exp_rest("exp_table<float, 16>::rest", math::exp_table<float, 16>::rest),
      exp_rest("exp_table<double, 16>::rest", math::exp_table<double, 16>::rest),
      powers<float, 8>("exp_table<float, 8>::power"),
      powers<float, 16>("exp_table<float, 16>::power"),
      powers<double, 16>("exp_table<double, 16>::power"),
      exp2_rise("exp_table<float, 8>::rise", math::exp_table<float, 8>::rise),
      exp2_rise("exp_table<float, 16>::rise", math::exp_table<float, 16>::rise),
      exp2_rise("exp_table<double, 16>::rise", math::exp_table<double, 16>::rise),
      proportional<float, 8>("exp_table<float, 8>::proportional"),
      proportional<float, 16>("exp_table<float, 16>::proportional"),
      proportional<double, 16>("exp_table<double, 16>::proportional"),
      log1p_ratio<float>("log1p_ratio_p8", math::log1p_ratio_p8),
      log1p_ratio<double>("log1p_ratio_p20", math::log1p_ratio_p20),
      log_rest("log_rest_p3", math::log_rest_p3),
      log_rest("log_rest_p8", math::log_rest_p8),
      slope_root<hillock::silu>("silu_root", math::silu_root),
      float_slope_root<hillock::silu>("silu_root_in_float", math::silu_root_in_float),
      float_slope_root<hillock::gelu_tanh>("gelu_tanh_root_in_float", math::gelu_tanh_root_in_float),
      slope_root<hillock::silu>("silu_turn", math::silu_turn, &jet::second_derivative),
      slope_root<hillock::quick_gelu>("quick_gelu_root", math::quick_gelu_root),
      slope_root<hillock::gelu_tanh>("gelu_tanh_root", math::gelu_tanh_root),
      slope_root<hillock::mish>("mish_root", math::mish_root),
      by_octaves("sigmoid_octaves", math::sigmoid_octaves, -112, [](const real& s) { return 1 / (1 + exp(-s)); }),
      by_octaves("silu_octaves", math::silu_octaves, -112, [](const real& s) { return 1 / (1 + exp(-s)); }),
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
      by_fraction("normal::ratio", normal::ratio, [](const real& a) { return (a + 4) * ratio(a); }),
      by_fraction("normal::slope", normal::slope, slope),
      quotient("normal::single_ratio", normal::single_ratio, ratio),
      quotient("normal::single_slope", normal::single_slope, slope),
      single_exp_of_half(),
      exp_of_half(),
      density_powers(),
      far("normal::far_tail", normal::far_tail, [](const real& a) { return a * below(a) / density(a); }),
      far("normal::far_bend", normal::far_bend, [](const real& a) { return -bend(a) / (a * density(a)); }),
      normal_pieces("normal::twice_tail_pieces", normal::twice_tail_pieces,
                    [](const real& a) { return 2 * a * below(a); }),
      normal_pieces("normal::bend_pieces", normal::bend_pieces, bend),
  };
}

// At points that lie closer together near the ends, where errors of such polynomials are largest.
double largest_error(const claim& c) {
  const precision scope(200);
  constexpr int n = std::max(4000 / thinning, 1000);  // a dozen for each piece
  real largest(0);
  for (int i = 0; i < n; ++i) {
    const double x = (c.lo + c.hi) / 2 - (c.hi - c.lo) / 2 * std::cos((i + 0.5) / n * 3.14159265358979);
    if (const real error = abs(c.error(x)); !(error <= largest)) largest = error;
  }
  return static_cast<double>(largest);
}

TEST_CASE("polynomials are as near as they claim", "[approximation]") {
  for (const claim& c : claims()) {
    const double error = largest_error(c);
    INFO(c.name << ": " << hex(error) << ", claimed " << hex(c.bound));
    CHECK(error <= c.bound);
    CHECK(error > c.bound / 2);
  }
}

TEST_CASE("approximation finds out a coefficient off by one ulp", "[approximation]") {
  auto single = math::exp_rest_p5;
  single.c[0] = std::nextafter(single.c[0], 1.0f);
  CHECK(largest_error(exp_rest("", single)) > single.error);

  auto twice = math::log_rest_p8;
  twice.c[0] = std::nextafter(twice.c[0], 1.0);
  CHECK(largest_error(log_rest("", twice)) > twice.error);

  auto pieces = normal::twice_tail_pieces;
  pieces.c[0][31] = std::nextafter(pieces.c[0][31], 1.0f);
  CHECK(largest_error(normal_pieces("", pieces, [](const real& a) { return 2 * a * below(a); })) > pieces.error);
}

}  // namespace
}  // namespace tests
