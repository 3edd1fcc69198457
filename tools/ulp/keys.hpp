// The numbers of a type in order, and blocks of them in which tails and bodies mix.
// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <type_traits>

namespace ulp {

template <std::floating_point T>
using key = std::conditional_t<std::same_as<T, float>, std::uint32_t, std::uint64_t>;

template <std::floating_point T>
inline constexpr key<T> sign_bit = key<T>{1} << (8 * sizeof(T) - 1);

/// Neighbours have neighbouring keys, -0 and +0 too; NaN of either sign is at either end.
template <std::floating_point T>
key<T> to_key(T x) {
  const auto bits = std::bit_cast<key<T>>(x);
  return bits & sign_bit<T> ? ~bits : bits | sign_bit<T>;
}
template <std::floating_point T>
T from_key(key<T> k) {
  return std::bit_cast<T>(k & sign_bit<T> ? k ^ sign_bit<T> : ~k);
}

/// Sign and exponent as one index, in the order of the bits.
template <std::floating_point T>
std::size_t binade_of(T x) {
  return static_cast<std::size_t>(std::bit_cast<key<T>>(x) >> (std::numeric_limits<T>::digits - 1));
}
template <std::floating_point T>
inline constexpr std::size_t binade_count = std::size_t{1} << (8 * sizeof(T) - std::numeric_limits<T>::digits + 1);

/// 0 ... count - 1, each once and each far from the one before: steps of about count / golden ratio.
class shuffle {
 public:
  explicit shuffle(std::uint64_t count)
      : count_(count), step_(static_cast<std::uint64_t>(0.6180339887 * static_cast<double>(count)) | 1) {
    while (std::gcd(step_, count_) != 1) step_ += 2;
  }
  std::uint64_t operator[](std::uint64_t i) const { return i * step_ % count_; }

 private:
  std::uint64_t count_, step_;
};

}  // namespace ulp
