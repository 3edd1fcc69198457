// Errors of values and derivatives, in ulp, against the bounds that each activation states.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

#include "catch.hpp"
#include "properties.hpp"
#include "reference/ulp.hpp"

namespace tests {
namespace {

template <class T>
hillock::error_bound bound(const row& r, member m) {
  const hillock::level_bounds at = r.about.at(hillock::accuracy::faithful);
  const hillock::error_bounds& bounds = std::same_as<T, float> ? at.float32 : at.float64;
  switch (m) {
    case member::value:
      return bounds.value;
    case member::derivative:
      return bounds.derivative;
    case member::second_derivative:
      return bounds.second_derivative;
    case member::derivative_from_output:
      return bounds.derivative_from_output;
  }
  return {};
}

const real& component(const jet& at, member m) {
  return m == member::value ? at.value : m == member::derivative ? at.derivative : at.second_derivative;
}

// f(x, exact result) for each input of a member.
template <class T, class Function>
void for_each_input(const exact_results<T>& want, member m, Function&& f) {
  if (m == member::derivative_from_output)
    for (const auto& each : want.outputs) f(each.y, each.derivative);
  else
    for (std::size_t i = 0; i < want.x.size(); ++i) f(want.x[i], component(want.at[i], m));
}

// What ulp_error takes.
template <class T>
long lowest_binade(const second_derivative_roots& roots, member m, T x) {
  return m == member::second_derivative ? roots.lowest_binade(x) : std::numeric_limits<T>::min_exponent - 1;
}

// Next to a root of f'' the sign is as uncertain as the value.
template <class T>
bool has_wrong_sign(T got, const real& exact, member m, long lowest) {
  const bool has_sign = !exact.is_zero() && (m != member::second_derivative || exact.exponent() >= lowest ||
                                             lowest == std::numeric_limits<T>::min_exponent - 1);
  return has_sign && std::signbit(got) != exact.is_negative();
}

template <class T>
bool same_number(T a, T b) {
  return std::bit_cast<bits_of<T>>(a) == std::bit_cast<bits_of<T>>(b) || (std::isnan(a) && std::isnan(b));
}

}  // namespace

template <class T>
exact_results<T>::exact_results(const row& r, const reference& f)
    : x(inputs<T>(r)), roots(second_derivative_roots::of<T>(f)), of(&f) {
  at.reserve(x.size());
  for (const T each : x) at.push_back(nearly_exact(f, each));

  if (!r.in<T>()[member::derivative_from_output]) return;
  std::vector<T> y{0, -T(0), 1, -1, T(0.5), T(-0.5)};
  for (std::size_t i = 0; i < x.size(); i += 1 + x.size() / (150 / thinning))
    y.push_back(r.in<T>()[member::value].scalar(r.f, x[i]));
  random_bits random(7);
  for (int i = 0; i < 100 / thinning; ++i) y.push_back(static_cast<T>(random.uniform(-1, 1)));
  std::sort(y.begin(), y.end());
  y.erase(std::unique(y.begin(), y.end()), y.end());
  for (const T each : y)
    if (const auto derivative = exact_derivative_from_output(f, each)) outputs.push_back({each, *derivative});
}

template <class T>
worst_error measure(const row& r, member m, const exact_results<T>& want) {
  worst_error worst;
  if (const auto f = r.in<T>()[m].scalar)
    for_each_input(want, m, [&](T x, const real& exact) {
      const double error = ulp_error(f(r.f, x), exact, lowest_binade(want.roots, m, x));
      if (error > worst.ulp) worst = {error, static_cast<double>(x)};
    });
  return worst;
}

template <class T>
failures accuracy(const row& r, const exact_results<T>& want) {
  failures found;
  for (const member m : members) {
    const auto f = r.in<T>()[m].scalar;
    if (f == nullptr) continue;
    const double allowed = bound<T>(r, m).ulp;
    for_each_input(want, m, [&](T x, const real& nearly) {
      const T got = f(r.f, x);
      const long lowest = lowest_binade(want.roots, m, x);
      const auto passes = [&](const real& exact) {
        return ulp_error(got, exact, lowest) <= allowed + 0x1p-60 &&  // the exact result has its own error
               !has_wrong_sign(got, exact, m, lowest);
      };
      if (passes(nearly)) return;
      const real sure = m == member::derivative_from_output ? nearly : component(exact(*want.of, x), m);
      if (passes(sure)) return;
      found.add([&] {
        return format("%s got %s want %s %.3g ulp > %.3g%s", call_text(r, m, x).c_str(), hex(got).c_str(),
                      hex(static_cast<double>(sure)).c_str(), ulp_error(got, sure, lowest), allowed,
                      has_wrong_sign(got, sure, m, lowest) ? ", wrong sign" : "");
      });
    });
  }
  return found;
}

// The sample's arrays give the bits of the scalar calls, whose errors are known.
template <class T>
failures arrays_as_scalar(const row& r, const std::vector<T>& x) {
  using enum array_function;
  failures found;
  for (const array_function function : {forward, derivative, second_derivative}) {
    const auto call = r.in<T>()[function].unchecked;
    if (call == nullptr) continue;
    const member m = array_functions[static_cast<std::size_t>(function)].computes[0];
    std::vector<T> y(x.size());
    call(r.f, {.in = {x}, .out = {y}});
    for (std::size_t i = 0; i < x.size(); ++i)
      if (const T want = r.in<T>()[m].scalar(r.f, x[i]); !same_number(y[i], want))
        found.add([&] {
          return format("%s in an array got %s want %s", call_text(r, m, x[i]).c_str(), hex(y[i]).c_str(),
                        hex(want).c_str());
        });
  }
  return found;
}

failures tight_bounds(std::span<const row> rows, std::span<const reference> of) {
  failures found;
  const auto check = [&]<class T>(T, member m) {
    const hillock::error_bound stated = bound<T>(rows[0], m);
    if (stated.ulp == 0) return;
    double reached = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const T x = static_cast<T>(stated.worst);
      const auto want = m == member::derivative_from_output ? exact_derivative_from_output(of[i], x)
                                                            : std::optional(component(exact(of[i], x), m));
      const auto roots =
          m == member::second_derivative ? second_derivative_roots::of<T>(of[i]) : second_derivative_roots();
      if (want)
        reached =
            std::max(reached, ulp_error(rows[i].in<T>()[m].scalar(rows[i].f, x), *want, lowest_binade(roots, m, x)));
    }
    // What rounding alone costs does not count. Where the worst input is that of a sample, a bound needs room.
    const double rounding = stated.ulp > 0.5 ? 0.5 : 0;
    const bool sampled = std::same_as<T, double> || m == member::derivative_from_output;
    if (reached + 1e-4 < rounding + (sampled ? 0.4 : 0.9) * (stated.ulp - rounding))
      found.add([&] {
        return format("%s: the bound is %.3f ulp, but the worst input reaches %.3f",
                      call_text(rows[0], m, static_cast<T>(stated.worst)).c_str(), stated.ulp, reached);
      });
  };
  for (const member m : members) {
    check(float{}, m);
    check(double{}, m);
  }
  return found;
}

