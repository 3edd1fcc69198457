// Measures members of activations over many inputs.
// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "../../tests/reference/reference.hpp"
#include "../../tests/reference/roots.hpp"
#include "../../tests/row.hpp"
#include "inputs.hpp"

namespace ulp {

/// Which results: a member at one instruction set.
struct subject {
  const tests::row* row;
  tests::member member;
};

struct worst_error {
  double ulp = 0, x = 0;
};

/// What was found.
struct findings {
  std::uint64_t inputs = 0, others = 0;  ///< numbers in the domain that were tried; all others, NaN included
  std::uint64_t correct = 0;             ///< correctly rounded
  std::uint64_t undecided = 0;           ///< of these, how many may as well be next to correct: error 0.5 ulp
  std::uint64_t wrong_class = 0;         ///< NaN, zero, finite or infinite, where the exact result allows none of it
  std::uint64_t wrong_sign = 0;          ///< -0 included
  std::uint64_t out_of_range = 0;
  std::uint64_t steps_back = 0;      ///< between neighbours, of a monotone function
  std::uint64_t above_bound = 0;     ///< errors above what `about` states; beyond 2^16 not all are counted
  double sum = 0;                    ///< of all errors
  std::vector<worst_error> binades;  ///< the worst by sign and exponent of x (binade_of)

  worst_error worst() const;
  double mean() const { return inputs == 0 ? 0 : sum / static_cast<double>(inputs); }
  /// Nothing but errors within the bound.
  bool sound() const { return wrong_class + wrong_sign + out_of_range + above_bound == 0; }
};

/// The bound that `about` states.
template <std::floating_point T>
hillock::error_bound stated_bound(const subject& s);

/// How the member is named in an array function's call.
template <std::floating_point T>
void call(const tests::row& r, tests::member m, const void* f, std::span<const T> x, std::span<T> y);

/// The judgement of one result by the exact one.
struct verdict {
  double error;
  bool correct, wrong_class, wrong_sign;
};
template <std::floating_point T>
verdict judge(T got, const tests::real& want, long lowest_binade);

/// That of the member at one x.
template <std::floating_point T>
verdict measure_one(std::size_t activation, const subject& s, T x);

/// How far from exact, in ulp of float, the reference in double may be: the float64 kernel of `newest`, the row on the
/// newest instruction set here. 0 means exact.
double reference_error(const tests::row& newest, tests::member m);

struct how {
  unsigned threads;
  std::function<void(double share)> progress;  ///< called now and then by one thread at a time
};

/// One result for each subject: rows of one activation, the one with this index among references().
template <std::floating_point T>
std::vector<findings> measure(std::size_t activation, std::span<const subject> subjects, const inputs<T>& tried,
                              const how& options);

}  // namespace ulp
