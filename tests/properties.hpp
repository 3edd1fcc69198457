// The properties, each a function that returns what it found wrong with a row. Each stands in the file named after its
// family; the tests apply it to hillock's rows, and mutants_test.cpp to broken ones that it must find out.
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "failures.hpp"
#include "inputs.hpp"
#include "reference/reference.hpp"
#include "reference/roots.hpp"
#include "row.hpp"

namespace tests {

// accuracy_test.cpp

/// The results at inputs(r), nearly exact (a failure is confirmed by `exact`), and the exact ones of derivative_from_output.
template <class T>
struct exact_results {
  struct from_output {
    T y;
    real derivative;
  };
  std::vector<T> x;
  second_derivative_roots roots;
  std::vector<jet> at;  ///< one for each x
  std::vector<from_output> outputs;
  const reference* of;

  exact_results(const row& r, const reference& f);
};

struct worst_error {
  double ulp = 0, x = 0;
};
/// The largest error of a member.
template <class T>
worst_error measure(const row& r, member m, const exact_results<T>& want);

/// Every result is within its bound and has the exact result's sign, from arrays too.
template <class T>
failures accuracy(const row& r, const exact_results<T>& want);

/// Some row of those of one activation comes near the bounds that `about` states, at the inputs that it names.
failures tight_bounds(std::span<const row> rows, std::span<const reference> references);

// gradient_test.cpp

/// The derivative is what central differences of the value in double give, the second derivative those of the first.
failures gradient(const row& r);

// edge_test.cpp

/// NaN in, NaN out, for every member.
failures nan_propagation(const row& r);
/// The exact values in `about`, bit for bit; at +-inf never NaN.
failures exact_values(const row& r);
/// f' at kinks.
failures kinks(const row& r, const reference& f);
/// With subnormals flushed to zero (x86) the results are as without, but subnormals are zero.
failures flush_to_zero(const row& r);
/// No call changes the rounding mode or other control bits.
failures control_bits(const row& r);

// shape_test.cpp

/// No result leaves the range.
failures range(const row& r);
/// Odd or even in every bit, the derivatives too.
failures symmetry(const row& r);
/// A monotone function never steps back by more than one ulp.
failures monotony(const row& r);

// position_test.cpp

/// The bits of the scalar call at every index, length, offset and between any neighbours, and nothing else written.
failures position(const row& r);
/// The same for arrays that are too large for the caches.
failures streaming(const row& r);
/// f(x) + r is rounded twice, in batches and in loops.
failures sums(const row& r);

// guard_test.cpp

/// No array function reads or writes beyond its arrays.
failures guard_pages(const row& r);

// misuse_test.cpp

/// A wrong call throws std::invalid_argument, naming the function and the numbers, and writes nothing.
failures misuse(const row& r);

}  // namespace tests
