// Reads and writes stop at the ends of arrays of rows: those lie against pages that cannot be touched.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <vector>

#include "catch.hpp"
#include "guarded.hpp"
#include "rows_properties.hpp"

namespace tests {
namespace {

constexpr std::size_t longest = 259;

template <class T>
failures check_guards(const normaliser& n) {
  failures found;
  const fault_trap trap;
  const normaliser_calls<T>& call = n.in<T>();
  const std::size_t widest = 2 * call.lanes + 1;
  const std::vector<std::size_t> together = short_lengths(call.lanes);
  const guarded_room room[3]{guarded_room(longest * widest * sizeof(T)), guarded_room(longest * widest * sizeof(T)),
                             guarded_room(longest * widest * sizeof(T))};
  for (const guarded_room& r : room) std::ranges::fill(r.array<T>(longest * widest, true), T(0.75));
  for (const guarded_room& r : room) std::ranges::fill(r.array<T>(longest * widest, false), T(0.75));

  for (const std::size_t inner : {std::size_t{1}, std::size_t{2}, call.lanes - 1, call.lanes, call.lanes + 1, widest})
    for (std::size_t length = 0; length <= longest;
         length = inner == 1 ? next_length(length, call.lanes) : length + (length < 9 || length == 258 ? 1 : 83))
      for (const bool at_end : {false, true}) {
        const bool alone = inner > 1 || std::ranges::find(together, length) == together.end();
        for (std::size_t outer = 1; outer <= (alone ? 1 : call.lanes); outer += call.lanes - 1) {
          const hillock::axis a{.outer = outer, .length = length, .inner = inner};
          const auto array = [&](int i) { return room[i].array<T>(outer * length * inner, at_end); };
          const auto tell = [&](const char* function) {
            found.add([&] {
              return format("%s of %s touches memory %s arrays of {.outer = %zu, .length = %zu, .inner = %zu}",
                            function, name<T>(n).c_str(), at_end ? "after" : "before", outer, length, inner);
            });
          };
          if (fault_trap::touches([&] { call.forward(n.f, array(0), array(1), &a); })) tell("forward");
          if (fault_trap::touches([&] { call.unchecked_forward(n.f, array(0), array(1), &a); }))
            tell("unchecked forward");
          if (call.backward_from_output == nullptr) continue;
          if (fault_trap::touches([&] { call.backward_from_output(n.f, array(0), array(1), array(2), &a); }))
            tell("backward_from_output");
          if (fault_trap::touches([&] { call.unchecked_backward_from_output(n.f, array(0), array(1), array(2), &a); }))
            tell("unchecked backward_from_output");
        }
      }
  return found;
}

}  // namespace

failures row_guards(const normaliser& n) {
  return in_both_types([&]<class T>(T) { return check_guards<T>(n); });
}

namespace {
TEST_CASE("functions over rows stay within their arrays", "[rows]") {
  for_each_normaliser([](const normaliser& n) { report(row_guards(n)); });
}
}  // namespace
}  // namespace tests
