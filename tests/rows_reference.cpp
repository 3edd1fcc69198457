// See rows_reference.hpp.
// SPDX-License-Identifier: MIT
#include "rows_reference.hpp"

#include <cmath>
#include <hillock/rows/normalisers.hpp>

#include "rows_samples.hpp"

namespace tests {
namespace {

// grad_x_k from y and grad_y, one formula for each normaliser.
std::vector<real_gradient> gradient_from_output(const hillock::softmax& f, std::span<const real> y,
                                                std::span<const real> grad_y) {
  real dot, size;
  for (std::size_t j = 0; j < y.size(); ++j) {
    const real product = grad_y[j] * y[j];
    dot = dot + product;
    size = size + abs(product);
  }
  std::vector<real_gradient> result;
  for (std::size_t k = 0; k < y.size(); ++k) {
    const real factor = real(f.scale) * y[k];
    result.push_back({factor * (grad_y[k] - dot), abs(factor) * (abs(grad_y[k]) + size)});
  }
  return result;
}

std::vector<real_gradient> gradient_from_output(const hillock::softmin& f, std::span<const real> y,
                                                std::span<const real> grad_y) {
  return gradient_from_output(hillock::softmax{.scale = -f.scale}, y, grad_y);
}
std::vector<real_gradient> gradient_from_output(const hillock::log_softmax& f, std::span<const real> y,
                                                std::span<const real> grad_y) {
  real sum, size;
  for (const real& each : grad_y) {
    sum = sum + each;
    size = size + abs(each);
  }
  std::vector<real_gradient> result;
  for (std::size_t k = 0; k < y.size(); ++k) {
    const real share = exp(y[k]);
    result.push_back({real(f.scale) * (grad_y[k] - share * sum), abs(real(f.scale)) * (abs(grad_y[k]) + share * size)});
  }
  return result;
}

template <class F, class T>
constexpr auto rounded_normalisers = [] {
  auto rounded = normaliser_samples<F>;
  for (F& f : rounded) f.scale = static_cast<double>(static_cast<T>(f.scale));
  return rounded;
}();

}  // namespace

std::span<const row_reference> row_references() {
  static const std::vector<row_reference> all = [] {
    std::vector<row_reference> result;
    hillock::normalisers::for_each([&]<class F>() {
      for (std::size_t i = 0; i < normaliser_samples<F>.size(); ++i)
        result.push_back(
            {.scale = logit_scale(normaliser_samples<F>[i]),
             .with_float_parameters = &rounded_normalisers<F, float>[i],
             .with_double_parameters = &rounded_normalisers<F, double>[i],
             .definition = [](const void* f, std::span<const real> x,
                              std::span<real> y) { static_cast<const F*>(f)->template definition<real>(x, y); },
             .gradient =
                 [](const void* f, std::span<const real> y, std::span<const real> grad_y) {
                   return gradient_from_output(*static_cast<const F*>(f), y, grad_y);
                 }});
    });
    return result;
  }();
  return all;
}

// A shift changes nothing, and without one e^x would leave MPFR's range. All exponents are then 0 or less, and a sum of
// positive numbers loses no bits: the results are as good as the exponents, whose error is 2^-bits of at most 2^11
// where the result is not far below the smallest number.
template <std::floating_point T>
std::vector<real> exact_row(const row_reference& f, std::span<const T> x, long bits) {
  T largest = x[0];
  for (const T each : x)
    if (f.scale < 0 ? each < largest : each > largest) largest = each;
  const precision scope(bits);
  std::vector<real> shifted, y(x.size());
  shifted.reserve(x.size());
  for (const T each : x) shifted.push_back(real(each) - real(largest));
  f.definition(f.f<T>(), shifted, y);
  return y;
}

template <std::floating_point T>
std::vector<real_gradient> exact_gradient(const row_reference& f, std::span<const T> y, std::span<const T> grad_y) {
  const precision scope(256);
  return f.gradient(f.f<T>(), std::vector<real>(y.begin(), y.end()), std::vector<real>(grad_y.begin(), grad_y.end()));
}

template std::vector<real> exact_row(const row_reference&, std::span<const float>, long);
template std::vector<real> exact_row(const row_reference&, std::span<const double>, long);
template std::vector<real_gradient> exact_gradient(const row_reference&, std::span<const float>,
                                                   std::span<const float>);
template std::vector<real_gradient> exact_gradient(const row_reference&, std::span<const double>,
                                                   std::span<const double>);

}  // namespace tests
