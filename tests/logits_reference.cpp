// See logits_reference.hpp.
// SPDX-License-Identifier: MIT
#include "logits_reference.hpp"

#include <cmath>

namespace tests {
namespace {

constexpr long enough = 192;
constexpr long everything = 4400;  // products of two doubles, and their sums, lose nothing

real rounded(const real& x) {
  const precision scope(enough);
  return x + real(0);
}

}  // namespace

template <std::floating_point T>
exact_logits::exact_logits(double scale, std::span<const T> x, std::span<const T> terms) : largest_(-INFINITY) {
  std::vector<real> t;
  {
    const precision scope(everything);
    for (std::size_t k = 0; k < x.size(); ++k) {
      t.push_back(real(scale) * real(x[k]));
      if (!terms.empty()) t.back() = t.back() + real(terms[k]);
      if (t.back() > largest_) largest_ = t.back();
    }
    for (const real& each : t) below_.push_back(rounded(each - largest_));
  }
  const precision scope(enough);
  // One of the largest is the 1 of log1p.
  real others;
  bool counted = false;
  for (const real& each : below_)
    if (each.is_zero() && !counted)
      counted = true;
    else if (each > real(-INFINITY))
      others = others + exp(each);
  log_sum_ = log1p(others);
}

real exact_logits::softmax(std::size_t k) const {
  const precision scope(enough);
  return below_[k] > real(-INFINITY) ? exp(below_[k] - log_sum_) : real(0);
}
real exact_logits::log_softmax(std::size_t k) const {
  const precision scope(enough);
  return below_[k] - log_sum_;
}
real exact_logits::others(std::size_t k) const {
  const precision scope(enough);
  return -expm1(log_softmax(k));
}
real exact_logits::logsumexp() const {
  const precision scope(everything);
  return largest_ + log_sum_;
}
real exact_logits::sum() const {
  const precision scope(enough);
  return exp(log_sum_);
}
real exact_logits::size() const {
  const precision scope(enough);
  const real largest = abs(largest_);
  return largest > log_sum_ ? largest : log_sum_;
}

template exact_logits::exact_logits(double, std::span<const float>, std::span<const float>);
template exact_logits::exact_logits(double, std::span<const double>, std::span<const double>);

}  // namespace tests
