// The properties of normalisers, each a function that returns what it found wrong with one. The tests apply them to
// hillock's, and rows_mutants_test.cpp to broken ones that they must find out.
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "failures.hpp"
#include "inputs.hpp"
#include "rows_inputs.hpp"
#include "rows_normaliser.hpp"
#include "rows_reference.hpp"

namespace tests {

// rows_accuracy_test.cpp

/// The largest error of a result, in ulp.
inline constexpr double row_bound = 2.0;

/// Rows with their exact results.
template <class T>
struct exact_rows {
  struct row_of_logits {
    std::vector<T> x;
    std::vector<real> y;
  };
  std::vector<row_of_logits> rows;

  exact_rows(const row_reference& f, const std::vector<std::vector<T>>& logits);
};

struct worst_row_error {
  double ulp = 0;
  std::size_t results = 0;
};

/// Every result is within row_bound and the stated range, for rows alone and for rows with a neighbour between.
template <class T>
failures row_accuracy(const normaliser& n, const exact_rows<T>& want, worst_row_error& worst);

/// The results of a row sum to 1 within row_bound times the epsilon, however many there are.
template <class T>
failures row_sums(const normaliser& n, std::size_t longest, double& worst);

/// x + c, where that is exact, gives the results of x: within 2 row_bound, and in every bit where both rows lie so far
/// out that the largest logit is subtracted.
template <class T>
failures shifts(const normaliser& n, double& worst);

/// The order of the logits changes results by at most 2 row_bound ulp.
template <class T>
failures permutations(const normaliser& n, double& worst);

// rows_gradient_test.cpp

/// The gradient is what central differences of forward in double give.
failures row_gradient(const normaliser& n);

/// Two products, two differences, and the sum of products: six roundings of half an epsilon.
inline constexpr double gradient_bound = 3;

/// The gradient is the exact one of the given y and grad_y, within gradient_bound times the epsilon of its terms' size.
template <class T>
failures exact_row_gradient(const normaliser& n, const row_reference& f, double& worst);

// rows_edge_test.cpp

/// NaN, infinities, rows of nothing but masked logits, of one element and of none; the rows beside them do not change.
failures row_edges(const normaliser& n);

// rows_position_test.cpp

/// A row gives the same bits at every alignment, beside any rows, in place or not, checked or not, in every lane.
failures row_position(const normaliser& n);

/// It does so too where arrays are larger than the cache.
failures row_streaming(const normaliser& n);

// rows_guard_test.cpp

/// Nothing beyond the arrays is touched.
failures row_guards(const normaliser& n);

// rows_misuse_test.cpp

/// A wrong call throws std::invalid_argument, naming the function and the numbers, and writes nothing.
failures row_misuse(const normaliser& n);

/// property(n), or property(n, its reference), of every normaliser that this CPU runs.
template <class Property>
void for_each_normaliser(const Property& property) {
  for (const normaliser_set& set : normaliser_sets())
    for (std::size_t i = 0; i < set.normalisers.size(); ++i) {
      if constexpr (requires { property(set.normalisers[i]); })
        property(set.normalisers[i]);
      else
        property(set.normalisers[i], row_references()[i]);
    }
}

}  // namespace tests
