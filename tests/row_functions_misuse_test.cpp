// Wrong calls over rows with masks and targets throw std::invalid_argument before anything is written.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <stdexcept>

#include "catch.hpp"
#include "row_functions_properties.hpp"

namespace tests {
namespace {

template <class T>
class misuse_check {
 public:
  misuse_check(const row_calls<T>& calls, row_function f) : calls_(calls), f_(f) {}

  failures run() {
    for_each_kind<T>(f_, [&](row_call_options options) {
      options_ = options;
      if (options.mask == mask_kind::function) return;  // nothing to be wrong about
      sizes();
      axes();
      overlaps();
      targets();
      right();
    });
    return found_;
  }

 private:
  static constexpr hillock::axis fitting{.outer = 3, .length = 4, .inner = 2, .pitch = 9};
  static constexpr std::size_t elements = 2 * 9 + 8, rows = 6;

  // A right call, to be spoilt.
  row_operands<T> operands() {
    random_bits random(56);
    const auto problems = random_problems<T>(f_, fitting.length, rows, random);
    arrays_.emplace(problems, layout_, options_);
    row_operands<T> o = arrays_->operands();
    std::ranges::fill(o.out, canary);
    std::ranges::fill(o.results, canary);
    return o;
  }

  template <class E>
  static std::span<E> resized(std::span<E> all, std::size_t n) {
    return {all.data(), n};
  }
  template <class E>
  static std::span<E> null(std::span<E> all) {
    return {static_cast<E*>(nullptr), all.size()};
  }

  // spoil(operands) refused.
  template <class Spoil>
  void refused(const char* what, const Spoil& spoil, std::initializer_list<std::size_t> numbers) {
    row_operands<T> o = operands();
    spoil(o);
    refused(what, o, fitting, numbers);
  }

  void sizes() {
    const row_function_facts& has = facts(f_);
    for (const std::size_t wrong : {elements - 1, elements + 1, std::size_t{0}}) {
      refused("another size of x", [&](auto& o) { o.x = resized(o.x, wrong); }, {wrong});
      if (has.row_inputs == 2)
        refused("another size of grad_y", [&](auto& o) { o.grad = resized(o.grad, wrong); }, {wrong, elements});
      if (has.out)
        refused("another size of the output", [&](auto& o) { o.out = resized(o.out, wrong); }, {wrong, elements});
      if (options_.dense)
        refused("another size of dense targets", [&](auto& o) { o.target.dense = resized(o.target.dense, wrong); },
                {wrong, elements});
    }
    for (const std::size_t wrong : {rows - 1, rows + 1, std::size_t{0}}) {
      if (has.results)
        refused("another size of the results", [&](auto& o) { o.results = resized(o.results, wrong); }, {wrong, rows});
      for (int i = 0; i < has.numbers; ++i)
        refused("another size of numbers", [&](auto& o) { o.given[i] = resized(o.given[i], wrong); }, {wrong, rows});
      if (has.target && !options_.dense)
        refused("another number of targets", [&](auto& o) { o.target.index = resized(o.target.index, wrong); },
                {wrong, rows});
    }
    // whole rows that go into six: 4, 8, 12, 24
    if (options_.mask == mask_kind::array)
      for (const std::size_t wrong : {0u, 1u, 3u, 5u, 16u, 20u, 23u, 25u, 28u, 48u})
        refused("a mask that does not fit", [&](auto& o) { o.mask.terms = resized(o.mask.terms, wrong); },
                {wrong, fitting.length, rows});

    refused("a null x", [&](auto& o) { o.x = null(o.x); }, {elements});
    if (has.row_inputs == 2) refused("a null grad_y", [&](auto& o) { o.grad = null(o.grad); }, {elements});
    if (has.out) refused("a null output", [&](auto& o) { o.out = null(o.out); }, {elements});
    if (has.results) refused("null results", [&](auto& o) { o.results = null(o.results); }, {rows});
    for (int i = 0; i < has.numbers; ++i)
      refused("null numbers", [&](auto& o) { o.given[i] = null(o.given[i]); }, {rows});
    if (options_.dense)
      refused("null dense targets", [&](auto& o) { o.target.dense = null(o.target.dense); }, {elements});
    else if (has.target)
      refused("null targets", [&](auto& o) { o.target.index = null(o.target.index); }, {});
    if (options_.mask == mask_kind::array)
      refused("a null mask", [&](auto& o) { o.mask.terms = null(o.mask.terms); }, {24});
  }

