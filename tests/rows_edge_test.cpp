// Rows with NaN, infinities, nothing but masked logits, one element or none.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "rows_properties.hpp"

namespace tests {
namespace {

template <class T>
constexpr T inf = std::numeric_limits<T>::infinity();

// Rows among ordinary ones, in both layouts.
template <class T>
class edge_check {
 public:
  explicit edge_check(const normaliser& n) : n_(n), call_(n.in<T>()) {}

  failures run() {
    const T nan = std::numeric_limits<T>::quiet_NaN(), huge = std::numeric_limits<T>::max();
    // After scaling, `up` is +inf, and `down`, a masked logit, -inf.
    const T up = n_.scale < 0 ? -inf<T> : inf<T>, down = -up;
    for (const std::size_t length : {1u, 2u, 5u, 16u, 17u, 40u, 100u, 300u})
      for (std::size_t at = 0; at < length; at += 1 + length / 7) {
        std::vector<T> x = ordinary(length);
        for (const T each : nans<T>()) {
          x[at] = each;
          expect(x, std::vector<T>(length, nan), "with a NaN");
        }
        x.assign(length, down);
        x[at] = nan;
        expect(x, std::vector<T>(length, nan), "with a NaN among masked logits");
        x = ordinary(length);
        x[at] = up;
        expect(x, std::vector<T>(length, nan), "with +inf");
        x[length / 2] = up;
        expect(x, std::vector<T>(length, nan), "with +inf twice");
        if (n_.scale == 0) continue;
        x.assign(length, down);
        expect(x, std::vector<T>(length, n_.zeros_where_all_masked ? T(0) : nan), "of masked logits");
        x[at] = T(-3);
        std::vector<T> y(length, T(0));
        y[at] = 1;
        expect(x, y, "with one logit that is not masked");
      }

    for (const T x : {T(0), T(-0.), T(1), T(-700), T(1e5), T(-1e5), std::numeric_limits<T>::denorm_min(), huge, -huge})
      expect({x}, {1}, "of one element");
    if (n_.scale == 0) {
      expect({huge, -huge}, {T(0.5), T(0.5)}, "of the largest numbers");
    } else {
      const T top = std::copysign(huge, static_cast<T>(n_.scale));
      if (!n_.logarithmic() || std::abs(n_.scale) >= 1) {  // else their logarithms are numbers
        expect({top, -top}, {1, 0}, "of the largest numbers");
        expect({-top, -top, top, down}, {0, 0, 1, 0}, "of the largest numbers");
      }
      expect({top, top}, {T(0.5), T(0.5)}, "of the largest numbers");
    }
    nothing();
    if (call_.backward_from_output) gradients();
    return found_;
  }

 private:
  static constexpr T canary = T(-0x1.badp77);

  static std::vector<T> ordinary(std::size_t length) {
    random_bits random(31);
    return random_logits<T>(length, 20, 1, random);
  }

  // Probabilities, or their logarithms. Where NaN is right, any NaN.
  void expect(const std::vector<T>& x, std::vector<T> want, const char* what) {
    if (n_.logarithmic())
      for (T& each : want) each = each == 1 ? T(-0.) : std::log(each);
    const std::vector<T> usual = ordinary(x.size());
    for (const std::size_t inner : {std::size_t{1}, 2 * call_.lanes + 1})
      for (const auto call : {call_.forward, call_.unchecked_forward}) {
        const std::size_t outer = inner == 1 ? call_.lanes + 2 : 3;  // short rows may be taken together
        const hillock::axis a{.outer = outer, .length = x.size(), .inner = inner};
        std::vector<T> all(outer * x.size() * inner), y(all.size()), undisturbed(all.size());
        for (std::size_t o = 0; o < outer; ++o)
          for (std::size_t i = 0; i < inner; ++i) put_row<T>(all, a, o, i, usual);
        call(n_.f, all, undisturbed, &a);
        const auto special = [&](std::size_t o, std::size_t i) { return o == 1 && i == inner / 2; };
        put_row<T>(all, a, 1, inner / 2, x);
        call(n_.f, all, y, &a);
        for (std::size_t o = 0; o < outer; ++o)
          for (std::size_t i = 0; i < inner; ++i) {
            if (special(o, i))
              compare(get_row<T>(y, a, o, i), want, x, inner, what);
            else
              compare(get_row<T>(y, a, o, i), get_row<T>(undisturbed, a, o, i), usual, inner, "beside one");
          }
      }
  }

