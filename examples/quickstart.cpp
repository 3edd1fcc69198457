// SPDX-License-Identifier: MIT
#include <cstdio>
#include <hillock/hillock.hpp>
#include <vector>

int main() {
  const hillock::leaky_relu f{.negative_slope = 0.1};
  const std::vector<float> x{-2, -1, 0, 1, 2, 3}, grad_y{1, 2, 3, 4, 5, 6};
  std::vector<float> y(6), grad_x(6), p(6);
  hillock::forward(f, x, y);                                              // y[i] = f(x[i])
  hillock::backward(f, x, grad_y, grad_x);                                // grad_x[i] = grad_y[i] * f'(x[i])
  hillock::forward(hillock::softmax{}, x, p, {.outer = 2, .length = 3});  // two rows of three
  std::printf("sigmoid(0.5) = %.4f\n\n     x   leaky   grad   softmax\n", hillock::sigmoid{}(0.5));
  for (std::size_t i = 0; i < 6; ++i) std::printf("%6.1f %7.1f %6.1f %9.4f\n", x[i], y[i], grad_x[i], p[i]);
}
