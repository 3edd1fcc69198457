// Reads and writes stop at the ends of arrays: those lie against pages that cannot be touched.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>

#include "catch.hpp"
#include "guarded.hpp"
#include "properties.hpp"

namespace tests {
namespace {

template <class T>
void check_guards(const row& r, failures& found) {
  const fault_trap trap;
  constexpr std::size_t longest = 259, bytes = longest * sizeof(T);
  const guarded_room room[4]{guarded_room(bytes), guarded_room(bytes), guarded_room(bytes), guarded_room(bytes)};
  for (const guarded_room& each : room)
    for (const bool at_end : {false, true}) std::ranges::fill(each.array<T>(longest, at_end), T(0.75));

  for (std::size_t a = 0; a < array_function_count; ++a)
    for (const array_call<T> call : {r.in<T>().arrays[a].checked, r.in<T>().arrays[a].unchecked})
      for (std::size_t n = 0; call != nullptr && n <= longest; n = next_length(n, r.in<T>().lanes))
        for (const bool at_end : {false, true}) {
          const auto array = [&](int i) { return room[i].array<T>(n, at_end); };
          if (fault_trap::touches([&] { call(r.f, {.in = {array(0), array(1)}, .out = {array(2), array(3)}}); }))
            found.add([&] {
              return format("%s of %s<%s> touches memory %s an array of %zu elements [%s]",
                            array_functions[a].name.data(), name(r).c_str(),
                            std::same_as<T, float> ? "float" : "double", at_end ? "after" : "before", n,
                            r.instruction_set.data());
            });
        }
}

}  // namespace

failures guard_pages(const row& r) {
  failures found;
  check_guards<float>(r, found);
  check_guards<double>(r, found);
  return found;
}

namespace {
TEST_CASE("array functions stay within their arrays", "[guard]") { for_each_row(guard_pages); }
}  // namespace
}  // namespace tests
