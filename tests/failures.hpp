// What a property found wrong, and how it is told.
// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include "row.hpp"

namespace tests {

/// How many failures there were, and the first few in words.
struct failures {
  std::size_t count = 0;
  std::vector<std::string> first;

  /// `say` makes the sentence; it is called for the first few only.
  void add(std::invocable auto&& say) {
    if (++count <= 5) first.push_back(say());
  }
  void add(const failures& more) {
    count += more.count;
    for (const std::string& sentence : more.first)
      if (first.size() < 5) first.push_back(sentence);
  }
  std::string text() const;
};

/// printf, into a string.
[[gnu::format(printf, 1, 2)]] std::string format(const char* form, ...);

/// property<float>() and property<double>(), together.
template <class Property>
failures in_both_types(const Property& property) {
  failures found = property(float{});
  found.add(property(double{}));
  return found;
}

/// Whether the number stands in the sentence, not as part of another.
bool names(const std::string& sentence, std::size_t number);

/// A number in hexadecimal; a NaN by its bits.
std::string hex(float x);
std::string hex(double x);

/// leaky_relu{negative_slope = 0.2}
std::string name(const row& r);

/// leaky_relu{negative_slope = 0.2}<float>.derivative(-0x1p+0) [avx512]
template <std::floating_point T>
std::string call_text(const row& r, member m, T x) {
  return format("%s<%s>%s(%s) [%s]", name(r).c_str(), std::same_as<T, float> ? "float" : "double",
                member_names[static_cast<std::size_t>(m)].data(), hex(x).c_str(), r.instruction_set.data());
}

}  // namespace tests
