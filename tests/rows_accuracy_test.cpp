// Errors of normalisers in ulp, sums of rows, and what shifts and the order of logits change.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "catch.hpp"
#include "reference/ulp.hpp"
#include "rows_properties.hpp"

namespace tests {
namespace {

template <class T>
std::vector<T> forward_alone(const normaliser& n, std::span<const T> x) {
  std::vector<T> y(x.size());
  n.in<T>().forward(n.f, x, y, nullptr);
  return y;
}

// The row as the first of two that lie element beside element.
template <class T>
std::vector<T> forward_beside(const normaliser& n, std::span<const T> x) {
  const hillock::axis a{.length = x.size(), .inner = 2};
  std::vector<T> both(2 * x.size(), T(1)), y(2 * x.size());
  put_row<T>(both, a, 0, 0, x);
  n.in<T>().forward(n.f, both, y, &a);
  return get_row<T>(y, a, 0, 0);
}

// The sum, its rounding errors carried along.
template <class T>
double sum_minus_one(const std::vector<T>& y) {
  double sum = -1, error = 0;
  for (const T each : y) {
    const double x = static_cast<double>(each), next = sum + x, part = next - sum;
    error += (sum - (next - part)) + (x - part);
    sum = next;
  }
  return sum + error;
}

// How many numbers apart, of one sign.
template <class T>
double distance(T a, T b) {
  return a != a || b != b ? INFINITY : std::abs(static_cast<double>(to_order(a) - to_order(b)));
}

template <class T>
failures apart(const normaliser& n, const std::vector<T>& got, const std::vector<T>& want, double allowed,
               const char* what, double& worst) {
  failures found;
  for (std::size_t k = 0; k < got.size(); ++k) {
    const double far = distance(got[k], want[k]);
    worst = std::max(worst, far);
    if (!(far <= allowed))
      found.add([&] {
        return format("%s: element %zu of %zu %s got %s, without %s", name<T>(n).c_str(), k, got.size(), what,
                      hex(got[k]).c_str(), hex(want[k]).c_str());
      });
  }
  return found;
}

}  // namespace

template <class T>
exact_rows<T>::exact_rows(const row_reference& f, const std::vector<std::vector<T>>& logits) {
  for (const std::vector<T>& x : logits) rows.push_back({x, exact_row<T>(f, x)});
}

template <class T>
failures row_accuracy(const normaliser& n, const exact_rows<T>& want, worst_row_error& worst) {
  failures found;
  for (const auto& row : want.rows)
    for (const bool alone : {true, false}) {
      const std::vector<T>& x = row.x;
      const std::vector<T> y = alone ? forward_alone<T>(n, x) : forward_beside<T>(n, x);
      for (std::size_t k = 0; k < x.size(); ++k) {
        const double error = ulp_error(y[k], row.y[k]);
        worst = {std::max(worst.ulp, error), worst.results + 1};
        const bool inside = n.about.range.lowest <= static_cast<double>(y[k]) &&
                            static_cast<double>(y[k]) <= n.about.range.highest &&
                            !(y[k] == 0 && std::signbit(y[k]) && !n.logarithmic());
        if (!(error <= row_bound) || !inside)
          found.add([&] {
            return format("%s: element %zu of %zu%s, x = %s beside x[0] = %s, got %s want %s %.2f ulp > %.2f",
                          name<T>(n).c_str(), k, x.size(), alone ? "" : " with inner = 2", hex(x[k]).c_str(),
                          hex(x[0]).c_str(), hex(y[k]).c_str(), hex(static_cast<double>(row.y[k])).c_str(), error,
                          row_bound);
          });
      }
    }
  return found;
}

template <class T>
failures row_sums(const normaliser& n, std::size_t longest, double& worst) {
  constexpr double epsilon = static_cast<double>(std::numeric_limits<T>::epsilon());
  failures found;
  random_bits random(12);
  for (std::size_t length = 1; length <= longest; length *= 16)
    for (const double spread : {0., 1., 30.}) {
      const double off = sum_minus_one(forward_alone<T>(n, random_logits<T>(length, spread, 3, random))) / epsilon;
      worst = std::max(worst, std::abs(off));
      if (!(std::abs(off) <= row_bound))
        found.add([&] {
          return format("%s: %zu results, logits within %g, sum to 1 %+.3g epsilon", name<T>(n).c_str(), length, spread,
                        off);
        });
    }
  return found;
}

template <class T>
failures shifts(const normaliser& n, double& worst) {
  failures found;
  random_bits random(13);
  // Logits in steps of `step`; so are the shifts, and all stay within 2^20 steps: sums are exact.
  for (const double step : {0x1p-12, 0x1p-3, 0x1p3})
    for (int repeat = 0; repeat < 60 / thinning; ++repeat) {
      const auto whole = [&](double low, double high) { return step * std::floor(random.uniform(low, high)); };
      std::vector<T> x(1 + random() % 40), shifted(x.size());
      const double c = whole(-0x1p19, 0x1p19), offset = whole(-0x1p18, 0x1p18);
      for (std::size_t k = 0; k < x.size(); ++k) {
        x[k] = static_cast<T>(offset + whole(-0x1p16, 0x1p16));
        shifted[k] = static_cast<T>(static_cast<double>(x[k]) + c);
      }
      const auto far_out = [&](const std::vector<T>& row) {
        const auto [low, high] = std::minmax_element(row.begin(), row.end());
        return n.scale_in<T>() * static_cast<double>(n.scale > 0 ? *high : *low);
      };
      const bool exact = std::abs(far_out(x)) > 1e5 && std::abs(far_out(shifted)) > 1e5;
      found.add(apart<T>(n, forward_alone<T>(n, shifted), forward_alone<T>(n, x), exact ? 0 : 2 * row_bound, "shifted",
                         worst));
      found.add(apart<T>(n, forward_beside<T>(n, shifted), forward_beside<T>(n, x), exact ? 0 : 2 * row_bound,
                         "shifted, with inner = 2,", worst));
    }
  return found;
}

template <class T>
failures permutations(const normaliser& n, double& worst) {
  failures found;
  random_bits random(14);
  for (const std::size_t length : {2u, 3u, 17u, 64u, 1000u})
    for (int repeat = 0; repeat < 12 / thinning; ++repeat) {
      const std::vector<T> x = random_logits<T>(length, repeat % 2 ? 2 : 24, -1, random);
      std::vector<std::size_t> order(length);
      for (std::size_t k = 0; k < length; ++k) order[k] = k;
      for (std::size_t k = length; k > 1; --k) std::swap(order[k - 1], order[random() % k]);
      std::vector<T> moved;
      for (const std::size_t k : order) moved.push_back(x[k]);
      const std::vector<T> y = forward_alone<T>(n, x);
      std::vector<T> want;
      for (const std::size_t k : order) want.push_back(y[k]);
      found.add(apart<T>(n, forward_alone<T>(n, moved), want, 2 * row_bound, "in another order", worst));
    }
  return found;
}

template struct exact_rows<float>;
template struct exact_rows<double>;
template failures row_accuracy(const normaliser&, const exact_rows<float>&, worst_row_error&);
template failures row_accuracy(const normaliser&, const exact_rows<double>&, worst_row_error&);
template failures row_sums<float>(const normaliser&, std::size_t, double&);
template failures row_sums<double>(const normaliser&, std::size_t, double&);
template failures shifts<float>(const normaliser&, double&);
template failures shifts<double>(const normaliser&, double&);
template failures permutations<float>(const normaliser&, double&);
template failures permutations<double>(const normaliser&, double&);

namespace {

template <class T>
constexpr const char* type = std::same_as<T, float> ? "float" : "double";

template <class T>
void test_accuracy() {
  worst_row_error worst;
  for (std::size_t i = 0; i < row_references().size(); ++i) {
    const row_reference& f = row_references()[i];
    std::vector<std::vector<T>> logits = logit_rows<T>(f.scale);
    if (i == 0) {  // the longest row, once
      random_bits random(15);
      logits.push_back(random_logits<T>(100003 / thinning, 30, 2, random));
    }
    const exact_rows<T> want(f, logits);
    for (const normaliser_set& set : normaliser_sets()) report(row_accuracy(set.normalisers[i], want, worst));
  }
  std::printf("rows of %s: %.3f ulp, the worst of %zu results\n", type<T>, worst.ulp, worst.results);
}

TEST_CASE("every float result of a row is within its bound in ulp", "[rows]") { test_accuracy<float>(); }
TEST_CASE("every double result of a row is within its bound in ulp", "[rows]") { test_accuracy<double>(); }

TEST_CASE("rows sum to 1, however long", "[rows]") {
  constexpr std::size_t longest = (1 << 24) / thinning;
  for (const normaliser_set& set : normaliser_sets()) {
    double worst = 0, worst_float = 0;
    for (const normaliser& n : set.normalisers) {
      if (n.logarithmic()) continue;
      // The whole length for one sample: every element of the others takes the same path.
      const std::size_t length = &n == &set.normalisers.front() ? longest : longest >> 10;
      report(row_sums<float>(n, length, worst_float));
      report(row_sums<double>(n, length >> 4, worst));
    }
    std::printf("sums of rows differ from 1 by %.3g epsilon at most for float, %.3g for double [%s]\n", worst_float,
                worst, set.instruction_set.data());
  }
}

// property<T>(normaliser, worst) of all, and the worst in a line.
template <class Property>
void test_distance(const char* what, const Property& property) {
  double worst = 0;
  for_each_normaliser([&](const normaliser& n) {
    report(in_both_types([&]<class T>(T) { return property.template operator()<T>(n, worst); }));
  });
  std::printf("%s moves results by %g numbers at most\n", what, worst);
}

TEST_CASE("a shift of all logits changes nothing", "[rows]") {
  test_distance("a shift", []<class T>(const normaliser& n, double& worst) { return shifts<T>(n, worst); });
}
TEST_CASE("the order of logits changes nothing", "[rows]") {
  test_distance("another order", []<class T>(const normaliser& n, double& worst) { return permutations<T>(n, worst); });
}

TEST_CASE("the reference for rows is exact", "[rows]") {
  for (const row_reference& f : row_references())
    for (const std::vector<double>& x : logit_rows<double>(f.scale)) {
      if (x.size() > 64) continue;
      const std::vector<real> y = exact_row<double>(f, x), more = exact_row<double>(f, x, 400);
      const precision scope(400);
      for (std::size_t k = 0; k < x.size(); ++k)
        CHECK((abs(y[k] - more[k]) <= more[k] * two_to(-100) || more[k] < two_to(-1174)));
    }
}

}  // namespace
}  // namespace tests
