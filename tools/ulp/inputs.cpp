// See inputs.hpp.
// SPDX-License-Identifier: MIT
#include "inputs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "../../tests/inputs.hpp"

namespace ulp {

template <std::floating_point T>
inputs<T>::inputs(const range& within)
    : first_(within.all ? 0 : to_key(static_cast<T>(within.from))),
      last_(within.all ? std::numeric_limits<key<T>>::max() : to_key(static_cast<T>(within.to))) {}

template <std::floating_point T>
inputs<T> inputs<T>::every(const range& within) {
  inputs result(within);
  result.length_ = 64;
  result.runs_ = result.last_ / result.length_ - result.first_ / result.length_ + 1;
  result.order_ = shuffle(result.runs_);
  return result;
}

template <std::floating_point T>
inputs<T> inputs<T>::sample(const tests::row& of, const range& within, std::uint64_t count) {
  inputs result(within);
  result.named_ = tests::inputs<T>(of);
  result.order_ = shuffle(result.named_.size());
  result.runs_ = result.named_.size() + count;
  return result;
}

template <std::floating_point T>
key<T> inputs<T>::start(std::uint64_t run) const {
  if (exhaustive()) return static_cast<key<T>>((first_ / length_ + order_[run]) * length_);
  if (run < named_.size()) return to_key(named_[order_[run]]);
  tests::random_bits random(run);
  const auto between = [&](key<T> lo, key<T> hi) {
    const std::uint64_t width = std::uint64_t{hi} - lo;
    return static_cast<key<T>>(
        lo + (width == std::numeric_limits<std::uint64_t>::max() ? random() : random() % (width + 1)));
  };
  if (run % 4 == 0) return between(first_, last_);
  const bool negative = run % 8 < 4;
  const key<T> lo = std::max(first_, to_key(negative ? T(-0x1p10) : T(0x1p-8)));
  const key<T> hi = std::min(last_, to_key(negative ? T(-0x1p-8) : T(0x1p10)));
  return lo <= hi ? between(lo, hi) : between(first_, last_);
}

template <std::floating_point T>
void inputs<T>::fill(std::uint64_t block, std::span<T> x) const {
  key<T> from[runs];
  for (std::size_t r = 0; r < runs; ++r) from[r] = start(std::min(block * runs + r, runs_ - 1));
  const std::size_t here = static_cast<std::size_t>(std::min<std::uint64_t>(runs, runs_ - block * runs));
  for (std::size_t j = 0; j <= length_; ++j, x = x.subspan(runs)) {
    for (std::size_t r = 0; r < runs; ++r) {
      const key<T> k = from[r] + static_cast<key<T>>(j);
      x[r] = k - first_ <= last_ - first_ ? from_key<T>(k) : std::numeric_limits<T>::quiet_NaN();
    }
    std::ranges::fill(x.first(runs).subspan(here), std::numeric_limits<T>::quiet_NaN());
  }
}

template class inputs<float>;
template class inputs<double>;

}  // namespace ulp
