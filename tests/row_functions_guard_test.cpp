// Reads and writes of functions over rows with masks and targets stop at the ends of all their arrays.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <memory>

#include "catch.hpp"
#include "guarded.hpp"
#include "row_functions_properties.hpp"

namespace tests {
namespace {

// Copies of a call's arrays, each against a page that cannot be touched.
template <class T>
class guarded_operands {
 public:
  explicit guarded_operands(std::size_t elements) {
    for (auto& each : rooms_) each = std::make_unique<guarded_room>(elements * sizeof(T));
  }

  row_operands<T> copy(row_operands<T> o, bool at_end) {
    std::size_t room = 0;
    const auto move = [&]<class E>(std::span<E>& all) {
      const auto to = rooms_[room++]->template array<std::remove_const_t<E>>(all.size(), at_end);
      std::ranges::copy(all, to.begin());
      all = to;
    };
    move(o.x);
    move(o.grad);
    move(o.mask.terms);
    move(o.target.dense);
    move(o.target.index);
    move(o.given[0]);
    move(o.given[1]);
    move(o.results);
    move(o.out);
    return o;
  }

 private:
  std::unique_ptr<guarded_room> rooms_[9];
};

}  // namespace

template <class T>
failures row_function_guards(const row_calls<T>& calls, row_function f) {
  failures found;
  const fault_trap trap;
  random_bits random(55);
  const std::size_t lanes = calls.lanes,
                    of_some_batches = 20 * lanes - 1;  // the last of four that are looked at together is a part
  guarded_operands<T> guarded(3 * std::max<std::size_t>(259, of_some_batches) * (2 * lanes + 1));
  for (const std::size_t inner : {std::size_t{1}, std::size_t{2}, lanes, 2 * lanes + 1}) {
    std::vector<std::size_t> lengths{of_some_batches};
    for (std::size_t length = 1; length <= 259; length += inner == 1 && length < 4 * lanes + 2 ? 1 : 1 + length / 2)
      lengths.push_back(length);
    for (const std::size_t length : lengths)
      for (const std::size_t padding : {0u, 5u}) {
        const bool alone = inner > 1 || length > 4 * lanes + 1;  // shorter ones may be taken together
        const hillock::axis a{.outer = alone ? 2 : lanes + 1,
                              .length = length,
                              .inner = inner,
                              .pitch = padding ? length * inner + padding : 0};
        const row_layout layout(1, a);
        auto problems = random_problems<T>(f, length, 1, random);
        if (std::vector<T>& terms = problems[0].terms; length == of_some_batches && !terms.empty()) {
          std::ranges::fill(terms, -inf<T>);
          terms.back() = 0;
        }
        for_each_kind<T>(f, [&](row_call_options options) {
          for (const bool unchecked : {false, true})
            for (const bool at_end : {false, true}) {
              options.unchecked = unchecked;
              row_call_arrays<T> arrays(problems, layout, options);
              const row_operands<T> o = guarded.copy(arrays.operands(), at_end);
              if (fault_trap::touches([&] { (unchecked ? calls[f].unchecked : calls[f].checked)({}, a, o); }))
                found.add([&] {
                  return format("%s, %s touches memory %s its arrays", name(calls, f, {}, options).c_str(),
                                text(a).c_str(), at_end ? "after" : "before");
                });
            }
        });
      }
  }
  return found;
}
template failures row_function_guards(const row_calls<float>&, row_function);
template failures row_function_guards(const row_calls<double>&, row_function);

namespace {
TEST_CASE("functions over rows stay within their masks, targets and results", "[rows]") {
  for_each_row_calls([](const auto& calls) {
    for (std::size_t f = 0; f < row_function_count; ++f)
      report(row_function_guards(calls, static_cast<row_function>(f)));
  });
}
}  // namespace
}  // namespace tests
