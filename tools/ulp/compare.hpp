// The fast comparison of float results with a reference in double: one pass over a block, without branches.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <hillock/core/info.hpp>
#include <span>

namespace ulp {

/// A block holds `runs` runs of `length` neighbours each, side by side: element j of run r stands at j * runs + r. Then
/// comes the neighbour after each run. Vectors so take each of their lanes from another run.
inline constexpr std::size_t runs = 256;

/// What is found in one run.
struct run_findings {
  double worst[runs];          ///< the largest error in ulp
  double sum[runs];            ///< of all errors
  std::int64_t inputs[runs];   ///< other than NaN
  std::int64_t correct[runs];  ///< correctly rounded
  std::int64_t steps_back[runs];
  std::int64_t suspects[runs];  ///< other than 0: some element needs a closer look
};

struct comparison {
  double uncertainty;                  ///< of the reference, in ulp
  double bound;                        ///< an error above it is suspect
  float lowest, highest;               ///< so is a result outside
  std::int64_t lowest_exponent[runs];  ///< ulp are those of this exponent at least, biased as in double
};

/// wide[i] = x[i].
void widen(std::span<const float> x, std::span<double> wide);

/// Numbers outside the domain become NaN.
void forget_outside(const hillock::interval& domain, std::span<double> x);

/// y[i] is compared with reference[i], at x[i]. Where x is NaN the result must be NaN too, and counts in nothing else.
/// Suspects are wrong classes and signs, results out of range, errors above the bound, and those too near to half an
/// ulp or to the bound for the reference to decide.
void compare(const comparison& how, std::size_t length, const double* x, const float* y, const double* reference,
             run_findings& found);

/// Counts y[i] < y[neighbour].
void count_steps_back(std::size_t length, const float* y, run_findings& found);

}  // namespace ulp
