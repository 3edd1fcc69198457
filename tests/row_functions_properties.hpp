// The properties of functions over rows with masks, targets and states, each a function that returns what it found wrong. The
// tests apply them to hillock's, and row_functions_mutants_test.cpp to broken ones that they must find out.
// SPDX-License-Identifier: MIT
#pragma once

#include "failures.hpp"
#include "inputs.hpp"
#include "row_layouts.hpp"

namespace tests {

template <class T>
inline constexpr T inf = std::numeric_limits<T>::infinity();
template <class T>
inline constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();

/// Problems for f, of ordinary sizes, with some masked logits.
template <class T>
std::vector<row_problem<T>> random_problems(row_function f, std::size_t length, std::size_t count,
                                            random_bits& random) {
  std::vector<row_problem<T>> problems(count);
  constexpr double spreads[]{1, 30, 200}, offsets[]{0, 50, -3e6};
  for (row_problem<T>& p : problems) {
    const double spread = spreads[random() % 3], offset = offsets[random() % 3];
    p.x = random_logits<T>(length, spread, offset, random);
    if (f == row_function::softmax_backward) p.x = random_logits<T>(length, 1, 0.5, random);
    if (f == row_function::log_softmax_backward) p.x = random_logits<T>(length, 30, -15, random);
    if (facts(f).row_inputs == 2) p.grad = random_logits<T>(length, 2, 0, random);
    if (facts(f).mask) p.terms = random_logits<T>(length, random() % 2 ? 2 : 60, 0, random);
    for (T& term : p.terms)
      if (random() % 4 == 0) term = -inf<T>;
    if (!p.terms.empty() && random() % 2) {  // a window, where half have no terms
      const std::size_t first = random() % length, last = first + random() % (length - first);
      for (std::size_t k = 0; k < length; ++k)
        if (k < first || k > last)
          p.terms[k] = -inf<T>;
        else if (k <= (first + last) / 2)
          p.terms[k] = 0;
    }
    if (!p.terms.empty()) p.terms[random() % length] = 0;
    if (facts(f).target) {
      p.dense = random_logits<T>(length, 1, 0.5, random);
      p.index = static_cast<std::int32_t>(random() % length);
      p.given[0] = static_cast<T>(random.uniform(-2, 2));
    } else {
      p.given[0] = static_cast<T>(offset + random.uniform(0, spread));
      p.given[1] = static_cast<T>(random.uniform(-2, 2));
    }
  }
  return problems;
}

/// use(options) for every mask or kind of target that f was compiled with.
template <class T, class Use>
void for_each_kind(row_function f, const Use& use) {
  for (const mask_kind mask : masks_of(f)) use(row_call_options{.mask = mask});
  if (facts(f).target) use(row_call_options{.dense = true});
}

// row_functions_position_test.cpp

/// A row gives the same bits at every alignment, beside any rows, padded or not, in place or not, checked or not, whatever
/// kind of mask brings the terms. Nothing between the rows is read into them or written, nor asked of a mask.
template <class T>
failures row_function_position(const row_calls<T>& calls, row_function f);

// row_functions_guard_test.cpp

/// Nothing beyond the arrays is touched.
template <class T>
failures row_function_guards(const row_calls<T>& calls, row_function f);

// row_functions_misuse_test.cpp

/// A wrong call throws std::invalid_argument, naming the function and the numbers, and writes nothing.
template <class T>
failures row_function_misuse(const row_calls<T>& calls, row_function f);

// logsumexp_test.cpp, masks_test.cpp, cross_entropy_test.cpp, softmax_state_test.cpp

/// The largest error of an array, in the worst case of all that was tried.
struct worst_error {
  double ulp = 0;
  std::size_t results = 0;
  void add(double error) {
    ulp = std::max(ulp, error);
    ++results;
  }
};

/// logsumexp is within logsumexp_bound ulp of max(|largest|, log of the sum over the largest power).
inline constexpr double logsumexp_bound = 2;
template <class T>
failures logsumexp_accuracy(const row_calls<T>& calls, double scale, worst_error& worst);

/// NaN, infinities, nothing but masked logits.
template <class T>
failures logsumexp_edges(const row_calls<T>& calls);

/// The gradient is what central differences give, and e^(scale x - y) of the given y within logsumexp_gradient_bound ulp.
inline constexpr double logsumexp_gradient_bound = 3;
template <class T>
failures logsumexp_gradient(const row_calls<T>& calls, worst_error& worst);

/// softmax, log_softmax and logsumexp of scale x + mask are within 2 ulp; what is masked is exactly nothing.
inline constexpr double masked_bound = 2;
template <class T>
failures masked_accuracy(const row_calls<T>& calls, row_function f, double scale, worst_error& worst);

/// Rows that are masked altogether follow the policy, and those beside them do not change.
template <class T>
failures masked_rows(const row_calls<T>& calls, row_function f);

/// The loss is within 2 ulp for an index, and within dense_loss_bound epsilon of its terms' sizes for dense targets.
inline constexpr double loss_bound = 2, dense_loss_bound = 2;
template <class T>
failures loss_accuracy(const row_calls<T>& calls, double scale, worst_error& index, worst_error& dense);

/// Its gradient is within loss_gradient_bound ulp for an index, also where softmax - 1 would cancel, and within
/// dense_gradient_bound epsilon of its terms' sizes for dense targets.
inline constexpr double loss_gradient_bound = 3, dense_gradient_bound = 3;
template <class T>
failures loss_gradient_accuracy(const row_calls<T>& calls, double scale, worst_error& index, worst_error& dense);

/// It is also what central differences of the loss give.
template <class T>
failures loss_differences(const row_calls<T>& calls);

/// Ties, NaN, infinities, masked logits.
template <class T>
failures loss_edges(const row_calls<T>& calls);

/// Below this exponent a size of logsumexp counts as it: a state's two words hold 1 and next to nothing no further.
template <class T>
inline constexpr long state_smallest_exponent = 4 - std::numeric_limits<T>::digits;
/// A row in pieces of any size, merged in any order, has the logsumexp of the whole within logsumexp_bound, and the sum.
template <class T>
failures state_accuracy(const state_calls<T>& state, worst_error& worst);

/// NaN, infinities, empty pieces.
template <class T>
failures state_edges(const state_calls<T>& state);

}  // namespace tests
