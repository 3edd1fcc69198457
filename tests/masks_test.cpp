// Masks: softmax, log_softmax and logsumexp of scale x + term.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdio>
#include <map>

#include "catch.hpp"
#include "logits_reference.hpp"
#include "reference/ulp.hpp"
#include "row_functions_properties.hpp"

namespace tests {
namespace {

using enum row_function;

// What masks look like: forbidden or not, biases, finite numbers in the place of -inf, terms that cancel x; and windows,
// outside of which all is forbidden.
template <class T>
std::vector<T> some_terms(int style, double scale, const std::vector<T>& x, random_bits& random) {
  std::vector<T> terms(x.size());
  const T far = style == 4 || style == 5 ? T(-1e9) : std::numeric_limits<T>::lowest();
  const std::size_t last = random() % x.size(), first = random() % (last + 1);
  for (std::size_t k = 0; k < x.size(); ++k) switch (style) {
      case 0:  // causal
        terms[k] = k <= last ? T(0) : -inf<T>;
        break;
      case 1:
        terms[k] = random() % 3 == 0 && k != last ? -inf<T> : static_cast<T>(random.uniform(-10, 10));
        break;
      case 2:  // ALiBi
        terms[k] = T(0.0625) * (static_cast<T>(k) - static_cast<T>(last));
        break;
      case 3:
        terms[k] = static_cast<T>(random.uniform(-1, 1) - scale * static_cast<double>(x[k]));
        break;
      case 4:
      case 6:
        terms[k] = random() % 2 && k != last ? far : T(0);
        break;
      case 5:  // nothing but one far term, which changes nothing
      case 7:
        terms[k] = far;
        break;
      case 8:
        terms[k] = static_cast<T>(random.uniform(-1e30, 1e30));
        break;
      case 9:
        terms[k] = k >= first && k <= last ? T(0) : -inf<T>;
        break;
      default:  // a window with biases at its end
        terms[k] = k < first || k > last    ? -inf<T>
                   : k < (first + last) / 2 ? T(0)
                                            : static_cast<T>(random.uniform(-2, 2));
    }
  return terms;
}
constexpr int styles = 11;

// Logits that are beyond the range of T, for some of which terms make up. `sign` is that of x, or 0 for both.
template <class T>
row_problem<T> beyond_range(std::size_t length, int sign, random_bits& random) {
  constexpr T most = std::numeric_limits<T>::max();
  const T terms[]{T(0), T(-1), -most, most, most * T(-0.7), -inf<T>};
  row_problem<T> p;
  for (std::size_t k = 0; k < length; ++k) {
    const T size = k > 0 && random() % 2 ? std::abs(p.x[random() % k]) : static_cast<T>(random.uniform(0.9, 1)) * most;
    p.x.push_back((sign == 0 ? random() % 2 != 0 : sign > 0) ? size : -size);
    p.terms.push_back(terms[random() % (k == 0 ? 5 : 6)]);
  }
  return p;
}

template <class T>
struct exact_problem {
  row_problem<T> problem;
  exact_logits want;
};

template <class T>
const std::vector<std::vector<exact_problem<T>>>& exact_problems(double scale) {
  static std::map<double, std::vector<std::vector<exact_problem<T>>>> known;
  auto& groups = known[scale];
  random_bits random(71);
  if (groups.empty())
    for (const std::size_t length : {1u, 2u, 3u, 17u, 64u, 203u, 300u, 1300u}) {
      auto& group = groups.emplace_back();
      const auto add = [&](const row_problem<T>& p) {
        group.push_back({p, exact_logits(static_cast<T>(scale), std::span<const T>(p.x), std::span<const T>(p.terms))});
      };
      for (const double spread : {1., 30., 1600., 1e5, 3e6})
        for (int style = 0; style < styles; ++style) {
          row_problem<T> p;
          p.x = random_logits<T>(length, spread, random.uniform(-90, 90), random);
          p.terms = some_terms(style, scale, p.x, random);
          add(p);
        }
      for (const int sign : {-1, -1, 0, 0, 1, 1}) add(beyond_range<T>(length, sign, random));
    }
  return groups;
}

template <class T>
double masked_error(row_function f, const row_outcome<T>& got, const exact_logits& want, std::size_t k,
                    bool forbidden) {
  if (f == logsumexp) {
    const precision scope(256);
    return ulp_error(got.result, want.logsumexp(),
                     std::max<long>(std::numeric_limits<T>::min_exponent - 1, want.size().exponent()));
  }
  if (forbidden) return got.out[k] == (f == softmax ? T(0) : -inf<T>) ? 0 : INFINITY;
  return ulp_error(got.out[k], f == softmax ? want.softmax(k) : want.log_softmax(k));
}

}  // namespace

template <class T>
failures masked_accuracy(const row_calls<T>& calls, row_function f, double scale, worst_error& worst) {
  failures found;
  for (const auto& group : exact_problems<T>(scale)) {
    std::vector<row_problem<T>> problems;
    for (const auto& each : group) problems.push_back(each.problem);
    for (const mask_kind mask : masks_of(f)) {
      if (mask == mask_kind::none) continue;
      for (const hillock::axis a : both_axes(problems[0].x.size(), calls.lanes)) {
        const row_layout layout(problems.size(), a);
        const row_call_options options{.mask = mask};
        const auto got = run(calls, f, {.scale = scale}, problems, layout, options);
        for (std::size_t n = 0; n < got.size(); ++n) {
          const row_problem<T>& problem = group[layout.which[n]].problem;
          const exact_logits& want = group[layout.which[n]].want;
          for (std::size_t k = 0; k < (f == logsumexp ? 1 : a.length); ++k) {
            const double error = masked_error(f, got[n], want, k, problem.terms[k] == -inf<T>);
            worst.add(error);
            if (!(error <= masked_bound))
              found.add([&] {
                return format("%s, %s: row %zu, element %zu, x = %s, term = %s, got %s %.2f ulp > %.2f",
                              name(calls, f, {.scale = scale}, options).c_str(), text(layout.a).c_str(), n, k,
                              hex(problem.x[k]).c_str(), hex(problem.terms[k]).c_str(),
                              hex(f == logsumexp ? got[n].result : got[n].out[k]).c_str(), error, masked_bound);
              });
          }
        }
      }
    }
  }
  return found;
}

template <class T>
failures masked_rows(const row_calls<T>& calls, row_function f) {
  failures found;
  random_bits random(72);
  for (const std::size_t length : {1u, 5u, 16u, 40u, 300u})
    for (const bool zeros : {false, true}) {
      auto usual = random_problems<T>(f, length, 3, random);
      // Each row in its turn gets what makes it special; `want` is of all its elements.
      const auto expect = [&](const std::vector<T>& x, const std::vector<T>& terms, T want, const char* what) {
        auto unusual = usual;
        unusual[1].x = x;
        unusual[1].terms = terms;
        for (const mask_kind mask : masks_of(f)) {
          if (mask == mask_kind::none) continue;
          for (const hillock::axis a : both_axes(length, calls.lanes)) {
            const row_layout layout(3, a);
            const row_call_options options{.mask = mask};
            const auto before = run(calls, f, {1, zeros}, usual, layout, options),
                       got = run(calls, f, {1, zeros}, unusual, layout, options);
            for (std::size_t n = 0; n < got.size(); ++n)
              for (std::size_t k = 0; k < (f == logsumexp ? 1 : length); ++k) {
                const auto in = [&](const row_outcome<T>& y) { return f == logsumexp ? y.result : y.out[k]; };
                const T wanted = layout.which[n] == 1 ? want : in(before[n]);
                if (!same_number(in(got[n]), wanted))
                  found.add([&] {
                    return format("%s, %s: row %zu, %s%s, element %zu got %s want %s",
                                  name(calls, f, {1, zeros}, options).c_str(), text(layout.a).c_str(), n,
                                  layout.which[n] == 1 ? "" : "beside one ", what, k, hex(in(got[n])).c_str(),
                                  hex(wanted).c_str());
                  });
              }
          }
        }
      };
      const std::vector<T> x = usual[1].x, terms(length, T(0)), masked(length, -inf<T>);
      std::vector<T> causal(length, -inf<T>);
      std::fill_n(causal.begin(), (length + 1) / 2, T(0));
      const T nothing = f == logsumexp ? -inf<T> : !zeros ? nan_of<T> : f == softmax ? T(0) : -inf<T>;
      expect(x, masked, nothing, "masked altogether");
      expect(masked, terms, nothing, "of masked logits");
      expect(masked, masked, nothing, "masked twice");
      for (std::size_t at = 0; at < length; at += 1 + length / 3) {
        const auto with = [&](std::vector<T> all, T each) {
          all[at] = each;
          return all;
        };
        expect(with(x, nan_of<T>), terms, nan_of<T>, "with a NaN");
        expect(x, with(terms, nan_of<T>), nan_of<T>, "with a NaN in its mask");
        expect(x, with(masked, nan_of<T>), nan_of<T>, "with a NaN in its mask, otherwise masked");
        expect(with(x, nan_of<T>), masked, nan_of<T>, "with a NaN, masked altogether");
        expect(with(x, nan_of<T>), causal, nan_of<T>, "with a NaN, half masked");
        const T infinite = f == logsumexp ? inf<T> : nan_of<T>;
        expect(with(x, inf<T>), terms, infinite, "with +inf");
        expect(x, with(terms, inf<T>), infinite, "with +inf in its mask");
        expect(with(x, inf<T>), with(terms, -inf<T>), nan_of<T>, "with +inf that is masked");
      }
    }
  return found;
}

template failures masked_accuracy(const row_calls<float>&, row_function, double, worst_error&);
template failures masked_accuracy(const row_calls<double>&, row_function, double, worst_error&);
template failures masked_rows(const row_calls<float>&, row_function);
template failures masked_rows(const row_calls<double>&, row_function);

namespace {

TEST_CASE("masked rows are within their bound in ulp", "[rows]") {
  for (const row_function f : {softmax, log_softmax, logsumexp}) {
    worst_error worst;
    for_each_row_calls([&](const auto& calls) {
      for (const double scale : {1., .3, -1.}) report(masked_accuracy(calls, f, scale, worst));
      if (thinning > 1) return;  // exact results over the whole range take an emulator too long
      for (const double scale : {2., -64.}) report(masked_accuracy(calls, f, scale, worst));
    });
    std::printf("masked %s: %.3f ulp, the worst of %zu results\n", facts(f).f.data(), worst.ulp, worst.results);
  }
}
// What then is left of the sum of rounded powers, once the largest is taken away, is right only if the same number stood there.
TEST_CASE("the largest of two near logits is within its bound where a mask leaves both alone", "[rows]") {
  for_each_row_calls([]<class T>(const row_calls<T>& calls) {
    failures found;
    random_bits random(75);
    constexpr std::size_t length = 300, largest = 37, second = 58, last = 270;
    for (const double scale : {.3, -1.7}) {
      const auto x_of = [&](double logit) { return static_cast<T>(logit / scale); };
      std::vector<row_problem<T>> problems(2000);
      for (row_problem<T>& p : problems) {
        p.x.assign(length, x_of(-60));
        p.x[largest] = x_of(random.uniform(-1, 0));
        p.x[second] = p.x[largest] - x_of(random.uniform(1, 1.9));
        p.terms.assign(last, T(0));
        p.terms.resize(length, -inf<T>);
      }
      const row_layout layout(problems.size(), {.length = length});
      const row_call_options options{.mask = mask_kind::array};
      const auto got = run(calls, log_softmax, {.scale = scale}, problems, layout, options);
      for (std::size_t n = 0; n < got.size(); ++n) {
        const std::vector<T>& x = problems[layout.which[n]].x;
        const T two[] = {x[largest], x[second]}, terms[] = {T(0), T(0)};
        const exact_logits want(static_cast<T>(scale), std::span<const T>(two), std::span<const T>(terms));
        const double error = ulp_error(got[n].out[largest], want.log_softmax(0));
        if (!(error <= masked_bound))
          found.add([&] {
            return format("%s: of %s and %s the largest got %s, %.2f ulp > %.2f",
                          name(calls, log_softmax, {.scale = scale}, options).c_str(), hex(two[0]).c_str(),
                          hex(two[1]).c_str(), hex(got[n].out[largest]).c_str(), error, masked_bound);
          });
      }
    }
    report(found);
  });
}
TEST_CASE("masked rows of special values keep the edge contract", "[rows]") {
  for (const row_function f : {softmax, log_softmax, logsumexp})
    for_each_row_calls([&](const auto& calls) { report(masked_rows(calls, f)); });
}

TEST_CASE("the rows of a mask are used again from the first", "[rows]") {
  for_each_row_calls([]<class T>(const row_calls<T>& calls) {
    failures found;
    random_bits random(73);
    for (const row_function f : {softmax, log_softmax, logsumexp}) {
      const auto problems = random_problems<T>(f, 23, 12, random);
      for (const hillock::axis a :
           {hillock::axis{.length = 23}, {.length = 23, .inner = 4}, {.length = 23, .inner = 12}})
        for (const std::size_t rows : {1u, 2u, 3u, 6u, 12u}) {
          std::vector<row_problem<T>> spelt_out = problems;
          for (std::size_t n = 0; n < 12; ++n) spelt_out[n].terms = problems[n % rows].terms;
          const row_layout layout(12, a);
          const auto got = run(calls, f, {}, problems, layout, {.mask = mask_kind::array, .mask_rows = rows}),
                     want = run(calls, f, {}, spelt_out, layout, {.mask = mask_kind::array});
          for (std::size_t n = 0; n < 12; ++n)
            if (!same_number(got[n].result, want[n].result) ||
                !std::ranges::equal(got[n].out, want[n].out, same_number<T>))
              found.add([&] {
                return format("%s, %s with %zu rows of terms: row %zu is not as with one for each",
                              name(calls, f, {}).c_str(), text(layout.a).c_str(), rows, n);
              });
        }
    }
    report(found);
  });
}

// The compiler sees slope * (k - row) and the sum that it goes into, but must not fuse them.
TEST_CASE("terms that are computed give the bits of an array that holds them", "[rows]") {
  for_each_row_calls([]<class T>(const row_calls<T>& calls) {
    failures found;
    random_bits random(74);
    for (const std::size_t length : {1u, 15u, 16u, 37u, 150u, 9000u})  // some of more than the terms found at a time
      for (const hillock::axis shape : {plain_axes(length)[1], interleaved_axes(length, calls.lanes).back()}) {
        const auto problems = random_problems<T>(softmax, length, 5, random);
        const row_layout layout(5, shape);
        constexpr T slope = T(0.3);
        std::vector<T> terms;
        for (std::size_t n = 0; n < layout.which.size(); ++n)
          for (std::size_t k = 0; k < length; ++k) terms.push_back(slope * (static_cast<T>(k) - static_cast<T>(n)));
        const auto forward = [&](mask_operand<T> mask) {
          const row_call_options none;
          row_call_arrays<T> arrays(problems, layout, none);
          row_operands<T> o = arrays.operands();
          o.mask = mask;
          calls[softmax].checked({.scale = 0.3}, layout.a, o);
          return std::vector<T>(o.out.begin(), o.out.end());
        };
        const auto got = forward({.kind = mask_kind::alibi, .slope = slope}),
                   want = forward({.kind = mask_kind::array, .terms = terms});
        for (std::size_t i = 0; i < got.size(); ++i)
          if (!same_number(got[i], want[i]))
            found.add([&] {
              return format("%s, %s: element %zu got %s, from an array %s",
                            name(calls, softmax, {.scale = 0.3}, {.mask = mask_kind::alibi}).c_str(),
                            text(layout.a).c_str(), i, hex(got[i]).c_str(), hex(want[i]).c_str());
            });
      }
    report(found);
  });
}

}  // namespace
}  // namespace tests