  void axes() {
    constexpr std::size_t half = ~std::size_t{0} / 2 + 1;
    for (const hillock::axis a : {
             hillock::axis{.outer = 3, .length = 4, .inner = 2},               // not padded
             hillock::axis{.outer = 3, .length = 4, .inner = 2, .pitch = 10},  // padded more
             hillock::axis{.outer = 3, .length = 4, .inner = 2, .pitch = 7},   // less than a row's width
             hillock::axis{.outer = 1, .length = 26, .inner = 1, .pitch = 25},
             hillock::axis{.outer = 0, .length = 4, .inner = 2, .pitch = 9},
             hillock::axis{.outer = 0, .length = 4, .inner = 2, .pitch = 7},
             hillock::axis{.outer = 3, .length = 0, .inner = 2, .pitch = 9},
             // 26 modulo 2^64
             hillock::axis{.outer = 3, .length = 4, .inner = 2, .pitch = half + 9},
             hillock::axis{.outer = half + 1, .length = 26, .inner = 1, .pitch = 32},
             hillock::axis{.outer = 1, .length = half / 2, .inner = 4, .pitch = 26},
             hillock::axis{.outer = half, .length = 13, .inner = 2, .pitch = 26},
         }) {
      row_operands<T> o = operands();
      refused("an axis that does not fit", o, a, {a.outer, a.length, a.inner, a.pitch});
    }
  }

  void overlaps() {
    const row_function_facts& has = facts(f_);
    const auto over = [&](const char* what, auto part) {
      const auto at = [&](auto in, std::ptrdiff_t shift, std::size_t n) {
        return std::span<T>(const_cast<T*>(in.data()) + shift, n);
      };
      if (has.out)
        for (const std::ptrdiff_t shift : {-25, -1, 1})
          refused(what, [&](auto& o) { o.out = at(part(o), shift, elements); }, {});
      if (has.results)
        for (const std::ptrdiff_t shift : {-5, 0, 1})
          refused(what, [&](auto& o) { o.results = at(part(o), shift, rows); }, {});
    };
    over("an output that overlaps x", [](auto& o) { return o.x; });
    if (has.row_inputs == 2) over("an output that overlaps grad_y", [](auto& o) { return o.grad; });
    if (options_.mask == mask_kind::array)
      over("an output that overlaps the mask", [](auto& o) { return o.mask.terms; });
    if (options_.dense) over("an output that overlaps targets", [](auto& o) { return o.target.dense; });
    for (int i = 0; i < has.numbers; ++i) over("an output that overlaps numbers", [&](auto& o) { return o.given[i]; });
    if (has.results && has.out)
      refused("outputs that overlap", [&](auto& o) { o.results = o.out.subspan(3, rows); }, {});
  }

  void targets() {
    if (!facts(f_).target || options_.dense) return;
    for (const std::int32_t wrong : {-1, 4, 5, std::numeric_limits<std::int32_t>::min()})
      for (const std::size_t at : {0u, 3u, 5u}) {
        row_operands<T> o = operands();
        std::vector<std::int32_t> index(o.target.index.begin(), o.target.index.end());
        index[at] = wrong;
        o.target.index = index;
        refused("a target that is no class", o, fitting, {at, fitting.length - 1});
        if (said_.find(format("target[%zu] is %d,", at, wrong)) == std::string::npos)
          tell("a target that is no class", "got: " + said_);
      }
  }

  void right() {
    const row_operands<T> o = operands();
    try {
      calls_[f_].checked({}, fitting, o);
    } catch (const std::exception& error) {
      tell("what fits", std::string("got: ") + error.what());
    }
  }

  void refused(const char* what, const row_operands<T>& o, hillock::axis a,
               std::initializer_list<std::size_t> numbers) {
    std::vector<T> x;
    if (o.x.data() != nullptr) x.assign(o.x.begin(), o.x.end());
    try {
      calls_[f_].checked({}, a, o);
      tell(what, "was accepted");
    } catch (const std::invalid_argument& error) {
      said_ = error.what();
      if (!said_.starts_with("hillock::" + std::string(facts(f_).call) + ":")) tell(what, "got: " + said_);
      for (const std::size_t n : numbers)
        if (!names(said_, n)) tell(what, "got a sentence without " + std::to_string(n) + ": " + said_);
    }
    row_operands<T> after = arrays_->operands();
    if (std::ranges::any_of(after.out, [](T each) { return each != canary; }) ||
        std::ranges::any_of(after.results, [](T each) { return each != canary; }) ||
        (o.x.data() && !std::ranges::equal(o.x, x, same_number<T>)))
      tell(what, "left something written");
  }

  void tell(const char* what, const std::string& outcome) {
    found_.add([&] {
      return format("%s, called with %s, %s", name(calls_, f_, {}, options_).c_str(), what, outcome.c_str());
    });
  }

  static constexpr T canary = T(-0x1.badp77);

  const row_calls<T>& calls_;
  row_function f_;
  row_call_options options_;
  row_layout layout_{rows, fitting};
  std::optional<row_call_arrays<T>> arrays_;
  std::string said_;
  failures found_;
};

}  // namespace

template <class T>
failures row_function_misuse(const row_calls<T>& calls, row_function f) {
  return misuse_check<T>(calls, f).run();
}
template failures row_function_misuse(const row_calls<float>&, row_function);
template failures row_function_misuse(const row_calls<double>&, row_function);

namespace {
TEST_CASE("a wrong call with a mask or targets throws, names its numbers and writes nothing", "[rows]") {
  for_each_row_calls([](const auto& calls) {
    for (std::size_t f = 0; f < row_function_count; ++f)
      report(row_function_misuse(calls, static_cast<row_function>(f)));
  });
}
}  // namespace
}  // namespace tests
