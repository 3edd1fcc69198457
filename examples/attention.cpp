// SPDX-License-Identifier: MIT
// The weights of one attention block with a causal mask, forward and backward, beside the same in long double.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <hillock/hillock.hpp>
#include <random>
#include <vector>

int main() {
  constexpr std::size_t heads = 4, queries = 96, width = 64;
  std::minstd_rand random(2017);
  const auto numbers = [&](std::size_t n, float size) {
    std::vector<float> x(n);
    for (float& each : x) each = size * (static_cast<float>(random() % 2001) / 1000 - 1);
    return x;
  };
  const auto q = numbers(heads * queries * width, 2), k = numbers(q.size(), 2);
  const auto grad_weights = numbers(heads * queries * queries, 1);

  std::vector<float> scores(grad_weights.size()), weights(scores.size()), grad_scores(scores.size());
  for (std::size_t row = 0; row < heads * queries; ++row)
    for (std::size_t key = 0; key < queries; ++key)
      for (std::size_t i = 0; i < width; ++i)
        scores[row * queries + key] += q[row * width + i] * k[(row / queries * queries + key) * width + i];

  const hillock::softmax f{.scale = 1 / std::sqrt(double{width})};
  const hillock::axis rows{.outer = heads * queries, .length = queries};
  hillock::forward(f, scores, weights, rows, [](std::size_t row, std::size_t key) {
    return key <= row % queries ? 0.f : -INFINITY;  // a query sees the keys up to its own
  });
  hillock::backward_from_output(f, weights, grad_weights, grad_scores, rows);

  long double off = 0, grad_off = 0;
  std::size_t masked = 0, zeros = 0;
  for (std::size_t begin = 0; begin < scores.size(); begin += queries) {
    const std::size_t keys = begin / queries % queries + 1;
    std::vector<long double> y(keys);
    long double sum = 0, dot = 0;
    for (std::size_t i = 0; i < keys; ++i) sum += y[i] = std::exp(static_cast<long double>(scores[begin + i]) / 8);
    for (std::size_t i = 0; i < keys; ++i) dot += static_cast<long double>(grad_weights[begin + i]) * (y[i] /= sum);
    for (std::size_t i = 0; i < keys; ++i) {
      const long double slope = y[i] / 8 * (static_cast<long double>(grad_weights[begin + i]) - dot);
      off = std::max(off, std::abs(static_cast<long double>(weights[begin + i]) - y[i]) / y[i]);
      grad_off = std::max(grad_off, std::abs(static_cast<long double>(grad_scores[begin + i]) - slope));
    }
    masked += queries - keys;
    for (std::size_t i = keys; i < queries; ++i) zeros += weights[begin + i] == 0 && grad_scores[begin + i] == 0;
  }
  std::printf("weights differ from long double by %.1Le of their size at most, gradients by %.1Le\n", off, grad_off);
  std::printf("%.1f %% of the weights are masked, %s\n",
              100 * static_cast<double>(masked) / static_cast<double>(weights.size()),
              zeros == masked ? "and exactly zero, as their gradients" : "but not all zero");
}
