// logsumexp: errors in ulp, special values, gradients.
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <hillock/rows/logsumexp.hpp>
#include <map>

#include "catch.hpp"
#include "logits_reference.hpp"
#include "reference/ulp.hpp"
#include "row_functions_properties.hpp"

namespace tests {
namespace {

using enum row_function;

// The error in ulp of the reference's size.
template <class T>
double logsumexp_error(T got, const exact_logits& want) {
  const real size = want.size();
  constexpr long emin = std::numeric_limits<T>::min_exponent - 1;
  const precision scope(256);
  return ulp_error(got, want.logsumexp(), size.is_zero() ? emin : std::max(emin, size.exponent()));
}

}  // namespace

template <class T>
failures logsumexp_accuracy(const row_calls<T>& calls, double scale, worst_error& worst) {
  static std::map<double, std::vector<std::vector<exact_logits>>> known;
  const auto groups = by_length(logit_rows<T>(scale));
  auto& exact = known[scale];
  if (exact.empty())
    for (const auto& problems : groups)
      for (auto& want = exact.emplace_back(); const row_problem<T>& each : problems)
        want.emplace_back(static_cast<T>(scale), std::span(each.x));

  failures found;
  for (std::size_t g = 0; g < groups.size(); ++g)
    for (const hillock::axis a : both_axes(groups[g][0].x.size(), calls.lanes)) {
      const row_layout layout(groups[g].size(), a);
      const auto got = run(calls, logsumexp, {.scale = scale}, groups[g], layout, {});
      for (std::size_t n = 0; n < got.size(); ++n) {
        const exact_logits& want = exact[g][layout.which[n]];
        const double error = logsumexp_error(got[n].result, want);
        worst.add(error);
        if (!(error <= logsumexp_bound))
          found.add([&] {
            return format("%s: row %zu of %s, x[0] = %s, got %s want %s %.2f ulp > %.2f",
                          name(calls, logsumexp, {.scale = scale}).c_str(), n, text(layout.a).c_str(),
                          hex(groups[g][layout.which[n]].x[0]).c_str(), hex(got[n].result).c_str(),
                          hex(static_cast<double>(want.logsumexp())).c_str(), error, logsumexp_bound);
          });
      }
    }
  return found;
}

template <class T>
failures logsumexp_edges(const row_calls<T>& calls) {
  failures found;
  const auto expect = [&](row_parameters p, std::vector<T> x, T want, const char* what) {
    row_problem<T> special, ordinary;
    special.x = std::move(x);
    random_bits random(61);
    ordinary.x = random_logits<T>(special.x.size(), 20, 1, random);
    for (const hillock::axis a : both_axes(special.x.size(), calls.lanes)) {
      const std::vector usual{ordinary, ordinary, ordinary}, unusual{ordinary, special, ordinary};
      const row_layout layout(3, a);
      const auto before = run(calls, logsumexp, p, usual, layout, {}),
                 got = run(calls, logsumexp, p, unusual, layout, {});
      const auto equal = [](T u, T v) { return u == v || (u != u && v != v); };  // either zero
      for (std::size_t n = 0; n < got.size(); ++n)
        if (!equal(got[n].result, layout.which[n] == 1 ? want : before[n].result))
          found.add([&] {
            return format("%s: a row %s%s got %s want %s", name(calls, logsumexp, p).c_str(),
                          layout.which[n] == 1 ? "" : "beside one ", what, hex(got[n].result).c_str(),
                          hex(layout.which[n] == 1 ? want : before[n].result).c_str());
          });
    }
  };
  for (const double scale : {1., .3, -1., 8.}) {
    const T up = scale < 0 ? -inf<T> : inf<T>, down = -up;
    for (const std::size_t length : {1u, 2u, 5u, 16u, 17u, 100u})
      for (std::size_t at = 0; at < length; at += 1 + length / 5) {
        std::vector<T> x(length, down);
        for (const bool zeros : {false, true}) expect({scale, zeros}, x, -inf<T>, "of masked logits");
        x[at] = T(-3);
        expect({scale}, x, static_cast<T>(scale) * T(-3), "with one logit that is not masked");
        x[at] = up;
        expect({scale}, x, inf<T>, "with +inf among masked logits");
        x[at] = nan_of<T>;
        expect({scale}, x, nan_of<T>, "with a NaN among masked logits");
        random_bits random(62);
        x = random_logits<T>(length, 20, 1, random);
        x[at] = up;
        expect({scale}, x, inf<T>, "with +inf");
        x[length / 2] = up;
        expect({scale}, x, inf<T>, "with +inf twice");
        if (length > 1) {
          x[(at + 1) % length] = nan_of<T>;
          x[at] = up;
          expect({scale}, x, nan_of<T>, "with +inf and a NaN");
        }
      }
    for (const T x : {T(0), T(1), T(-700), T(1e5), T(-1e30)})
      expect({scale}, {x}, static_cast<T>(scale) * x, "of one element");
  }
  T y = 7;
  const auto nothing = [&](hillock::axis a, std::size_t rows) {
    calls[logsumexp].checked({}, a, {.results = {&y, rows}});
    if (y != 7) found.add([&] { return name(calls, logsumexp, {}) + ": a call for no rows writes"; });
  };
  nothing({.outer = 0, .length = 5}, 0);
  nothing({.outer = 2, .length = 5, .inner = 0}, 0);
  return found;
}

template <class T>
failures logsumexp_gradient(const row_calls<T>& calls, worst_error& worst) {
  failures found;
  random_bits random(63);
  const auto tell = [&](row_parameters p, std::size_t k, std::size_t length, T got, double want, const char* what) {
    found.add([&] {
      return format("%s: gradient %zu of %zu got %s, %s %s", name(calls, logsumexp_backward, p).c_str(), k, length,
                    hex(got).c_str(), what, hex(want).c_str());
    });
  };

  for (const double scale : {1., .3, -1., 8.})
    for (const std::size_t length : {1u, 2u, 3u, 17u, 64u})
      for (const double spread : {1., 60., 250., 1e5}) {
        // Of the given y, right or wrong.
        row_problem<T> problem;
        problem.x = random_logits<T>(length, spread, random.uniform(-30, 30), random);
        if (length > 2) problem.x[1] = static_cast<T>(-inf<T> * scale);
        problem.given[0] = run(calls, logsumexp, {.scale = scale}, problem).result;
        if (random() % 2) problem.given[0] += static_cast<T>(random.uniform(-3, 3));
        problem.given[1] = static_cast<T>(random.uniform(-9, 9));
        for (const hillock::axis a : both_axes(length, calls.lanes)) {
          const auto got = run(calls, logsumexp_backward, {.scale = scale}, {problem}, row_layout(1, a), {});
          const precision scope(1200);
          const real slope = real(problem.given[1]) * real(static_cast<T>(scale));
          for (std::size_t k = 0; k < length; ++k) {
            const real t = real(static_cast<T>(scale)) * real(problem.x[k]) - real(problem.given[0]);
            const real want = problem.x[k] == static_cast<T>(-inf<T> * scale) ? real(0) : slope * exp(t);
            // where the power is subnormal, its rounding is multiplied
            const bool tiny = exp(t) < real(std::numeric_limits<T>::min());
            const double error = ulp_error(got.back().out[k], want) / (tiny ? 1 + static_cast<double>(abs(slope)) : 1);
            worst.add(error);
            if (!(error <= logsumexp_gradient_bound))
              tell({.scale = scale}, k, length, got.back().out[k], static_cast<double>(want), "want");
          }
        }
        if (spread > 60 || std::same_as<T, float>) continue;
        problem.given[0] = run(calls, logsumexp, {.scale = scale}, problem).result;
        const auto gradient = run(calls, logsumexp_backward, {.scale = scale}, problem).out;
        for (std::size_t k = 0; k < length; ++k) {
          constexpr double step = 0x1p-17;
          const auto moved = [&](double by) {
            row_problem<T> other = problem;
            other.x[k] += static_cast<T>(by);
            return static_cast<double>(run(calls, logsumexp, {.scale = scale}, other).result);
          };
          const double size = std::abs(static_cast<double>(problem.given[1]));
          const double fine = size * (moved(step) - moved(-step)) / (2 * step),
                       coarse = size * (moved(2 * step) - moved(-2 * step)) / (4 * step);
          const double sign = problem.given[1] < 0 ? -1 : 1, got = sign * static_cast<double>(gradient[k]);
          const double allowed = std::abs(coarse - fine) +
                                 8 * size * (1 + std::abs(static_cast<double>(problem.given[0]))) * 0x1p-52 / step;
          if (!(std::abs(got - fine) <= allowed))
            tell({.scale = scale}, k, length, gradient[k], sign * fine, "the difference gives");
        }
      }

  // Where all is masked, y = -inf: as the policy says.
  for (const bool zeros : {false, true}) {
    row_problem<T> masked;
    masked.x.assign(19, -inf<T>);
    masked.given[0] = -inf<T>;
    masked.given[1] = 2;
    row_problem<T> ordinary = masked;
    ordinary.x.assign(19, T(0));
    ordinary.given[0] = 0;
    for (const hillock::axis a : both_axes(19, calls.lanes)) {
      const row_layout layout(2, a);
      const auto got = run(calls, logsumexp_backward, {1, zeros}, {masked, ordinary}, layout, {});
      for (std::size_t n = 0; n < got.size(); ++n) {
        const T want = layout.which[n] == 1 ? T(2) : zeros ? T(0) : nan_of<T>;
        for (std::size_t k = 0; k < 19; ++k)
          if (!same_number(got[n].out[k], want))
            tell({1, zeros}, k, 19, got[n].out[k], static_cast<double>(want), "of masked logits or beside, want");
      }
    }
  }
  return found;
}

template failures logsumexp_accuracy(const row_calls<float>&, double, worst_error&);
template failures logsumexp_accuracy(const row_calls<double>&, double, worst_error&);
template failures logsumexp_edges(const row_calls<float>&);
template failures logsumexp_edges(const row_calls<double>&);
template failures logsumexp_gradient(const row_calls<float>&, worst_error&);
template failures logsumexp_gradient(const row_calls<double>&, worst_error&);

namespace {

TEST_CASE("logsumexp is within its bound in ulp", "[rows]") {
  worst_error worst;
  for_each_row_calls([&](const auto& calls) {
    for (const double scale : {1., .3, -1., 8.}) report(logsumexp_accuracy(calls, scale, worst));
  });
  std::printf("logsumexp: %.3f ulp of max(|largest|, log of the sum), the worst of %zu results\n", worst.ulp,
              worst.results);
}
TEST_CASE("logsumexp of special values keeps the edge contract", "[rows]") {
  for_each_row_calls([](const auto& calls) { report(logsumexp_edges(calls)); });
}
TEST_CASE("gradients of logsumexp are exact for the given output", "[rows]") {
  worst_error worst;
  for_each_row_calls([&](const auto& calls) { report(logsumexp_gradient(calls, worst)); });
  std::printf("gradients of logsumexp: %.3f ulp, the worst of %zu results\n", worst.ulp, worst.results);
}
// hillock::logsumexp's own formula, with bits enough for a sum that is 1 and next to nothing
TEST_CASE("logsumexp's definition is what its reference computes", "[rows]") {
  for (const std::vector<double>& x : logit_rows<double>(1)) {
    if (x.size() > 8) continue;
    const exact_logits want(1, std::span(x));
    const precision scope(4400);
    const std::vector<real> t(x.begin(), x.end());
    CHECK(abs(hillock::logsumexp{}.definition<real>(t) - want.logsumexp()) <= scale(want.size(), -150));
  }
}

}  // namespace
}  // namespace tests
