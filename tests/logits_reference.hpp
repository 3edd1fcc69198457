// The exact results of functions over a row of logits.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <span>
#include <vector>

#include "reference/real.hpp"

namespace tests {

/// The logits t = scale * x + term of a row, some of them -inf but not all. Every result is good to about 150 bits, down to
/// e^(-2^20).
class exact_logits {
 public:
  template <std::floating_point T>
  exact_logits(double scale, std::span<const T> x, std::span<const T> terms = {});

  real softmax(std::size_t k) const;
  real log_softmax(std::size_t k) const;
  /// 1 - softmax(k), which does not cancel
  real others(std::size_t k) const;
  real logsumexp() const;
  const real& largest() const { return largest_; }
  /// of e^(t - largest)
  real sum() const;
  /// max(|largest|, log of the sum of e^(t - largest)): what an error of logsumexp is relative to.
  real size() const;

 private:
  real largest_;             // to all its bits
  std::vector<real> below_;  // t - largest
  real log_sum_;             // of e^(t - largest)
};

}  // namespace tests
