// Wrong calls over rows throw std::invalid_argument before anything is written.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string>

#include "catch.hpp"
#include "rows_properties.hpp"

namespace tests {
namespace {

template <class T>
class row_misuse_check {
 public:
  explicit row_misuse_check(const normaliser& n) : n_(n), call_(n.in<T>()) {}

  failures run() {
    check("forward", 1);
    if (call_.backward_from_output) check("backward_from_output", 2);
    return found_;
  }

 private:
  static constexpr std::size_t length = 36, margin = 64, arrays = 3;
  static constexpr hillock::axis fitting{.outer = 3, .length = 4, .inner = 3};
  static constexpr T canary = T(-0x1.badp77);

  struct arguments {
    std::span<T> in[2], out;
    const hillock::axis* a = &fitting;
  };

  arguments right() {
    for (auto& array : buffer_) std::ranges::fill(array, canary);
    const auto middle = [&](int i) { return std::span<T>(buffer_[i] + margin, length); };
    return {.in = {middle(0), middle(1)}, .out = middle(2)};
  }

  void check(const char* function, int inputs) {
    function_ = function;
    for (const hillock::axis* a : {&fitting, static_cast<const hillock::axis*>(nullptr)}) {
      for (const std::size_t wrong : {length - 1, length + 1, std::size_t{0}}) {
        for (int i = 0; i < inputs; ++i) {
          arguments c = right();
          c.a = a;
          c.in[i] = {c.in[i].data(), wrong};
          expect_refusal("an input of another length", c, {wrong, length});
        }
        arguments c = right();
        c.a = a;
        c.out = {c.out.data(), wrong};
        expect_refusal("an output of another length", c, {wrong, length});
      }
      for (int i = 0; i < inputs; ++i) {
        arguments c = right();
        c.a = a;
        c.in[i] = {static_cast<T*>(nullptr), length};
        expect_refusal("a null input", c, {length});
        for (const std::ptrdiff_t shift : {1, -1, 35, -35}) {
          c = right();
          c.a = a;
          c.out = {buffer_[i] + margin + shift, length};
          expect_refusal("an output that overlaps an input", c, {length});
        }
      }
      arguments c = right();
      c.a = a;
      c.out = {static_cast<T*>(nullptr), length};
      expect_refusal("a null output", c, {length});
    }

    constexpr std::size_t half = ~std::size_t{0} / 2 + 1;  // 2 * half = 0 modulo 2^64
    for (const hillock::axis a : {
             hillock::axis{.outer = 3, .length = 4, .inner = 2},
             hillock::axis{.outer = 3, .length = 4, .inner = 3, .pitch = 11},
             hillock::axis{.outer = 3, .length = 4, .inner = 3, .pitch = 13},
             hillock::axis{.outer = 3, .length = 13, .inner = 1},
             hillock::axis{.outer = 0, .length = 4, .inner = 3},
             hillock::axis{.outer = 3, .length = 0, .inner = 3},
             hillock::axis{.outer = 3, .length = 4, .inner = 0},
             // These give 36 modulo 2^64.
             hillock::axis{.outer = 2, .length = half + 18, .inner = 1},
             hillock::axis{.outer = 1, .length = 4, .inner = half / 2 + 9},
             hillock::axis{.outer = half, .length = half, .inner = length},
         }) {
      arguments c = right();
      c.a = &a;
      expect_refusal("an axis that does not fit", c, {a.outer, a.length, a.inner, length});
    }

    expect_acceptance("what fits", right());
    arguments next = right();
    next.out = {buffer_[0] + margin + length, length};
    expect_acceptance("an output right after an input", next);
    next = right();
    next.out = next.in[0];
    expect_acceptance("an output that is the input", next);
  }

  void call(const arguments& c) const {
    if (std::string_view(function_) == "forward")
      call_.forward(n_.f, c.in[0], c.out, c.a);
    else
      call_.backward_from_output(n_.f, c.in[0], c.in[1], c.out, c.a);
  }

  void expect_refusal(const char* what, const arguments& c, std::initializer_list<std::size_t> numbers) {
    try {
      call(c);
      tell(what, "was accepted");
    } catch (const std::invalid_argument& error) {
      const std::string sentence = error.what();
      if (!sentence.starts_with(std::string("hillock::") + function_ + ":")) tell(what, "got: " + sentence);
      for (const std::size_t n : numbers)
        if (!names(sentence, n)) tell(what, "got a sentence without " + std::to_string(n) + ": " + sentence);
    }
    for (const auto& array : buffer_)
      if (std::ranges::any_of(array, [](T each) { return each != canary; }))
        return tell(what, "left something written");
  }

  void expect_acceptance(const char* what, const arguments& c) {
    try {
      call(c);
    } catch (const std::exception& error) {
      tell(what, std::string("got: ") + error.what());
    }
  }

  void tell(const char* what, const std::string& outcome) {
    found_.add(
        [&] { return format("%s of %s, called with %s, %s", function_, name<T>(n_).c_str(), what, outcome.c_str()); });
  }

  const normaliser& n_;
  const normaliser_calls<T>& call_;
  const char* function_ = "";
  failures found_;
  T buffer_[arrays][margin + 2 * length + margin];
};

}  // namespace

failures row_misuse(const normaliser& n) {
  return in_both_types([&]<class T>(T) { return row_misuse_check<T>(n).run(); });
}

namespace {
TEST_CASE("a wrong call over rows throws, names its numbers and writes nothing", "[rows]") {
  for_each_normaliser([](const normaliser& n) { report(row_misuse(n)); });
}
}  // namespace
}  // namespace tests
