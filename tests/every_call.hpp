// One element through every call of a row that computes a member: scalar, register and arrays.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string_view>

#include "row.hpp"

namespace tests {

inline constexpr std::size_t most_lanes = 64;

/// use(way, result) for every way to have member m of x computed.
template <class T, class Use>
void for_each_call(const row& r, member m, T x, Use&& use) {
  const calls<T>& c = r.in<T>();
  if (!c[m]) return;
  use(std::string_view("a scalar"), c[m].scalar(r.f, x));

  std::array<T, most_lanes> in, y, d;
  in.fill(x);
  c[m].batch(r.f, in.data(), y.data());
  use(std::string_view("a batch"), y[0]);

  std::array<T, most_lanes> ones;
  ones.fill(1);
  // A length that goes through the unrolled loop, single registers and a partial one.
  const std::size_t n = 5 * c.lanes < most_lanes ? 5 * c.lanes + 1 : most_lanes - 1;
  for (std::size_t a = 0; a < array_function_count; ++a)
    for (const array_call<T> call : {c.arrays[a].checked, c.arrays[a].unchecked})
      for (int k = 0; call != nullptr && k < array_functions[a].outputs; ++k) {
        if (array_functions[a].computes[k] != m) continue;
        call(r.f, {.in = {{in.data(), n}, {ones.data(), n}}, .out = {{y.data(), n}, {d.data(), n}}});
        use(array_functions[a].name, k == 0 ? y[n - 1] : d[n - 1]);
      }
}

}  // namespace tests