  void compare(const std::vector<T>& got, const std::vector<T>& want, const std::vector<T>& x, std::size_t inner,
               const char* what) {
    for (std::size_t k = 0; k < got.size(); ++k)
      if (!same_number(got[k], want[k]))
        found_.add([&] {
          return format("%s: a row %s, inner = %zu: element %zu of %zu, x = %s, got %s want %s", name<T>(n_).c_str(),
                        what, inner, k, got.size(), hex(x[k]).c_str(), hex(got[k]).c_str(), hex(want[k]).c_str());
        });
  }

  // Rows of no elements, no rows, rows of no width.
  void nothing() {
    T y[4]{canary, canary, canary, canary};
    for (const hillock::axis a : {hillock::axis{.outer = 3, .length = 0, .inner = 2},
                                  {.outer = 0, .length = 5},
                                  {.outer = 2, .length = 5, .inner = 0}}) {
      call_.forward(n_.f, {}, std::span(y).first(0), &a);
      call_.unchecked_forward(n_.f, std::span(y).first(0), std::span(y).first(0), &a);
      if (call_.backward_from_output) call_.backward_from_output(n_.f, {}, {}, std::span(y).first(0), &a);
    }
    call_.forward(n_.f, {}, {}, nullptr);
    if (std::ranges::count(y, canary) != 4)
      found_.add([&] { return format("%s: a call for no elements writes", name<T>(n_).c_str()); });
  }

  // A NaN in y or grad_y makes the gradient of its row NaN where y is not 0, and no other; with logarithms one in y makes that
  // of its element NaN.
  void gradients() {
    for (const std::size_t inner : {std::size_t{1}, 2 * call_.lanes + 1})
      for (const bool in_y : {true, false}) {
        const std::size_t outer = 3;
        const hillock::axis a{.outer = outer, .length = 19, .inner = inner};
        std::vector<T> y(outer * 19 * inner, T(1) / 19), grad_y(y.size(), T(0.5)), grad_x(y.size()), want(y.size());
        call_.backward_from_output(n_.f, y, grad_y, want, &a);
        (in_y ? y : grad_y)[(1 * 19 + 7) * inner + inner / 2] = std::numeric_limits<T>::quiet_NaN();
        if (in_y && n_.logarithmic())
          element<T>(want, a, 1, inner / 2, 7) = std::numeric_limits<T>::quiet_NaN();
        else
          put_row<T>(want, a, 1, inner / 2, std::vector<T>(19, std::numeric_limits<T>::quiet_NaN()));
        call_.backward_from_output(n_.f, y, grad_y, grad_x, &a);
        for (std::size_t i = 0; i < want.size(); ++i)
          if (!same_number(grad_x[i], want[i]))
            found_.add([&] {
              return format("%s: NaN in one element of %s, inner = %zu: element %zu of grad_x got %s want %s",
                            name<T>(n_).c_str(), in_y ? "y" : "grad_y", inner, i, hex(grad_x[i]).c_str(),
                            hex(want[i]).c_str());
            });
      }
  }

  const normaliser& n_;
  const normaliser_calls<T>& call_;
  failures found_;
};

}  // namespace

failures row_edges(const normaliser& n) {
  return in_both_types([&]<class T>(T) { return edge_check<T>(n).run(); });
}

namespace {
TEST_CASE("rows of special values keep the edge contract", "[rows]") {
  for_each_normaliser([](const normaliser& n) { report(row_edges(n)); });
}
}  // namespace
}  // namespace tests
