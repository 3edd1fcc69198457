// Calls of functions over rows, made of problems: one row each with all that belongs to it, laid out in arrays in any way.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "failures.hpp"
#include "row_functions.hpp"
#include "rows_inputs.hpp"

namespace tests {

template <class T>
struct row_problem {
  std::vector<T> x, grad, terms, dense;
  std::int32_t index = 0;
  T given[2]{};
};
template <class T>
struct row_outcome {
  T result;
  std::vector<T> out;
};

/// An axis, and which of some problems is the n-th row of the array, n = o * inner + i.
struct row_layout {
  hillock::axis a;
  std::vector<std::size_t> which;

  /// Every problem at least once.
  row_layout(std::size_t problems, hillock::axis shape) : a(shape) {
    const std::size_t rows = std::max(a.outer, (problems + a.inner - 1) / a.inner) * a.inner;
    a.outer = rows / a.inner;
    for (std::size_t n = 0; n < rows; ++n) which.push_back(n % problems);
  }

  std::size_t place(std::size_t n, std::size_t k) const { return tests::place(a, n / a.inner, n % a.inner, k); }
  std::size_t size() const { return a.length == 0 ? 0 : place(which.size() - 1, a.length - 1) + 1; }
};

/// axes of rows without neighbours between, which all give the same bits; and of rows with some, likewise.
inline std::vector<hillock::axis> plain_axes(std::size_t length) {
  return {{.outer = 7, .length = length},
          {.outer = 19, .length = length, .pitch = length + 1},
          {.outer = 3, .length = length, .pitch = 2 * length + 37}};
}
inline std::vector<hillock::axis> interleaved_axes(std::size_t length, std::size_t lanes) {
  std::vector<hillock::axis> axes;
  for (const std::size_t inner : {std::size_t{2}, lanes - 1, lanes, lanes + 1, 2 * lanes + 1})
    if (inner > 1)
      for (const std::size_t padding : {0u, 3u})
        axes.push_back({.outer = 2, .length = length, .inner = inner, .pitch = padding ? length * inner + padding : 0});
  return axes;
}

struct row_call_options {
  mask_kind mask = mask_kind::none;
  bool dense = false;
  bool unchecked = false;
  enum { apart, over_x, over_grad } out = apart;
  std::size_t offset = 0;     ///< of the arrays from where they are aligned
  std::size_t mask_rows = 0;  ///< how many rows of terms there are; 0 for as many as rows
};

/// The arrays of a call. NaN lies before and after them, and between their rows.
template <class T>
class row_call_arrays {
 public:
  row_call_arrays(const std::vector<row_problem<T>>& problems, const row_layout& layout,
                  const row_call_options& options)
      : layout_(layout),
        options_(options),
        mask_rows_(options.mask_rows ? options.mask_rows : layout.which.size()),
        out_(options.offset + layout.size() + margin, nan),
        results_(options.offset + layout.which.size() + margin, nan) {
    const auto each = [&](auto member) -> auto& { return problems[0].*member; };
    x_ = laid_out(problems, &row_problem<T>::x);
    if (!each(&row_problem<T>::grad).empty()) grad_ = laid_out(problems, &row_problem<T>::grad);
    if (!each(&row_problem<T>::dense).empty()) dense_ = laid_out(problems, &row_problem<T>::dense);
    for (const std::size_t p : layout.which) {
      index_.push_back(problems[p].index);
      for (int i = 0; i < 2; ++i) given_[i].push_back(problems[p].given[i]);
    }
    for (std::size_t n = 0; n < mask_rows_; ++n) {
      const std::vector<T>& terms = problems[layout.which[n]].terms;
      terms_.insert(terms_.end(), terms.begin(), terms.end());
    }
  }

  row_operands<T> operands() {
    const std::size_t n = layout_.size();
    const auto part = [&](std::vector<T>& all) {
      return all.empty() ? std::span<T>() : std::span(all).subspan(options_.offset, n);
    };
    return {.x = part(x_),
            .grad = part(grad_),
            .mask = {.kind = options_.mask, .terms = terms_, .term = term, .context = this, .slope = T(0)},
            .target = {.is_dense = options_.dense, .dense = part(dense_), .index = index_},
            .given = {given_[0], given_[1]},
            .results = std::span(results_).subspan(options_.offset, layout_.which.size()),
            .out = part(options_.out == row_call_options::over_x      ? x_
                        : options_.out == row_call_options::over_grad ? grad_
                                                                      : out_)};
  }

  /// What the call made of the n-th row.
  row_outcome<T> outcome(std::size_t n) {
    const row_operands<T> o = operands();
    row_outcome<T> y{o.results[n], {}};
    for (std::size_t k = 0; k < layout_.a.length; ++k) y.out.push_back(o.out[layout_.place(n, k)]);
    return y;
  }

