// The inputs that properties try.
// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <limits>
#include <vector>

#include "row.hpp"

#ifndef HILLOCK_TESTS_THINNING
#define HILLOCK_TESTS_THINNING 1
#endif

namespace tests {

/// Samples are this many times smaller than they could be: for emulators and sanitizers.
inline constexpr int thinning = HILLOCK_TESTS_THINNING;

/// The length of an array to try after n: the next, or where samples are smaller the next up to two vectors and some beyond.
constexpr std::size_t next_length(std::size_t n, std::size_t lanes) {
  return n + (thinning == 1 || n <= 2 * lanes ? 1 : static_cast<std::size_t>(thinning) + 1);
}

/// Lengths of rows that may be taken together with others, and the least that is not.
inline std::vector<std::size_t> short_lengths(std::size_t lanes) {
  std::vector<std::size_t> result{16 * lanes + 1, 16 * lanes, 16 * lanes - 1, 7 * lanes + 2};
  for (std::size_t length = 1; length <= 4 * lanes + 1; length = next_length(length, lanes)) result.push_back(length);
  return result;
}

template <std::floating_point T>
using bits_of = std::conditional_t<std::same_as<T, float>, std::int32_t, std::int64_t>;

/// The numbers in order, as integers: the neighbour of a number has the next integer. -0 and +0 are 0.
template <std::floating_point T>
bits_of<T> to_order(T x) {
  const auto bits = std::bit_cast<bits_of<T>>(x);
  return bits < 0 ? std::numeric_limits<bits_of<T>>::min() - bits : bits;
}
template <std::floating_point T>
T from_order(bits_of<T> n) {
  return std::bit_cast<T>(n < 0 ? std::numeric_limits<bits_of<T>>::min() - n : n);
}

/// Numbers without pattern, the same in every run (Steele, Lea and Flood's splitmix64).
class random_bits {
 public:
  using result_type = std::uint64_t;
  explicit random_bits(std::uint64_t seed) : state_(seed) {}
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  /// Uniform in [low, high).
  double uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>((*this)() >> 11) * 0x1p-53);
  }

 private:
  std::uint64_t state_;
};

/// Finite inputs for r, in order, -0 before +0: every binade of both signs (of doubles beyond float one in five), more where
/// functions bend, and the neighbourhoods of zero, of the points named in `about`, and of the places where a result of r
/// becomes subnormal, zero, infinite or an integer.
template <std::floating_point T>
std::vector<T> inputs(const row& r);

/// +-0, the smallest, the largest subnormal, the smallest normal and the largest number, of both signs.
template <std::floating_point T>
std::vector<T> extreme_inputs();

/// Quiet, signalling and negative.
template <std::floating_point T>
std::vector<T> nans();

}  // namespace tests
