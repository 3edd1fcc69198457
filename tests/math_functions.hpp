// The function objects of hillock::math as rows: each on single numbers and on a batch.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace tests {

template <class T>
struct math_calls {
  T (*scalar)(T a, T b, T c);  ///< a function of fewer arguments ignores the rest
  void (*batch)(const T* a, const T* b, const T* c, T* y);
  std::size_t lanes;
};

struct math_function {
  std::string_view name;
  int arguments;
  math_calls<float> float32;
  math_calls<double> float64;
};

}  // namespace tests
