// The rows of logits that properties try, and their places in arrays.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstddef>
#include <hillock/core/axis.hpp>
#include <span>
#include <vector>

#include "inputs.hpp"

namespace tests {

/// Rows of finite logits, some with -inf (masked) among them, for a normaliser with this scale: 1 to 4097 elements,
/// spreads from far below 1 to the largest number, offsets up to 1e8, in order and not; results that are subnormal or
/// underflow; sums of which every rounding goes the same way.
template <std::floating_point T>
std::vector<std::vector<T>> logit_rows(double scale);

/// n logits, uniform in offset +- spread / 2.
template <std::floating_point T>
std::vector<T> random_logits(std::size_t n, double spread, double offset, random_bits& random);

/// Where element k of row (o, i) lies.
inline std::size_t place(hillock::axis a, std::size_t o, std::size_t i, std::size_t k) {
  return o * (a.pitch ? a.pitch : a.length * a.inner) + k * a.inner + i;
}
template <class T>
T& element(std::span<T> all, hillock::axis a, std::size_t o, std::size_t i, std::size_t k) {
  return all[place(a, o, i, k)];
}

/// Row (o, i) of an array.
template <class T>
void put_row(std::span<T> all, hillock::axis a, std::size_t o, std::size_t i, std::span<const T> row) {
  for (std::size_t k = 0; k < a.length; ++k) element(all, a, o, i, k) = row[k];
}
template <class T>
std::vector<T> get_row(std::span<T> all, hillock::axis a, std::size_t o, std::size_t i) {
  std::vector<T> row;
  for (std::size_t k = 0; k < a.length; ++k) row.push_back(element(all, a, o, i, k));
  return row;
}

/// Whether a and b are one number in every bit, or both NaN.
template <std::floating_point T>
bool same_number(T a, T b) {
  return std::bit_cast<bits_of<T>>(a) == std::bit_cast<bits_of<T>>(b) || (a != a && b != b);
}

}  // namespace tests
