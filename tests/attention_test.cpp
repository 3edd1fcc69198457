// Real input: the weights of one attention block with a causal mask, forward and backward, against a long double version.
// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstdio>

#include "catch.hpp"
#include "reference/ulp.hpp"
#include "row_functions_properties.hpp"

namespace tests {
namespace {

using enum row_function;

constexpr std::size_t heads = 4, queries = 96, width = 64;
constexpr hillock::axis rows{.outer = heads * queries, .length = queries};

template <class T>
struct block {
  std::vector<T> scores, grad;  // q k^T of each head, and the gradient that comes back to the weights

  block() {
    random_bits random(2017);
    // Sums of uniform numbers, of variance 1
    const auto normal = [&] { return random.uniform(-1, 1) + random.uniform(-1, 1) + random.uniform(-1, 1); };
    std::vector<double> q(heads * queries * width), k(q.size());
    for (double& each : q) each = normal();
    for (double& each : k) each = normal();
    for (std::size_t row = 0; row < heads * queries; ++row)
      for (std::size_t key = 0; key < queries; ++key) {
        double sum = 0;
        for (std::size_t i = 0; i < width; ++i)
          sum += q[row * width + i] * k[(row / queries * queries + key) * width + i];
        scores.push_back(static_cast<T>(sum));
        grad.push_back(static_cast<T>(normal()));
      }
  }
};

template <class T>
T causal(const void*, std::size_t row, std::size_t k) {
  return k <= row % queries ? T(0) : -inf<T>;
}

template <class T>
failures attention(const row_calls<T>& calls, worst_error& forward, worst_error& backward) {
  static const block<T> b;
  constexpr row_parameters p{.scale = 0.125};  // 1 / sqrt(width)
  std::vector<T> weights(b.scores.size()), grad(b.scores.size());
  calls[softmax].checked(p, rows,
                         {.x = b.scores, .mask = {.kind = mask_kind::function, .term = causal<T>}, .out = weights});
  calls[softmax_backward].checked(p, rows, {.x = weights, .grad = b.grad, .out = grad});

  failures found;
  for (std::size_t row = 0; row < heads * queries; ++row) {
    const std::size_t begin = row * queries, keys = row % queries + 1;
    std::vector<long double> y(keys);
    long double largest = -INFINITY, sum = 0, dot = 0, size = 0;
    for (std::size_t k = 0; k < keys; ++k) largest = std::max(largest, static_cast<long double>(b.scores[begin + k]));
    for (std::size_t k = 0; k < keys; ++k)
      sum += y[k] = std::exp((static_cast<long double>(b.scores[begin + k]) - largest) / 8);
    for (std::size_t k = 0; k < keys; ++k) {
      y[k] /= sum;
      const long double product = y[k] * static_cast<long double>(b.grad[begin + k]);
      dot += product;
      size += std::abs(product);
    }
    for (std::size_t k = 0; k < queries; ++k) {
      const T weight = weights[begin + k], gradient = grad[begin + k];
      if (k >= keys) {
        if (weight != 0 || gradient != 0)
          found.add([&] {
            return format("row %zu, masked key %zu: weight %g, gradient %g", row, k, static_cast<double>(weight),
                          static_cast<double>(gradient));
          });
        continue;
      }
      const long double slope = y[k] / 8, given = static_cast<long double>(b.grad[begin + k]);
      const double off = static_cast<double>(std::abs(static_cast<long double>(weight) - y[k]) /
                                             std::ldexp(1.L, std::ilogb(y[k]) + 1 - std::numeric_limits<T>::digits));
      const double gradient_off = static_cast<double>(
          std::abs(static_cast<long double>(gradient) - slope * (given - dot)) /
          (slope * (std::abs(given) + size) * static_cast<long double>(std::numeric_limits<T>::epsilon())));
      forward.add(off);
      backward.add(gradient_off);
      // The weights that the gradient is taken from are rounded too: by 2 ulp, once as a factor and once within the sum.
      if (!(off <= masked_bound) || !(gradient_off <= 2 * masked_bound + 3))
        found.add([&] {
          return format("%s: row %zu, key %zu, weight %s, %.2f ulp, gradient %s, %.2f epsilon of its terms",
                        name(calls, softmax, p).c_str(), row, k, hex(weight).c_str(), off, hex(gradient).c_str(),
                        gradient_off);
        });
    }
  }
  return found;
}

TEST_CASE("the weights of an attention block and their gradient are those of long double", "[rows]") {
  worst_error forward, backward;
  for_each_row_calls([&](const auto& calls) { report(attention(calls, forward, backward)); });
  std::printf("attention: weights within %.3f ulp, gradients within %.3f epsilon of their terms, %zu of each\n",
              forward.ulp, backward.ulp, forward.results);
}

TEST_CASE("attention finds out", "[rows][row_mutants]") {
  const auto right = [](const row_calls<float>& calls) {
    worst_error forward, backward;
    return attention(calls, forward, backward);
  };
  row_calls<float> broken = row_function_sets()[0].float32;
  CHECK(right(broken).count == 0);
  SECTION("a mask that lets the next key through") {
    broken[softmax].checked = [](row_parameters p, hillock::axis a, const row_operands<float>& o) {
      row_operands<float> other = o;
      other.mask.term = [](const void*, std::size_t row, std::size_t k) { return causal<float>(nullptr, row + 1, k); };
      row_function_sets()[0].float32[softmax].checked(p, a, other);
    };
  }
  SECTION("the scale forgotten on the way back") {
    broken[softmax_backward].checked = [](row_parameters, hillock::axis a, const row_operands<float>& o) {
      row_function_sets()[0].float32[softmax_backward].checked({}, a, o);
    };
  }
  CHECK(right(broken).count > 0);
}

}  // namespace
}  // namespace tests
