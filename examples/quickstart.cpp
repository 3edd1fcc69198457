// hillock in twenty lines: an activation as a function, over an array and backwards, and softmax over rows.
// SPDX-License-Identifier: MIT
#include <cstdio>
#include <hillock/hillock.hpp>
#include <vector>

int main() {
  std::printf("sigmoid(0.5) = %.4f\n\n", hillock::sigmoid{}(0.5));

  const hillock::leaky_relu f{.negative_slope = 0.1};
  const std::vector<float> x{-2, -1, 0, 1, 2, 3}, grad_y{1, 2, 3, 4, 5, 6};
  std::vector<float> y(6), dydx(6), grad_x(6), p(6);

  hillock::forward(f, x, y);                // y[i] = f(x[i])
  hillock::derivative(f, x, dydx);          // dydx[i] = f'(x[i])
  hillock::backward(f, x, grad_y, grad_x);  // grad_x[i] = grad_y[i] * f'(x[i])
  hillock::forward(hillock::softmax{}, x, p, hillock::axis{.outer = 2, .length = 3});  // two rows of three

  std::printf("     x  leaky_relu  derivative  grad_y  grad_x  softmax\n");
  for (std::size_t i = 0; i < x.size(); ++i)
    std::printf("%6.1f %11.1f %11.1f %7.1f %7.1f %8.4f\n", x[i], y[i], dydx[i], grad_y[i], grad_x[i], p[i]);
}
