// The errors of the peers, against the exact values of the tests.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "../tests/reference/reference.hpp"
#include "../tests/reference/ulp.hpp"
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
std::optional<double> largest_error(const row& r, const input& in, const peer& p) {
  const routine<T> call = p.find<T>(r.activation, r.what.id);
  if (call == nullptr) return std::nullopt;
  const arrays<T> a = arrays_of<T>(in, r.size);
  const std::vector<tests::jet>& exact = exact_results(r.activation, a);
  call(a);
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

[[maybe_unused]] const bool added = [] {
  max_ulp = [](const row& r, const input& in, const peer& p) {
    return r.element_bytes == sizeof(float) ? largest_error<float>(r, in, p) : largest_error<double>(r, in, p);
  };
  return true;
}();

}  // namespace
}  // namespace bench
