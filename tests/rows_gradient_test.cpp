// Gradients of normalisers: against differences of forward, and against the exact formula.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "catch.hpp"
#include "reference/ulp.hpp"
#include "rows_properties.hpp"

namespace tests {
namespace {

// Sum of grad_y_k f(x)_k
double product(const normaliser& n, const std::vector<double>& x, const std::vector<double>& grad_y) {
  std::vector<double> y(x.size());
  n.float64.forward(n.f, x, y, nullptr);
  double sum = 0;
  for (std::size_t k = 0; k < y.size(); ++k) sum += grad_y[k] * y[k];
  return sum;
}

// Multiples of 2^-10 within +- limit: both types hold them, and what is added to them.
std::vector<double> short_numbers(std::size_t length, double limit, random_bits& random) {
  std::vector<double> x(length);
  for (double& each : x) each = std::floor(random.uniform(-limit, limit) * 0x1p10) * 0x1p-10;
  return x;
}

template <class T>
failures against_differences(const normaliser& n, const std::vector<double>& x, const std::vector<double>& grad_y) {
  const std::vector<T> logits(x.begin(), x.end()), given(grad_y.begin(), grad_y.end());
  std::vector<T> y(x.size()), grad_x(x.size());
  n.in<T>().forward(n.f, logits, y, nullptr);
  n.in<T>().backward_from_output(n.f, y, given, grad_x, nullptr);

  double size = 0, sum_size = 0;  // of what a gradient is made of, and a difference
  for (std::size_t k = 0; k < x.size(); ++k) {
    size = std::max(size, std::abs(grad_y[k]));
    sum_size += std::abs(grad_y[k] * static_cast<double>(y[k]));
  }
  failures found;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const auto difference = [&](double step) {
      std::vector<double> above = x, below = x;
      above[k] += step;
      below[k] -= step;
      return (product(n, above, grad_y) - product(n, below, grad_y)) / (2 * step);
    };
    // As in gradient_test.cpp: the cube root of the epsilon, over the scale.
    const double step = 0x1p-17 / std::max(1., std::abs(n.scale));
    const double fine = difference(step), coarse = difference(2 * step), got = static_cast<double>(grad_x[k]);
    // To the error of the difference come the rounding of its two sums, of y, of the gradient and of the scale itself.
    const double allowed = std::abs(coarse - fine) / 3 +
                           8 * std::max(size, sum_size) * std::numeric_limits<double>::epsilon() / step +
                           16 * static_cast<double>(std::numeric_limits<T>::epsilon()) * std::abs(n.scale) * size;
    if (!(std::abs(got - fine) <= allowed))
      found.add([&] {
        return format("%s: gradient %zu of %zu at x = %s got %.17g, the difference gives %.17g +- %.2g",
                      name<T>(n).c_str(), k, x.size(), hex(x[k]).c_str(), got, fine, allowed);
      });
  }
  return found;
}

}  // namespace

failures row_gradient(const normaliser& n) {
  failures found;
  if (n.float64.backward_from_output == nullptr) return found;
  random_bits random(21);
  for (const std::size_t length : {1u, 2u, 3u, 5u, 17u, 40u})
    for (const double limit : {0.5, 4.0}) {
      const auto x = short_numbers(length, limit, random), grad_y = short_numbers(length, 2, random);
      found.add(against_differences<double>(n, x, grad_y));
      found.add(against_differences<float>(n, x, grad_y));
    }
  return found;
}

template <class T>
failures exact_row_gradient(const normaliser& n, const row_reference& f, double& worst) {
  using limits = std::numeric_limits<T>;
  failures found;
  const auto backward = n.in<T>().backward_from_output;
  if (backward == nullptr) return found;
  random_bits random(22);
  for (const std::size_t length : {1u, 2u, 3u, 5u, 17u, 64u, 259u, 4099u})
    for (const double spread : {1., 60., 250.})
      for (const double grad_size : {1e-10, 1., 1e10}) {
        if (length == 4099 && (spread != 1 || grad_size != 1)) continue;  // one long row is enough
        std::vector<T> y(length), grad_y = random_logits<T>(length, grad_size, 0, random);
        n.in<T>().forward(n.f, random_logits<T>(length, spread, 0, random), y, nullptr);
        const auto exact = exact_gradient<T>(f, y, grad_y);

        const hillock::axis two{.length = length, .inner = 2};
        std::vector<T> alone(length), both_y(2 * length), both_grad_y(2 * length), both(2 * length);
        for (std::size_t i = 0; i < 2; ++i) {
          put_row<T>(both_y, two, 0, i, y);
          put_row<T>(both_grad_y, two, 0, i, grad_y);
        }
        backward(n.f, y, grad_y, alone, nullptr);
        backward(n.f, both_y, both_grad_y, both, &two);
        for (const std::vector<T>& grad_x : {alone, get_row<T>(both, two, 0, 1)})
          for (std::size_t k = 0; k < length; ++k) {
            const precision scope(256);
            // scale * y is rounded before it meets the gradients, to a subnormal number perhaps.
            const real smallest(limits::denorm_min());
            const real unit = exact[k].size * real(static_cast<double>(limits::epsilon())) + smallest +
                              smallest * exact[k].size / (abs(real(n.scale_in<T>()) * y[k]) + smallest);
            const double error = static_cast<double>(abs(real(grad_x[k]) - exact[k].value) / unit);
            worst = std::max(worst, error);
            if (!(error <= gradient_bound))
              found.add([&] {
                return format("%s: gradient %zu of %zu got %s want %s, off by %.2f epsilon of its terms",
                              name<T>(n).c_str(), k, length, hex(grad_x[k]).c_str(),
                              hex(static_cast<double>(exact[k].value)).c_str(), error);
              });
          }
      }
  return found;
}
template failures exact_row_gradient<float>(const normaliser&, const row_reference&, double&);
template failures exact_row_gradient<double>(const normaliser&, const row_reference&, double&);

namespace {
TEST_CASE("gradients of rows are what central differences give", "[rows]") {
  for_each_normaliser([](const normaliser& n) { report(row_gradient(n)); });
}
TEST_CASE("gradients of rows are exact for the given outputs", "[rows]") {
  double worst = 0;
  for_each_normaliser([&](const normaliser& n, const row_reference& f) {
    report(exact_row_gradient<float>(n, f, worst));
    report(exact_row_gradient<double>(n, f, worst));
  });
  std::printf("gradients of rows: %.3g epsilon of their terms at worst\n", worst);
}
}  // namespace
}  // namespace tests