template struct exact_results<float>;
template struct exact_results<double>;
template worst_error measure(const row&, member, const exact_results<float>&);
template worst_error measure(const row&, member, const exact_results<double>&);
template failures accuracy(const row&, const exact_results<float>&);
template failures accuracy(const row&, const exact_results<double>&);

namespace {

// f(rows that differ in the instruction set alone, reference)
template <class Function>
void for_each_activation(Function&& f) {
  for (std::size_t i = 0; i < references().size(); ++i) {
    std::vector<row> rows;
    for (const instruction_set& set : instruction_sets()) rows.push_back(set.rows[i]);
    f(rows, references()[i]);
  }
}

template <class T>
void test_accuracy() {
  for_each_activation([](const std::vector<row>& rows, const reference& f) {
    const exact_results<T> want(rows[0], f);
    for (const row& r : rows) {
      report(accuracy(r, want));
      report(arrays_as_scalar(r, want.x));
    }
  });
}

TEST_CASE("every float result is within its bound in ulp", "[accuracy]") { test_accuracy<float>(); }
TEST_CASE("every double result is within its bound in ulp", "[accuracy]") { test_accuracy<double>(); }

TEST_CASE("bounds are reached at the inputs that they name", "[accuracy]") {
  for (const std::string_view name : {"sse2", "avx2_fma", "avx512"}) {
    if (std::ranges::find(instruction_sets(), name, &instruction_set::name) == instruction_sets().end()) {
      WARN("not tried: a bound is the worst over all instruction sets, and " << name << " is not here");
      return;
    }
  }
  std::map<std::string_view, std::pair<std::vector<row>, std::vector<reference>>> by_name;
  for_each_activation([&](const std::vector<row>& rows, const reference& f) {
    auto& [all, references] = by_name[f.about.name];
    for (const row& r : rows) {
      all.push_back(r);
      references.push_back(f);
    }
  });
  for (const auto& [name, rows] : by_name) report(tight_bounds(rows.first, rows.second));
}

// Prints what the sample measures, the worst over instruction sets; run it by its tag.
template <class T>
void print_errors() {
  for_each_activation([](const std::vector<row>& rows, const reference& f) {
    const exact_results<T> want(rows[0], f);
    for (const member m : members) {
      const row* worst_row = &rows[0];
      worst_error worst;
      for (const row& r : rows)
        if (const worst_error of_row = measure(r, m, want); of_row.ulp > worst.ulp) {
          worst = of_row;
          worst_row = &r;
        }
      if (rows[0].in<T>()[m])
        std::printf("%8.4f ulp of %zu  %s\n", worst.ulp,
                    m == member::derivative_from_output ? want.outputs.size() : want.x.size(),
                    call_text(*worst_row, m, static_cast<T>(worst.x)).c_str());
    }
  });
}
TEST_CASE("measured errors", "[.measure]") {
  print_errors<float>();
  print_errors<double>();
}

TEST_CASE("ulp_error follows the convention", "[accuracy]") {
  const precision scope(200);
  const real tiny = two_to(-60);
  constexpr float inf = INFINITY, nan = NAN, max = std::numeric_limits<float>::max();
  CHECK(ulp_error(1.0f, 1) == 0);
  CHECK(ulp_error(1 + 0x1p-23f, 1) == 1);
  CHECK(ulp_error(1 - 0x1p-24f, 1) == 0.5);      // ulp(1) is that above 1
  CHECK(ulp_error(1.0f, 1 - two_to(-24)) == 1);  // ulp of the exact result
  CHECK(ulp_error(1.0f, real(1) + two_to(-24)) == 0.5);
  CHECK(ulp_error(1.0, real(1) + two_to(-53)) == 0.5);
  CHECK(ulp_error(-2.0f, -2 - tiny) == 0x1p-38);
  CHECK(ulp_error(0.0f, two_to(-149)) == 1);
  CHECK(ulp_error(0.0f, two_to(-151)) == 0.25);  // subnormal spacing
  CHECK(ulp_error(0x1p-149f, 0) == 1);
  CHECK(ulp_error(0x1p-126f, two_to(-126) - two_to(-150)) == 0.5);
  CHECK(ulp_error(inf, two_to(128)) == 0);
  CHECK(ulp_error(inf, two_to(300)) == 0);
  CHECK(ulp_error(max, two_to(300)) == 1);
  CHECK(ulp_error(inf, max) == 1);
  CHECK(ulp_error(-inf, -real(max)) == 1);
  CHECK(ulp_error(std::numeric_limits<double>::infinity(), two_to(1024)) == 0);
  CHECK(ulp_error(nan, 1) == inf);
  CHECK(ulp_error(1.0f, real(nan)) == inf);
}

}  // namespace
}  // namespace tests
