// softmax_cross_entropy: the loss and its gradient, for targets that are indices and for dense ones.
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <hillock/hillock.hpp>
#include <map>
#include <stdexcept>

#include "catch.hpp"
#include "logits_reference.hpp"
#include "reference/ulp.hpp"
#include "row_functions_properties.hpp"

namespace tests {
namespace {

using enum row_function;

template <class T>
struct exact_problem {
  row_problem<T> problem;
  exact_logits x;
  std::vector<real> shares;
};

template <class T>
using exact_groups = std::vector<std::vector<exact_problem<T>>>;

// Each row with a target anywhere and with its largest logit as the target; dense targets are probabilities, or one, or anything.
template <class T>
const exact_groups<T>& exact_problems(double scale) {
  static std::map<double, exact_groups<T>> known;
  exact_groups<T>& result = known[scale];
  if (!result.empty()) return result;
  random_bits random(81);
  std::vector<std::vector<T>> rows = logit_rows<T>(scale);
  std::erase_if(rows, [](const auto& x) { return x.size() > 64 && x.size() != 1000; });
  for (const std::size_t length : {2u, 7u, 40u}) rows.emplace_back(length, T(2));  // ties
  for (double below = 30; below < 200; below += 8.5 * thinning)                    // confident
    for (const std::size_t length : {2u, 19u}) {
      std::vector<T>& x = rows.emplace_back(length);
      for (T& each : x) each = static_cast<T>((5 - below - random.uniform(0, 9)) / scale);
      x[random() % length] = static_cast<T>(5 / scale);
    }

  for (const auto& group : by_length(rows)) {
    auto& exact = result.emplace_back();
    for (row_problem<T> p : group) {
      const std::size_t length = p.x.size();
      const exact_logits want(static_cast<T>(scale), std::span<const T>(p.x));
      std::vector<real> shares;
      for (std::size_t k = 0; k < length; ++k) shares.push_back(want.softmax(k));
      for (const bool largest : {true, false}) {
        p.index = static_cast<std::int32_t>(random() % length);
        if (largest)
          p.index = static_cast<std::int32_t>(
              (scale < 0 ? std::ranges::min_element(p.x) : std::ranges::max_element(p.x)) - p.x.begin());
        p.dense.assign(length, T(0));
        const auto style = random() % 3;
        if (style == 0) p.dense[random() % length] = 1;
        for (std::size_t k = 0; k < length; ++k)
          if (style != 0 && !(want.log_softmax(k) < real(-1e300)))
            p.dense[k] = static_cast<T>(style == 1 ? random.uniform(0, 2.) / static_cast<double>(length)
                                                   : random.uniform(-1, 1));
        p.given[0] = static_cast<T>(random.uniform(-3, 3));
        exact.push_back({p, want, shares});
      }
    }
  }
  return result;
}

// use(problems, exact, layout) of every group, in both layouts.
template <class T, class Use>
void for_each_group(double scale, std::size_t lanes, const Use& use) {
  for (const auto& group : exact_problems<T>(scale)) {
    std::vector<row_problem<T>> problems;
    for (const auto& each : group) problems.push_back(each.problem);
    for (const hillock::axis a : both_axes(problems[0].x.size(), lanes))
      use(problems, group, row_layout(problems.size(), a));
  }
}

template <class T>
constexpr double epsilon = static_cast<double>(std::numeric_limits<T>::epsilon());

struct real_sum {
  real value, size;
};

// -sum_k target_k log_softmax_k, and the sum of the terms' sizes
template <class T>
real_sum dense_loss(const row_problem<T>& p, const exact_logits& x) {
  const precision scope(192);
  real_sum sum;
  for (std::size_t k = 0; k < p.dense.size(); ++k)
    if (p.dense[k] != 0) {
      // A term beyond the format is infinite, however small its weight.
      const real surprise = -x.log_softmax(k);
      const real term = real(p.dense[k]) * (surprise > real(std::numeric_limits<T>::max()) ? real(inf<T>) : surprise);
      sum = {sum.value + term, sum.size + abs(term)};
    }
  return sum;
}

}  // namespace

template <class T>
failures loss_accuracy(const row_calls<T>& calls, double scale, worst_error& index, worst_error& dense) {
  failures found;
  for_each_group<T>(scale, calls.lanes, [&](const auto& problems, const auto& group, const row_layout& layout) {
    for (const bool is_dense : {false, true}) {
      const row_call_options options{.dense = is_dense};
      const auto got = run(calls, cross_entropy, {.scale = scale}, problems, layout, options),
                 beside_gradient = run(calls, cross_entropy_and_gradient, {.scale = scale}, problems, layout, options);
      for (std::size_t n = 0; n < got.size(); ++n) {
        const row_problem<T>& problem = group[layout.which[n]].problem;
        const exact_logits& x = group[layout.which[n]].x;
        const T loss = got[n].result;
        const precision scope(192);
        double error;
        if (is_dense) {
          const real_sum want = dense_loss(problem, x);
          const real unit = want.size * real(epsilon<T>) + real(std::numeric_limits<T>::denorm_min());
          error = want.size > real(std::numeric_limits<T>::max())
                      ? 0
                      : static_cast<double>(abs(real(loss) - want.value) / unit);
        } else {
          error = ulp_error(loss, -x.log_softmax(static_cast<std::size_t>(problem.index)));
        }
        (is_dense ? dense : index).add(error);
        const bool negative = !is_dense && std::signbit(loss);
        if (!(error <= (is_dense ? dense_loss_bound : loss_bound)) || negative ||
            !same_number(loss, beside_gradient[n].result))
          found.add([&] {
            return format("%s, %s: row %zu, x[0] = %s, target %d, got %s, %.2f ulp or epsilon; beside the gradient %s",
                          name(calls, cross_entropy, {.scale = scale}, options).c_str(), text(layout.a).c_str(), n,
                          hex(problem.x[0]).c_str(), problem.index, hex(loss).c_str(), error,
                          hex(beside_gradient[n].result).c_str());
          });
      }
    }
  });
  return found;
}

template <class T>
failures loss_gradient_accuracy(const row_calls<T>& calls, double scale, worst_error& index, worst_error& dense) {
  failures found;
  for_each_group<T>(scale, calls.lanes, [&](const auto& problems, const auto& group, const row_layout& layout) {
    auto unweighted = problems;
    for (row_problem<T>& p : unweighted) p.given[0] = 1;
    for (const bool is_dense : {false, true}) {
      const row_call_options options{.dense = is_dense};
      const auto got = run(calls, cross_entropy_backward, {.scale = scale}, problems, layout, options),
                 plain = run(calls, cross_entropy_backward, {.scale = scale}, unweighted, layout, options),
                 beside_loss = run(calls, cross_entropy_and_gradient, {.scale = scale}, problems, layout, options);
      for (std::size_t n = 0; n < problems.size(); ++n) {
        const row_problem<T>& problem = group[layout.which[n]].problem;
        const exact_logits& x = group[layout.which[n]].x;
        const precision scope(192);
        const real slope = real(problem.given[0]) * real(static_cast<T>(scale)),
                   smallest(std::numeric_limits<T>::denorm_min());
        real total;
        for (const T each : problem.dense) total = total + real(each);
        for (std::size_t k = 0; k < layout.a.length; ++k) {
          double error;
          const real& share = group[layout.which[n]].shares[k];
          if (is_dense) {
            const real product = total * share, wanted(problem.dense[k]);
            const real unit = abs(slope) * ((abs(product) + abs(wanted)) * real(epsilon<T>) + smallest) + smallest;
            error = static_cast<double>(abs(real(got[n].out[k]) - slope * (product - wanted)) / unit);
          } else {
            const real part = static_cast<std::size_t>(problem.index) == k ? -x.others(k) : share;
            // a subnormal share is rounded before it is multiplied
            const bool tiny = abs(part) < real(std::numeric_limits<T>::min());
            error = ulp_error(got[n].out[k], slope * part) / (tiny ? 1 + static_cast<double>(abs(slope)) : 1);
          }
          (is_dense ? dense : index).add(error);
          if (!(error <= (is_dense ? dense_gradient_bound : loss_gradient_bound)) ||
              !same_number(plain[n].out[k], beside_loss[n].out[k]))
            found.add([&] {
              return format(
                  "%s, %s: row %zu, element %zu, x = %s, softmax %s, target %d, got %s, %.2f ulp or epsilon; beside "
                  "the loss %s, "
                  "without weights %s",
                  name(calls, cross_entropy_backward, {.scale = scale}, options).c_str(), text(layout.a).c_str(), n, k,
                  hex(problem.x[k]).c_str(), hex(static_cast<double>(share)).c_str(), problem.index,
                  hex(got[n].out[k]).c_str(), error, hex(beside_loss[n].out[k]).c_str(), hex(plain[n].out[k]).c_str());
            });
        }
      }
    }
  });
  return found;
}

template <class T>
failures loss_differences(const row_calls<T>& calls) {
  failures found;
  random_bits random(82);
  for (const double scale : {1., .3, -1.})
    for (const bool is_dense : {false, true})
      for (const std::size_t length : {1u, 2u, 5u, 17u, 40u}) {
        const row_parameters p{.scale = scale};
        const row_call_options options{.dense = is_dense};
        row_problem<T> problem = random_problems<T>(cross_entropy, length, 1, random)[0];
        problem.x = random_logits<T>(length, 8, 0, random);
        const auto gradient = run(calls, cross_entropy_and_gradient, p, problem, options).out;
        for (std::size_t k = 0; k < length; ++k) {
          constexpr double step = 0x1p-17;
          const auto slope = [&](double by) {
            row_problem<T> above = problem, below = problem;
            above.x[k] += static_cast<T>(by);
            below.x[k] -= static_cast<T>(by);
            return static_cast<double>(run(calls, cross_entropy, p, above, options).result -
                                       run(calls, cross_entropy, p, below, options).result) /
                   (2 * by);
          };
          const double fine = slope(step), got = static_cast<double>(gradient[k]);
          const double allowed =
              std::abs(slope(2 * step) - fine) + 40 * static_cast<double>(length) * epsilon<T> / step;
          if (!(std::abs(got - fine) <= allowed))
            found.add([&] {
              return format("%s: gradient %zu of %zu got %.17g, the difference gives %.17g +- %.2g",
                            name(calls, cross_entropy_and_gradient, p, options).c_str(), k, length, got, fine, allowed);
            });
        }
      }
  return found;
}

template <class T>
failures loss_edges(const row_calls<T>& calls) {
  failures found;
  random_bits random(83);
  for (const bool is_dense : {false, true})
    for (const std::size_t length : {1u, 2u, 17u, 40u}) {
      const auto usual = random_problems<T>(cross_entropy, length, 3, random);
      const std::size_t target = length / 2;
      // `want` is the loss, `gradient` the gradient's elements, of which NaN stands for any.
      const auto expect = [&](const std::vector<T>& x, T want, const std::vector<T>& gradient, const char* what) {
        auto unusual = usual;
        unusual[1].x = x;
        unusual[1].index = static_cast<std::int32_t>(target);
        unusual[1].dense.assign(length, T(0));
        unusual[1].dense[target] = 1;
        for (const hillock::axis a : both_axes(length, calls.lanes)) {
          const row_layout layout(3, a);
          const row_call_options options{.dense = is_dense};
          const auto before = run(calls, cross_entropy_and_gradient, {}, usual, layout, options),
                     got = run(calls, cross_entropy_and_gradient, {}, unusual, layout, options);
          for (std::size_t n = 0; n < got.size(); ++n) {
            const row_outcome<T> wanted = layout.which[n] == 1 ? row_outcome<T>{want, gradient} : before[n];
            const auto equal = [](T u, T v) { return u == v || (u != u && v != v); };
            if (!equal(got[n].result, wanted.result) || !std::ranges::equal(got[n].out, wanted.out, equal))
              found.add([&] {
                return format("%s, %s: a row %s%s got %s want %s, gradient[0] %s want %s",
                              name(calls, cross_entropy_and_gradient, {}, options).c_str(), text(layout.a).c_str(),
                              layout.which[n] == 1 ? "" : "beside one ", what, hex(got[n].result).c_str(),
                              hex(wanted.result).c_str(), hex(got[n].out[0]).c_str(), hex(wanted.out[0]).c_str());
              });
          }
        }
      };
      const std::vector<T> wrong(length, nan_of<T>), zero(length, T(0)), masked(length, -inf<T>);
      const auto with = [&](std::vector<T> all, std::size_t k, T each) {
        all[k] = each;
        return all;
      };
      const std::vector<T> x = usual[1].x;
      expect(masked, nan_of<T>, wrong, "of masked logits");
      expect(with(masked, target, T(3)), T(0), zero, "with a target that alone is not masked");
      for (const std::size_t k : {target, std::size_t{0}, length - 1}) {
        expect(with(x, k, nan_of<T>), nan_of<T>, wrong, "with a NaN");
        expect(with(masked, k, nan_of<T>), nan_of<T>, wrong, "with a NaN among masked logits");
        expect(with(x, k, inf<T>), nan_of<T>, wrong, "with +inf");
      }
      if (length > 1)
        expect(with(masked, 0, T(3)), inf<T>, with(with(zero, 0, T(1)), target, T(-1)), "with a masked target");
    }
  return found;
}

#define INSTANTIATE(T)                                                                               \
  template failures loss_accuracy(const row_calls<T>&, double, worst_error&, worst_error&);          \
  template failures loss_gradient_accuracy(const row_calls<T>&, double, worst_error&, worst_error&); \
  template failures loss_differences(const row_calls<T>&);                                           \
  template failures loss_edges(const row_calls<T>&);
INSTANTIATE(float)
INSTANTIATE(double)
#undef INSTANTIATE

namespace {

TEST_CASE("the cross-entropy is within its bound", "[rows]") {
  worst_error index, dense;
  for_each_row_calls([&](const auto& calls) {
    for (const double scale : {1., .3, -1.}) report(loss_accuracy(calls, scale, index, dense));
  });
  std::printf(
      "cross-entropy: %.3f ulp for indices, %.3f epsilon of its terms' sizes for dense targets, the worst of %zu\n",
      index.ulp, dense.ulp, index.results);
}
TEST_CASE("the gradient of the cross-entropy is within its bound", "[rows]") {
  worst_error index, dense;
  for_each_row_calls([&](const auto& calls) {
    for (const double scale : {1., .3, -1.}) report(loss_gradient_accuracy(calls, scale, index, dense));
  });
  std::printf(
      "its gradient: %.3f ulp for indices, %.3f epsilon of its terms' sizes for dense targets, the worst of %zu\n",
      index.ulp, dense.ulp, index.results);
}
TEST_CASE("the gradient of the cross-entropy is what central differences give", "[rows]") {
  for (const row_function_set& set : row_function_sets()) report(loss_differences(set.float64));
}
TEST_CASE("the cross-entropy of special values keeps the edge contract", "[rows]") {
  for_each_row_calls([](const auto& calls) { report(loss_edges(calls)); });
}

TEST_CASE("the cross-entropy's definition is what its reference computes", "[rows]") {
  for (const auto& group : exact_problems<double>(1))
    for (const auto& [p, x, shares] : group) {
      // Differences of 2^20 are where reals end their exponentials.
      if (p.x.size() > 8 || std::ranges::max(p.x) - std::ranges::min(p.x) > 1e6) continue;
      const precision scope(4400);
      const std::vector<real> logits(p.x.begin(), p.x.end()), target(p.dense.begin(), p.dense.end());
      const real_sum want = dense_loss(p, x);
      CHECK(abs(hillock::softmax_cross_entropy{}.definition<real>(logits, target) - want.value) <=
            scale(want.size, -150) + two_to(-1200));
    }
}

template <class Index>
void test_index_type() {
  const std::vector<float> x{1, 2, 0, 5, -1, 3};
  constexpr hillock::axis a{.outer = 2, .length = 3};
  const auto losses = [&](const auto& target) {
    std::vector<float> loss(2, 7.f);
    hillock::forward(hillock::softmax_cross_entropy{}, x, target, loss, a);
    return loss;
  };
  CHECK(losses(std::vector<Index>{Index(1), Index(0)}) == losses(std::vector<float>{0, 1, 0, 1, 0, 0}));
  using limits = std::numeric_limits<Index>;
  for (const Index wrong : {Index(3), limits::max(), static_cast<Index>(-1), limits::min()}) {
    if (wrong == 0) continue;  // the least that has no sign
    const std::vector<Index> target{Index(2), wrong};
    std::vector<float> loss(2, 7.f);
    std::string sentence;
    try {
      hillock::forward(hillock::softmax_cross_entropy{}, x, target, loss, a);
    } catch (const std::invalid_argument& error) {
      sentence = error.what();
    }
    CHECK(sentence == "hillock::forward: target[1] is " + std::to_string(target[1]) +
                          ", which is no class from 0 to .length - 1 = 2.");
    CHECK(loss == std::vector<float>(2, 7.f));
  }
}
TEST_CASE("targets may be integers of any width, signed or not", "[rows]") {
  test_index_type<std::int8_t>();
  test_index_type<std::int32_t>();
  test_index_type<std::uint64_t>();
}

}  // namespace
}  // namespace tests
