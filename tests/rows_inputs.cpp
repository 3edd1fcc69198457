// See rows_inputs.hpp.
// SPDX-License-Identifier: MIT
#include "rows_inputs.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tests {
namespace {

constexpr double spreads[]{1e-6, 1, 12, 200, 1600, 1e5, 1e30};
constexpr double offsets[]{0, -3, 80, 1e4, -1e5, 1e8, -1e8};

template <class T>
constexpr double largest = static_cast<double>(std::numeric_limits<T>::max());

}  // namespace

template <std::floating_point T>
std::vector<T> random_logits(std::size_t n, double spread, double offset, random_bits& random) {
  std::vector<T> row(n);
  for (T& each : row) each = static_cast<T>(offset + random.uniform(-spread / 2, spread / 2));
  return row;
}

template <std::floating_point T>
std::vector<std::vector<T>> logit_rows(double scale) {
  using limits = std::numeric_limits<T>;
  // Logits t after scaling; what a mask is before it.
  const double per = scale == 0 ? 1 : 1 / scale;
  const T masked = scale == 0 ? T(0) : static_cast<T>(-per * INFINITY);
  std::vector<std::vector<T>> rows;
  const auto add_scaled = [&](const std::vector<double>& t) {
    std::vector<T>& row = rows.emplace_back();
    for (const double each : t) row.push_back(std::isinf(each) ? masked : static_cast<T>(each * per));
  };

  random_bits random(11);
  for (const auto& [length, count] :
       {std::pair{1, 24}, {2, 48}, {3, 48}, {5, 48}, {16, 24}, {17, 24}, {64, 24}, {1000, 6}, {4097, 2}})
    for (int i = 0; i < (count + thinning - 1) / thinning; ++i) {
      const double spread = spreads[random() % std::size(spreads)], offset = offsets[random() % std::size(offsets)];
      std::vector<T> row = random_logits<T>(static_cast<std::size_t>(length), spread, offset, random);
      switch (random() % 4) {
        case 0:
          std::sort(row.begin(), row.end());
          break;
        case 1:
          std::sort(row.rbegin(), row.rend());
          break;
        case 2:
          for (std::size_t k = 1; k < row.size(); ++k)
            if (random() % 3 == 0) row[k] = masked;
          break;
        default:
          break;
      }
      rows.push_back(std::move(row));
    }

  // Beside a 1, results around the smallest normal number and below the smallest.
  const double last_normal = -std::log(static_cast<double>(limits::min()));
  for (double t = last_normal - 3; t < last_normal + 45; t += 0.7 * thinning)
    add_scaled({0, -t, -t - random.uniform(0, 1), -INFINITY});
  // Around the logits from which the kernels subtract the largest.
  for (const double size : {20.0, 300.0, 1e5 - 1100, 1e5 - 150, 1e5})
    for (const double sign : {1., -1.})
      for (int i = 0; i < 4; ++i) {
        const double t = sign * size + random.uniform(-2, 2);
        add_scaled({t, t - 0.7, t - random.uniform(0, 30), t + 0.2, t - 86, t - 170, t - 1e4});
      }
  // The ends of the format.
  const T huge = static_cast<T>(largest<T> / std::max(1., std::abs(scale))), tiny = limits::denorm_min();
  rows.push_back({huge, -huge});
  rows.push_back({-huge, -huge, -huge});
  rows.push_back({huge, std::nextafter(huge, T(0)), huge});
  rows.push_back({-huge, huge / 2, T(-1)});
  rows.push_back({tiny, -tiny, 3 * tiny, 0, -limits::min(), T(1)});
  rows.push_back({T(0), T(-0.), T(0)});

  // Roundings of every kind that go the same way: the worst of 800000 rows for a sum of rounded exponentials.
  add_scaled({-0x1.45b5b2p+0, -0x1.0a4608p+1, -0x1.59217ep+1, 0x1.3b1bc6p+2, -0x1.fff948p-1});
  // In (1 + b) + (b + 0), with b a little less than half an ulp of 1, both sums with 1 lose all of b. The four lie
  // `apart` elements from each other, as the lanes of a register do.
  const double lost = std::log(std::ldexp(1 - 0x1p-8, -limits::digits));
  for (const std::size_t apart : {1u, 2u, 4u, 8u, 16u})
    for (int i = 0; i < 6 / thinning; ++i) {
      const double t = random.uniform(-9, 9), quarter[]{t, t + lost, t + lost, -INFINITY};
      std::vector<double> row;
      for (std::size_t k = 0; k < 129 * 4 / std::min<std::size_t>(apart, 4) * apart / 4 * 4; ++k)
        row.push_back(quarter[k / apart % 4]);
      add_scaled(row);
    }
  // Neighbours that scaling may round to one logit, though to scale 0.3 one power is e^-38 of the other.
  for (std::size_t i = 0; i < 4; ++i) {
    const T one = std::ldexp(1 + static_cast<T>(0.9) + static_cast<T>(i) * limits::epsilon(), limits::digits + 6);
    std::vector<T> row(300, one / 2);
    row[i] = one;
    row[17] = std::nextafter(one, T(0));
    rows.push_back(std::move(row));
  }
  // Equal powers, so that what a sum carries along is rounded the same way each time: 2.2 ulp where it was 1024 of them.
  std::vector<double> equal(4096, 0x1.86f252p+0);
  equal[0] = -0x1.5edb6cp+1;
  add_scaled(equal);
  // One logit far above all but a second one, around where log_softmax tells them apart; at both ends of a vector's lanes.
  for (const double below : {0., 1.9, 1.999, 2.001, 2.1, 4., 9., 20.})
    for (const double rest : {-3., -12., -17., -40.}) {
      std::vector<double> row(300);
      for (double& each : row) each = rest - random.uniform(0, 0.01);
      row[16] = random.uniform(-1, 1);
      row[below < 2 && rest == -12 ? 32 : 47] = row[16] - below;
      add_scaled(row);
    }
  return rows;
}

template std::vector<std::vector<float>> logit_rows(double);
template std::vector<std::vector<double>> logit_rows(double);
template std::vector<float> random_logits(std::size_t, double, double, random_bits&);
template std::vector<double> random_logits(std::size_t, double, double, random_bits&);

}  // namespace tests