  /// Whether the call wrote to what lies around and between the rows, or asked for terms that there are not.
  bool strayed() {
    std::vector<bool> row(out_.size());
    for (std::size_t n = 0; n < layout_.which.size(); ++n)
      for (std::size_t k = 0; k < layout_.a.length; ++k) row[options_.offset + layout_.place(n, k)] = true;
    for (const std::vector<T>* all : {&x_, &grad_, &out_})
      for (std::size_t i = 0; i < all->size(); ++i)
        if (!row[i] && !std::isnan((*all)[i])) return true;
    for (std::size_t i = 0; i < results_.size(); ++i)
      if ((i < options_.offset || i - options_.offset >= layout_.which.size()) && !std::isnan(results_[i])) return true;
    return asked_beyond_;
  }

 private:
  static constexpr std::size_t margin = 70;
  static constexpr T nan = std::numeric_limits<T>::quiet_NaN();

  std::vector<T> laid_out(const std::vector<row_problem<T>>& problems, std::vector<T> row_problem<T>::* member) const {
    std::vector<T> all(options_.offset + layout_.size() + margin, nan);
    for (std::size_t n = 0; n < layout_.which.size(); ++n)
      for (std::size_t k = 0; k < layout_.a.length; ++k)
        all[options_.offset + layout_.place(n, k)] = (problems[layout_.which[n]].*member)[k];
    return all;
  }

  static T term(const void* context, std::size_t row, std::size_t k) {
    const row_call_arrays& arrays = *static_cast<const row_call_arrays*>(context);
    if (row >= arrays.layout_.which.size() || k >= arrays.layout_.a.length) {
      arrays.asked_beyond_ = true;
      return nan;
    }
    return arrays.terms_[row % arrays.mask_rows_ * arrays.layout_.a.length + k];
  }

  const row_layout& layout_;
  const row_call_options& options_;
  std::size_t mask_rows_;
  std::vector<T> x_, grad_, dense_, terms_, given_[2], out_, results_;
  std::vector<std::int32_t> index_;
  mutable bool asked_beyond_ = false;
};

/// What f makes of every row of the array.
template <class T>
std::vector<row_outcome<T>> run(const row_calls<T>& calls, row_function f, row_parameters p,
                                const std::vector<row_problem<T>>& problems, const row_layout& layout,
                                const row_call_options& options, bool* strayed = nullptr) {
  row_call_arrays<T> arrays(problems, layout, options);
  (options.unchecked ? calls[f].unchecked : calls[f].checked)(p, layout.a, arrays.operands());
  std::vector<row_outcome<T>> result;
  for (std::size_t n = 0; n < layout.which.size(); ++n) result.push_back(arrays.outcome(n));
  if (strayed) *strayed = arrays.strayed();
  return result;
}
/// Of one row alone.
template <class T>
row_outcome<T> run(const row_calls<T>& calls, row_function f, row_parameters p, const row_problem<T>& problem,
                   const row_call_options& options = {}) {
  return run(calls, f, p, {problem}, row_layout(1, {.length = problem.x.size()}), options)[0];
}

/// Rows as problems, those of one length together.
template <class T>
std::vector<std::vector<row_problem<T>>> by_length(const std::vector<std::vector<T>>& rows) {
  std::vector<std::vector<row_problem<T>>> groups;
  for (const std::vector<T>& x : rows) {
    auto group = std::ranges::find_if(groups, [&](const auto& g) { return g[0].x.size() == x.size(); });
    if (group == groups.end()) group = groups.emplace(group);
    row_problem<T>& p = group->emplace_back();
    p.x = x;
  }
  return groups;
}

/// Without neighbours between, and with some in every lane and beyond.
inline std::array<hillock::axis, 2> both_axes(std::size_t length, std::size_t lanes) {
  return {{{.length = length}, {.length = length, .inner = 2 * lanes + 1}}};
}

/// The masks that f was compiled with; `alibi` apart, which is a formula of its own.
inline std::vector<mask_kind> masks_of(row_function f) {
  using enum mask_kind;
  if (!facts(f).mask) return {none};
  if (f == row_function::softmax) return {array, function};
  if (f == row_function::log_softmax) return {array};
  return {none, array};
}

/// log_softmax{scale = 0.3}<float> [avx512]
template <class T>
std::string name(const row_calls<T>& calls, row_function f, row_parameters p, const row_call_options& options = {}) {
  constexpr const char* masks[]{"", ", mask = array", ", mask = function", ", mask = alibi"};
  return format("%s of %s{scale = %g%s}<%s>%s%s%s [%s]", facts(f).call.data(), facts(f).f.data(), p.scale,
                p.zeros ? ", all_masked = zeros" : "", std::same_as<T, float> ? "float" : "double",
                masks[static_cast<int>(options.mask)], options.dense ? ", dense targets" : "",
                options.unchecked ? ", unchecked" : "", calls.instruction_set.data());
}
inline std::string text(hillock::axis a) {
  return format("{.outer = %zu, .length = %zu, .inner = %zu, .pitch = %zu}", a.outer, a.length, a.inner, a.pitch);
}

/// property(calls) of both types and every instruction set that this CPU runs.
template <class Property>
void for_each_row_calls(const Property& property) {
  for (const row_function_set& set : row_function_sets()) {
    property(set.float32);
    property(set.float64);
  }
}

}  // namespace tests
