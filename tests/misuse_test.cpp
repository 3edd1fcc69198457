// Wrong calls throw std::invalid_argument before anything is written.
// SPDX-License-Identifier: MIT
#include <initializer_list>
#include <stdexcept>
#include <string>

#include "catch.hpp"
#include "properties.hpp"
#include "wrong_call.hpp"

namespace tests {
namespace {

constexpr std::size_t length = 37;

// Calls of one array function with one thing wrong.
template <class T>
class misuse_check {
 public:
  misuse_check(const row& r, std::size_t a, failures& found)
      : r_(r), call_(r.in<T>().arrays[a].checked), facts_(array_functions[a]), found_(found) {}

  void run() {
    for (int i = 0; i < facts_.inputs; ++i)
      for (const std::size_t wrong : {length - 1, length + 1, std::size_t{0}}) {
        operands<T> o = right();
        o.in[i] = {o.in[i].data(), wrong};
        expect_refusal("an input of another length", o, {wrong, length});
      }
    for (int k = 0; k < facts_.outputs; ++k)
      for (const std::size_t wrong : {length - 1, length + 1, std::size_t{0}}) {
        operands<T> o = right();
        o.out[k] = {o.out[k].data(), wrong};
        expect_refusal("an output of another length", o, {wrong, length});
      }

    for (int i = 0; i < facts_.inputs; ++i) {
      operands<T> o = right();
      o.in[i] = {static_cast<const T*>(nullptr), length};
      expect_refusal("a null input", o, {length});
    }
    for (int k = 0; k < facts_.outputs; ++k) {
      operands<T> o = right();
      o.out[k] = {static_cast<T*>(nullptr), length};
      expect_refusal("a null output", o, {length});
    }

    for (int i = 0; i < facts_.inputs; ++i)
      for (int k = 0; k < facts_.outputs; ++k)
        for (const std::ptrdiff_t shift : {1, -1, 36, -36}) {
          operands<T> o = right();
          o.out[k] = {buffer_[i] + margin + shift, length};
          expect_refusal("an output that overlaps an input", o, {length});
        }
    for (const std::ptrdiff_t shift : {0, 1, -1, 36, -36}) {
      if (facts_.outputs < 2) break;
      operands<T> o = right();
      o.out[1] = {o.out[0].data() + shift, length};
      expect_refusal("outputs that overlap", o, {length});
    }

    expect_acceptance("nothing at null", {});
    operands<T> o = right();
    o.out[0] = {buffer_[0] + margin + length, length};
    expect_acceptance("an output right after an input", o);
    o = right();
    o.in[1] = {buffer_[0] + margin + 1, length};
    expect_acceptance("inputs that overlap", o);
  }

 private:
  static constexpr std::size_t margin = 64;
  static constexpr T canary = T(-0x1.badp77);

  operands<T> right() {
    for (auto& array : buffer_) std::fill(std::begin(array), std::end(array), canary);
    const auto middle = [&](int i) { return std::span<T>(buffer_[i] + margin, length); };
    return {.in = {middle(0), middle(1)}, .out = {middle(2), middle(3)}};
  }

  void expect_refusal(const char* what, const operands<T>& o, std::initializer_list<std::size_t> numbers) {
    try {
      call_(r_.f, o);
      tell(what, "was accepted");
    } catch (const std::invalid_argument& error) {
      const std::string sentence = error.what();
      if (!sentence.starts_with("hillock::" + std::string(facts_.name) + ":")) tell(what, "got: " + sentence);
      for (const std::size_t n : numbers)
        if (sentence.find(" " + std::to_string(n) + " ") == sentence.npos &&
            sentence.find(" " + std::to_string(n) + ".") == sentence.npos &&
            sentence.find("(" + std::to_string(n) + " ") == sentence.npos)
          tell(what, "got a sentence without " + std::to_string(n) + ": " + sentence);
    }
    for (const auto& array : buffer_)
      for (const T& each : array)
        if (each != canary) return tell(what, "left something written");
  }

  void expect_acceptance(const char* what, const operands<T>& o) {
    try {
      call_(r_.f, o);
    } catch (const std::exception& error) {
      tell(what, std::string("got: ") + error.what());
    }
  }

  void tell(const char* what, const std::string& outcome) {
    found_.add([&] {
      return format("%s of %s, called with %s, %s [%s]", facts_.name.data(), name(r_).c_str(), what, outcome.c_str(),
                    r_.instruction_set.data());
    });
  }

  const row& r_;
  array_call<T> call_;
  const array_facts& facts_;
  failures& found_;
  T buffer_[4][margin + 2 * length + margin];
};

template <class T>
void check_misuse(const row& r, failures& found) {
  for (std::size_t a = 0; a < array_function_count; ++a)
    if (r.in<T>().arrays[a].checked != nullptr) misuse_check<T>(r, a, found).run();
}

}  // namespace

failures misuse(const row& r) {
  failures found;
  check_misuse<float>(r, found);
  check_misuse<double>(r, found);
  return found;
}

namespace {

TEST_CASE("a wrong call throws, names its numbers and writes nothing", "[misuse]") { for_each_row(misuse); }

TEST_CASE("a wrong call in words", "[misuse]") {
  try {
    make_wrong_call();
    FAIL("was accepted");
  } catch (const std::invalid_argument& error) {
    CHECK(error.what() == std::string(wrong_call_sentence));
  }
}

}  // namespace
}  // namespace tests
