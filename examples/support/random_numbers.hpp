// Uniform random numbers, the same on every machine; those of the standard distributions differ between libraries.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <random>

namespace examples {

class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) : engine_(seed) {}
  double uniform(double low, double high) {
    return low + (high - low) * 0x1p-53 * static_cast<double>(engine_() >> 11);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace examples
