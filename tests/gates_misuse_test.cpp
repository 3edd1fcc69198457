// Wrong calls of gated units throw std::invalid_argument before anything is written.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string>

#include "catch.hpp"
#include "gates_properties.hpp"

namespace tests {
namespace {

template <class T>
class gate_misuse_check {
 public:
  explicit gate_misuse_check(const gate_unit& u) : u_(u), call_(u.in<T>()) {}

  failures run() {
    for (const gate_form& form : {gate_form{}, gate_form{gate_form::kind::halves, hillock::half::first, 4},
                                  gate_form{gate_form::kind::halves, hillock::half::second, length},
                                  gate_form{gate_form::kind::interleaved, hillock::half::second, 0}})
      for (const bool backward : {false, true}) {
        form_ = form;
        backward_ = backward;
        check();
      }
    return found_;
  }

 private:
  static constexpr std::size_t length = 12, margin = 64, arrays = 5;
  static constexpr T canary = T(-0x1.badp77);

  // The arrays that the call has: gate or x, value, grad_out, out or its gradients.
  struct operand {
    std::span<T> span;
    bool output;
  };
  struct arguments {
    std::vector<operand> all;
    gate_form form;
  };

  arguments right() {
    for (auto& array : buffer_) std::ranges::fill(array, canary);
    const auto array = [&](std::size_t i, bool doubled, bool output) {
      return operand{std::span<T>(buffer_[i] + margin, doubled ? 2 * length : length), output};
    };
    const bool packed = form_.packed();
    arguments c{{array(0, packed, false)}, form_};
    if (!packed) c.all.push_back(array(1, false, false));
    if (backward_) c.all.push_back(array(2, false, false));
    c.all.push_back(array(3, packed && backward_, true));
    if (backward_ && !packed) c.all.push_back(array(4, false, true));
    return c;
  }

  void check() {
    const std::size_t count = right().all.size();
    for (std::size_t i = 0; i < count; ++i) {
      arguments c = right();
      const std::size_t size = c.all[i].span.size();
      for (const std::size_t wrong : {size - 1, size + 1, size + 2, std::size_t{0}}) {
        c = right();
        c.all[i].span = {c.all[i].span.data(), wrong};
        expect_refusal("an array of another length", c, {wrong});
      }
      c = right();
      c.all[i].span = {static_cast<T*>(nullptr), size};
      expect_refusal("a null array", c, {size});
      for (std::size_t j = 0; j < count; ++j) {
        if (i == j || !right().all[i].output) continue;
        const std::size_t other = right().all[j].span.size();
        for (const std::ptrdiff_t shift : {std::ptrdiff_t{1}, std::ptrdiff_t{-1}, std::ptrdiff_t(other) - 1,
                                           1 - std::ptrdiff_t(size), std::ptrdiff_t{0}}) {
          c = right();
          if (shift == 0 && size == other && !right().all[j].output) continue;  // in place
          c.all[i].span = {c.all[j].span.data() + shift, size};
          expect_refusal("an output that overlaps another array", c, {size, other});
        }
      }
    }
    if (form_.lies == gate_form::kind::halves)
      for (const std::size_t wrong : {std::size_t{5}, std::size_t{0}, 2 * length, ~std::size_t{0} / 2 + 1}) {
        arguments c = right();
        c.form.length = wrong;
        expect_refusal("halves that do not fit", c, {wrong, length});
      }

    expect_acceptance("what fits", right());
    arguments c = right();
    for (operand& each : c.all) each.span = {};
    c.form.length = 0;
    expect_acceptance("empty arrays", c);
    c = right();
    c.all.back().span = {c.all[0].span.data() + c.all[0].span.size(), c.all.back().span.size()};
    expect_acceptance("an output right after an input", c);
    if (!form_.packed() || backward_) {
      c = right();
      c.all.back().span = c.all[0].span;
      expect_acceptance("an output that is an input", c);
    }
  }

  void call(const arguments& c) const {
    std::vector<std::span<T>> in, out;
    for (const operand& each : c.all) (each.output ? out : in).push_back(each.span);
    gate_arguments<T> a;
    a.in[0] = in[0];
    if (!form_.packed()) a.in[1] = in[1];
    if (backward_) a.grad_out = in.back();
    a.out[0] = out[0];
    if (out.size() > 1) a.out[1] = out[1];
    (backward_ ? call_.backward : call_.forward)(u_.g, c.form, a);
  }

  void expect_refusal(const char* what, const arguments& c, std::initializer_list<std::size_t> numbers) {
    try {
      call(c);
      tell(what, "was accepted");
    } catch (const std::invalid_argument& error) {
      const std::string sentence = error.what();
      if (!sentence.starts_with(backward_ ? "hillock::backward:" : "hillock::forward:")) tell(what, "got: " + sentence);
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
    found_.add([&] {
      return format("%s of %s, form %d, called with %s, %s", backward_ ? "backward" : "forward", name<T>(u_).c_str(),
                    static_cast<int>(form_.lies), what, outcome.c_str());
    });
  }

  const gate_unit& u_;
  const gate_calls<T>& call_;
  gate_form form_;
  bool backward_ = false;
  failures found_;
  T buffer_[arrays][margin + 3 * length + margin];
};

}  // namespace

failures gate_misuse(const gate_unit& u) {
  return in_both_types([&]<class T>(T) { return gate_misuse_check<T>(u).run(); });
}

namespace {
TEST_CASE("a wrong call of a gated unit throws, names its numbers and writes nothing", "[gates]") {
  for_each_unit([](const gate_unit& u) { report(gate_misuse(u)); });
}
}  // namespace
}  // namespace tests
