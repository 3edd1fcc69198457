// The errors of the peers, against the exact values of the tests.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "../tests/reference/reference.hpp"
#include "../tests/reference/ulp.hpp"
#include "../tests/rows_reference.hpp"
#include "../tests/rows_samples.hpp"
#include "list.hpp"
#include "report.hpp"

namespace bench {
namespace {

template <class T>
const std::vector<tests::jet>& exact_results(std::string_view activation, const arrays<T>& a) {
  static std::map<std::string_view, std::vector<tests::jet>> known;
  std::vector<tests::jet>& results = known[activation];
  // The first with this name has the parameters by default.
  const auto& f =
      *std::ranges::find(tests::references(), activation, [](const tests::reference& r) { return r.about.name; });
  for (std::size_t i = results.size(); i < a.n; ++i) results.push_back(tests::exact(f, a.x[i]));
  return results;
}

template <class T>
std::optional<double> error_of_values(const row& r, const arrays<T>& a) {
  const std::vector<tests::jet>& exact = exact_results(r.function, a);
  const tests::precision scope(256);
  double worst = 0;
  for (std::size_t i = 0; i < a.n; ++i) {
    const tests::real wanted = r.what.id == operation::backward     ? a.grad_y[i] * exact[i].derivative
                               : r.what.id == operation::derivative ? exact[i].derivative
                                                                    : exact[i].value;
    worst = std::max(worst, tests::ulp_error(a.y[i], wanted));
  }
  return worst;
}

template <class T>
std::optional<double> error_of_gate(const row& r, const arrays<T>& a) {
  std::string_view activation;
  for_each_product_gate([&]<class F>(std::string_view name) {
    if (name == r.function) activation = F::about.name;
  });
  if (activation.empty()) return std::nullopt;
  const std::vector<tests::jet>& exact = exact_results(activation, a);
  const tests::precision scope(256);
  double worst = 0;
  for (std::size_t i = 0; i < a.n; ++i) {
    const tests::real grad_y(a.grad_y[i]), value(a.value[i]);
    if (r.what.id == operation::gate) {
      worst = std::max(worst, tests::ulp_error(a.y[i], exact[i].value * value));
    } else {
      worst = std::max(worst, tests::ulp_error(a.y[i], grad_y * value * exact[i].derivative));
      worst = std::max(worst, tests::ulp_error(a.dydx[i], grad_y * exact[i].value));
    }
  }
  return worst;
}

// The one of this name whose parameters are the defaults; null for what the tests do not know.
const tests::row_reference* row_reference_of(std::string_view function) {
  const tests::row_reference* result = nullptr;
  std::size_t i = 0;
  hillock::normalisers::for_each([&]<class F>() {
    if (F::about.name == function) result = &tests::row_references()[i];
    i += tests::normaliser_samples<F>.size();
  });
  return result;
}

// Of the rows with the first elements, which are enough. Gradients: in ulp of the terms that they are the sum of.
constexpr std::size_t elements_checked = 20000;

template <class T>
std::optional<double> error_of_rows(const row& r, const arrays<T>& a) {
  const tests::row_reference* f = row_reference_of(r.function);
  if (f == nullptr) return std::nullopt;
  const std::size_t length = a.rows.length, inner = a.rows.inner;
  const auto row_of = [&](const T* p, std::size_t first) {
    std::vector<T> elements;
    for (std::size_t k = 0; k < length; ++k) elements.push_back(p[first + k * inner]);
    return elements;
  };
  double worst = 0;
  for (std::size_t number = 0; number < a.rows.rows() && number * length < elements_checked; ++number) {
    const std::size_t first = number / inner * length * inner + number % inner;
    const std::vector<T> y = row_of(a.y, first);
    if (r.what.id == operation::rows) {
      const std::vector<tests::real> wanted = tests::exact_row<T>(*f, row_of(a.x, first));
      for (std::size_t k = 0; k < length; ++k) worst = std::max(worst, tests::ulp_error(y[k], wanted[k]));
    } else {
      const auto wanted = tests::exact_gradient<T>(*f, row_of(a.result, first), row_of(a.grad_y, first));
      for (std::size_t k = 0; k < length; ++k)
        if (!wanted[k].size.is_zero())
          worst = std::max(worst, tests::ulp_error(y[k], wanted[k].value, wanted[k].size.exponent()));
    }
  }
  return worst;
}

template <class T>
std::optional<double> largest_error(const row& r, const input& in, const peer& p) {
  const routine<T> call = p.find<T>(r.function, r.what.id);
  if (call == nullptr) return std::nullopt;
  const arrays<T> a = arrays_of<T>(in, r.function, r.what.id, r.rows);
  call(a);
  switch (r.what.id) {
    case operation::rows:
    case operation::rows_backward:
      return error_of_rows(r, a);
    case operation::rows_causal:
    case operation::rows_alibi:
    case operation::reduction:
    case operation::reduction_backward:
      return std::nullopt;
    case operation::gate:
    case operation::gate_backward:
      return error_of_gate(r, a);
    default:
      return error_of_values(r, a);
  }
}

[[maybe_unused]] const bool added = [] {
  max_ulp = [](const row& r, const input& in, const peer& p) {
    return r.element_bytes == sizeof(float) ? largest_error<float>(r, in, p) : largest_error<double>(r, in, p);
  };
  return true;
}();

}  // namespace
}  // namespace bench
