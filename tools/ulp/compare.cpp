// See compare.hpp.
// SPDX-License-Identifier: MIT
#include "compare.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

// The program is built for any CPU; these loops are also built for newer ones, and chosen at run time. Conditions are
// integers, since g++ makes branches of bool, and then no vectors.
#if defined(__x86_64__) && !defined(__clang__)
#define FOR_EACH_CPU [[gnu::target_clones("avx512f", "avx2", "default"), gnu::optimize("O3")]]
#else
#define FOR_EACH_CPU
#endif

namespace ulp {
namespace {

using limits = std::numeric_limits<float>;
constexpr std::int64_t bias = std::numeric_limits<double>::max_exponent - 1;
constexpr double smallest = limits::denorm_min(), largest = limits::max(), infinity = 0x1p128;

}  // namespace

FOR_EACH_CPU
void widen(std::span<const float> x, std::span<double> wide) {
  for (std::size_t i = 0; i < x.size(); ++i) wide[i] = static_cast<double>(x[i]);
}

FOR_EACH_CPU
void forget_outside(const hillock::interval& domain, std::span<double> x) {
  const double lowest = domain.lowest, highest = domain.highest;
  for (double& each : x) {
    const std::int64_t outside = std::int64_t{each < lowest} | std::int64_t{each > highest};
    each = outside ? NAN : each;
  }
}

FOR_EACH_CPU
void compare(const comparison& how, std::size_t length, const double* x, const float* y, const double* reference,
             run_findings& found) {
  for (std::size_t r = 0; r < runs; ++r) {
    found.worst[r] = found.sum[r] = 0;
    found.inputs[r] = found.correct[r] = found.steps_back[r] = found.suspects[r] = 0;
  }
  const double lowest = static_cast<double>(how.lowest), highest = static_cast<double>(how.highest);
  for (std::size_t j = 0; j < length; ++j, x += runs, y += runs, reference += runs) {
    for (std::size_t r = 0; r < runs; ++r) {
      const double got = static_cast<double>(y[r]), want = reference[r];
      const double size_got = std::abs(got), size_want = std::abs(want);
      const auto sign_got = std::bit_cast<std::int64_t>(got), sign_want = std::bit_cast<std::int64_t>(want);

      // 2^23 / 2^binade, by the exponent's bits
      const double near = size_want > infinity ? infinity : size_want;
      std::int64_t exponent = std::bit_cast<std::int64_t>(near) >> 52;
      exponent = exponent < how.lowest_exponent[r] ? how.lowest_exponent[r] : exponent;
      exponent = exponent > bias + 127 ? bias + 127 : exponent;
      const double per_ulp = std::bit_cast<double>((2 * bias + 23 - exponent) << 52);

      const double clamped_got = got > infinity ? infinity : got < -infinity ? -infinity : got;
      const double clamped_want = want > infinity ? infinity : want < -infinity ? -infinity : want;
      const double error = std::abs(clamped_got - clamped_want) * per_ulp;

      const std::int64_t counts = x[r] == x[r], is_number = error == error;
      const double counted = is_number & counts ? error : 0;
      found.worst[r] = counted > found.worst[r] ? counted : found.worst[r];
      found.sum[r] += counted;
      found.inputs[r] += counts;
      found.correct[r] += counts & std::int64_t{static_cast<double>(static_cast<float>(want)) == got};

      const std::int64_t wrong_class = (is_number ^ 1) |
                                       (std::int64_t{size_got == 0} & std::int64_t{size_want >= smallest}) |
                                       (std::int64_t{size_got != 0} & std::int64_t{size_want == 0}) |
                                       (std::int64_t{size_got > largest} & std::int64_t{size_want <= largest}) |
                                       (std::int64_t{size_got <= largest} & std::int64_t{size_want >= infinity});
      const std::int64_t suspect = wrong_class | std::int64_t{(sign_got ^ sign_want) < 0} | std::int64_t{got < lowest} |
                                   std::int64_t{got > highest} | std::int64_t{error > how.bound} |
                                   std::int64_t{std::abs(error - 0.5) < how.uncertainty};
      found.suspects[r] |= (suspect & counts) | (std::int64_t{got == got} & (counts ^ 1));
    }
  }
}

FOR_EACH_CPU
void count_steps_back(std::size_t length, const float* y, run_findings& found) {
  for (std::size_t j = 0; j < length; ++j, y += runs)
    for (std::size_t r = 0; r < runs; ++r) found.steps_back[r] += y[runs + r] < y[r];
}

}  // namespace ulp
