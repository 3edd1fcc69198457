// Catch2, 2 or 3, and the loop over all rows.
// SPDX-License-Identifier: MIT
#pragma once

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "failures.hpp"
#include "reference/reference.hpp"
#include "row.hpp"

namespace tests {

inline void report(const failures& found) {
  if (found.count == 0)
    SUCCEED();
  else
    FAIL_CHECK(found.count << " failures:\n" << found.text());
}

/// property(row) or property(row, reference) of every row that this CPU runs.
template <class Property>
void for_each_row(const Property& property) {
  for (const instruction_set& set : instruction_sets())
    for (std::size_t i = 0; i < set.rows.size(); ++i) {
      if constexpr (requires { property(set.rows[i]); })
        report(property(set.rows[i]));
      else
        report(property(set.rows[i], references()[i]));
    }
}

}  // namespace tests
