// Functions and arrays of the user's own.
// SPDX-License-Identifier: MIT
#include <array>
#include <cmath>
#include <hillock/hillock.hpp>
#include <numeric>
#include <span>
#include <vector>

#include "catch.hpp"

namespace tests {
namespace {

// For one element, of one type.
struct halved {
  float operator()(float x) const { return x / 2; }
};

// For values of every kind.
struct cube {
  template <hillock::value V>
  V operator()(V x) const {
    return hillock::math::mul(hillock::math::mul(x, x), x);
  }
  template <hillock::value V>
  V derivative(V x) const {
    return hillock::math::mul(V(3), hillock::math::mul(x, x));
  }
};

// For one element, with a derivative.
struct sine {
  double operator()(double x) const { return std::sin(x); }
  double derivative(double x) const { return std::cos(x); }
};

// A matrix of another library, as far as hillock sees it.
class matrix {
 public:
  matrix(int rows, int columns) : elements_(static_cast<std::size_t>(rows * columns)) {}
  double* data() { return elements_.data(); }
  const double* data() const { return elements_.data(); }
  std::ptrdiff_t size() const { return static_cast<std::ptrdiff_t>(elements_.size()); }

 private:
  std::vector<double> elements_;
};

template <class T>
std::vector<T> ramp(std::size_t n) {
  std::vector<T> x(n);
  std::iota(x.begin(), x.end(), T(-7));
  return x;
}

TEST_CASE("a function of single elements works in forward", "[user_function]") {
  const auto x = ramp<float>(67);
  std::vector<float> y(67);
  hillock::forward(halved{}, x, y);
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(y[i] == x[i] / 2);

  hillock::forward([](float each) { return each + 1; }, x, y);
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(y[i] == x[i] + 1);
}

template <class T>
void try_cube() {
  const auto x = ramp<T>(67);
  const std::vector<T> grad_y(67, 2);
  std::vector<T> y(67), grad_x(67);
  hillock::forward_and_derivative(cube{}, x, y, grad_x);
  for (std::size_t i = 0; i < x.size(); ++i) CHECK((y[i] == x[i] * x[i] * x[i] && grad_x[i] == 3 * x[i] * x[i]));
  hillock::backward(cube{}, x, grad_y, grad_x);
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(grad_x[i] == 6 * x[i] * x[i]);
}

TEST_CASE("a function with a derivative works in backward", "[user_function]") {
  try_cube<float>();
  try_cube<double>();
}

TEST_CASE("a function of single elements with a derivative works in backward", "[user_function]") {
  const auto x = ramp<double>(67);
  const std::vector<double> grad_y(67, 2);
  std::vector<double> grad_x(67);
  hillock::backward(sine{}, x, grad_y, grad_x);
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(grad_x[i] == 2 * std::cos(x[i]));
}

TEST_CASE("arrays of every kind", "[user_function]") {
  const float c_array[4] = {-1, 0, 1, 2};
  std::array<float, 4> array;
  hillock::forward(hillock::relu{}, c_array, array);
  CHECK(array == std::array<float, 4>{0, 0, 1, 2});

  hillock::forward(halved{}, array, std::span(array));
  CHECK(array == std::array<float, 4>{0, 0, 0.5, 1});

  matrix m(3, 5);
  m.data()[14] = -2;
  const auto all = std::span(m.data(), static_cast<std::size_t>(m.size()));
  hillock::forward(hillock::leaky_relu{.negative_slope = 0.5}, all, all);
  CHECK(m.data()[14] == -1);
}

}  // namespace
}  // namespace tests
