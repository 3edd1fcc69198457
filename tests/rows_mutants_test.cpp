// Each property of rows finds out the broken normalisers made for it, and has nothing against the same unbroken.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "rows_properties.hpp"

namespace tests {
namespace {

using input = std::span<const float>;
using output = std::span<float>;
using axis = const hillock::axis*;

// softmax with the default parameters, at the first instruction set.
const normaliser& healthy() { return normaliser_sets()[0].normalisers[0]; }
void healthy_forward(input x, output y, axis a) { healthy().float32.forward(healthy().f, x, y, a); }
void healthy_backward(input y, input grad_y, output grad_x, axis a) {
  healthy().float32.backward_from_output(healthy().f, y, grad_y, grad_x, a);
}
std::size_t length(input x, axis a) { return a ? a->length : x.size(); }

// f(row, its results) for every row without neighbours between.
template <class Function>
void for_each_row(input x, output y, axis a, const Function& f) {
  const std::size_t n = length(x, a);
  for (std::size_t i = 0; n > 0 && i + n <= x.size(); i += n) f(x.subspan(i, n), y.subspan(i, n));
}

template <class Property>
void expect_caught(const Property& property, const normaliser& broken) {
  CHECK(property(healthy()).count == 0);
  CHECK(property(broken).count > 0);
}
template <class Property>
void expect_caught(const Property& property, normaliser_calls<float>::forward_call broken) {
  normaliser n = healthy();
  n.float32.forward = broken;
  expect_caught(property, n);
}
template <class Property>
void expect_caught(const Property& property, normaliser_calls<float>::backward_call broken) {
  normaliser n = healthy();
  n.float32.backward_from_output = broken;
  expect_caught(property, n);
}

// What is usually written: exponentials of rounded differences, summed one after the other.
void plain_softmax(input x, output y) {
  const float largest = *std::ranges::max_element(x);
  float sum = 0;
  for (std::size_t k = 0; k < x.size(); ++k) sum += y[k] = std::exp(x[k] - largest);
  for (float& each : y) each /= sum;
}

TEST_CASE("accuracy of rows finds out", "[rows][row_mutants]") {
  const auto accurate = [](const normaliser& n) {
    static const exact_rows<float> want(row_references()[0], logit_rows<float>(1));
    worst_row_error worst;
    return row_accuracy(n, want, worst);
  };
  SECTION("one result of a row off by 3 ulp") {
    expect_caught(accurate, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      if (x.size() == 1000) y[500] *= 1 + 0x1.8p-22f;
    });
  }
  SECTION("subnormal results flushed to zero") {
    expect_caught(accurate, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      for (float& each : y)
        if (std::fpclassify(each) == FP_SUBNORMAL) each = 0;
    });
  }
  SECTION("a result above 1") {
    expect_caught(accurate, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      for (float& each : y)
        if (each == 1) each = std::nextafter(each, 2.f);
    });
  }
  SECTION("the last logit left out of the sum") {
    expect_caught(accurate, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      if (x.size() == 17) healthy_forward(x.first(16), y.first(16), nullptr);
    });
  }
  SECTION("the results of another scale") {
    normaliser n = healthy();
    n.f = normaliser_sets()[0].normalisers[1].f;
    expect_caught(accurate, n);
  }
}

TEST_CASE("sums of rows find out", "[rows][row_mutants]") {
  const auto sums_to_one = [](const normaliser& n) {
    double worst = 0;
    return row_sums<float>(n, 1 << 18, worst);
  };
  SECTION("a sum whose error grows with its length") {
    expect_caught(sums_to_one, [](const void*, input x, output y, axis) { plain_softmax(x, y); });
  }
}

TEST_CASE("shifts find out", "[rows][row_mutants]") {
  const auto invariant = [](const normaliser& n) {
    double worst = 0;
    return shifts<float>(n, worst);
  };
  SECTION("exponentials without any shift") {
    expect_caught(invariant, [](const void*, input x, output y, axis a) {
      if (a) return healthy_forward(x, y, a);
      double sum = 0;
      for (std::size_t k = 0; k < x.size(); ++k) sum += y[k] = std::exp(x[k]);
      for (float& each : y) each = static_cast<float>(each / sum);
    });
  }
  SECTION("one bit that depends on the offset far out") {
    expect_caught(invariant, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      if (x[0] > 1e6f) y[0] = std::nextafter(y[0], 0.5f);
    });
  }
}

TEST_CASE("permutations find out", "[rows][row_mutants]") {
  const auto unordered = [](const normaliser& n) {
    double worst = 0;
    return permutations<float>(n, worst);
  };
  SECTION("a shift by the first logit, rounded") {
    expect_caught(unordered, [](const void*, input x, output y, axis) {
      float sum = 0;
      for (std::size_t k = 0; k < x.size(); ++k) sum += y[k] = std::exp(x[k] - x[0]);
      for (float& each : y) each /= sum;
    });
  }
}

TEST_CASE("gradients of rows find out", "[rows][row_mutants]") {
  const auto exact = [](const normaliser& n) {
    double worst = 0;
    return exact_row_gradient<float>(n, row_references()[0], worst);
  };
  SECTION("the scale forgotten") {
    const normaliser& scaled = normaliser_sets()[0].normalisers[2];
    CHECK(row_gradient(scaled).count == 0);
    normaliser broken = scaled;
    broken.float32.backward_from_output = [](const void*, input y, input grad_y, output grad_x, axis a) {
      healthy_backward(y, grad_y, grad_x, a);
    };
    CHECK(row_gradient(broken).count > 0);
  }
  SECTION("the last term left out of the sum") {
    const normaliser_calls<float>::backward_call broken = [](const void*, input y, input grad_y, output grad_x,
                                                             axis a) {
      healthy_backward(y, grad_y, grad_x, a);
      if (a == nullptr && y.size() > 1)
        healthy_backward(y.first(y.size() - 1), grad_y.first(y.size() - 1), grad_x.first(y.size() - 1), a);
    };
    expect_caught(row_gradient, broken);
    expect_caught(exact, broken);
  }
  SECTION("a sum of products whose roundings are lost") {
    expect_caught(exact, [](const void*, input y, input grad_y, output grad_x, axis a) {
      if (a) return healthy_backward(y, grad_y, grad_x, a);
      float dot = 0;
      for (std::size_t k = 0; k < y.size(); ++k) dot += y[k] * grad_y[k] * (1 + 0x1p-20f);
      for (std::size_t k = 0; k < y.size(); ++k) grad_x[k] = y[k] * (grad_y[k] - dot);
    });
  }
}

TEST_CASE("edges of rows find out", "[rows][row_mutants]") {
  const auto all_masked = [](input x) { return std::ranges::all_of(x, [](float each) { return each == -INFINITY; }); };
  SECTION("zeros where all is masked, unasked") {
    static const auto masked = all_masked;
    expect_caught(row_edges, [](const void*, input x, output y, axis a) {
      const std::vector<float> before(x.begin(), x.end());
      healthy_forward(x, y, a);
      if (a && a->inner == 1)
        for_each_row(before, y, a, [](input row, output result) {
          if (masked(row)) std::ranges::fill(result, 0.f);
        });
    });
  }
  SECTION("NaN where all is masked, though zeros were asked for") {
    normaliser n = normaliser_sets()[0].normalisers.back();
    CHECK(row_edges(n).count == 0);
    n.f = healthy().f;
    CHECK(row_edges(n).count > 0);
  }
  SECTION("a NaN that stays in its element") {
    expect_caught(row_edges, [](const void*, input x, output y, axis a) {
      std::vector<float> without(x.begin(), x.end());
      std::ranges::replace_if(without, [](float each) { return std::isnan(each); }, -INFINITY);
      const std::vector<float> before(x.begin(), x.end());
      healthy_forward(without, y, a);
      for (std::size_t i = 0; i < y.size(); ++i)
        if (std::isnan(before[i])) y[i] = NAN;
    });
  }
  SECTION("a NaN that reaches the next row") {
    expect_caught(row_edges, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      if (a && a->inner > 1)
        for (std::size_t i = 1; i < y.size(); ++i)
          if (std::isnan(y[i - 1]) && i % a->inner != 0) {
            y[i] = NAN;
            break;
          }
    });
  }
  SECTION("+inf taken for a certainty") {
    expect_caught(row_edges, [](const void*, input x, output y, axis a) {
      const std::vector<float> before(x.begin(), x.end());
      healthy_forward(x, y, a);
      for_each_row(before, y, a, [&](input row, output result) {
        if (a->inner != 1 || std::ranges::count(row, INFINITY) != 1) return;
        for (std::size_t k = 0; k < row.size(); ++k) result[k] = row[k] == INFINITY;
      });
    });
  }
  SECTION("a row of one element that is nearly 1") {
    expect_caught(row_edges, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      if (a && a->length == 1 && a->inner == 1)
        for (float& each : y) each = std::nextafter(each, 0.f);
    });
  }
}

TEST_CASE("position of rows finds out", "[rows][row_mutants]") {
  SECTION("a result that depends on the alignment") {
    expect_caught(row_position, [](const void*, input x, output y, axis a) {
      const bool odd = reinterpret_cast<std::uintptr_t>(x.data()) % 8 != 0;
      healthy_forward(x, y, a);
      if (odd) y[0] = std::nextafter(y[0], 1.f);
    });
  }
  SECTION("a result that depends on the lane") {
    expect_caught(row_position, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      if (a && a->inner > 6) y[6] = std::nextafter(y[6], 0.f);
    });
  }
  SECTION("the second row of a batch in other arithmetic") {
    expect_caught(row_position, [](const void*, input x, output y, axis a) {
      const std::vector<float> before(x.begin(), x.end());
      healthy_forward(x, y, a);
      const std::size_t n = length(x, a);
      if (a && a->outer > 1 && a->inner == 1) plain_softmax(input(before).subspan(n, n), y.subspan(n, n));
    });
  }
  SECTION("an input that is read after it was overwritten") {
    expect_caught(row_position, [](const void*, input x, output y, axis a) {
      std::ranges::fill(y, 0.f);
      healthy_forward(x, y, a);
    });
  }
  SECTION("one element too many") {
    expect_caught(row_position, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      if (y.size() == 203) y.data()[203] = 0;
    });
  }
  SECTION("a gradient that is wrong over grad_y") {
    expect_caught(row_position, [](const void*, input y, input grad_y, output grad_x, axis a) {
      if (grad_y.data() == grad_x.data()) grad_x[0] += 1;
      healthy_backward(y, grad_y, grad_x, a);
    });
  }
  SECTION("an element lost where the stores of large arrays change their kind") {
    if (thinning > 1) return;
    expect_caught(row_streaming, [](const void*, input y, input grad_y, output grad_x, axis a) {
      healthy_backward(y, grad_y, grad_x, a);
      if (y.size() > 1 << 20) grad_x[4097 + 15] = 7;
    });
  }
  SECTION("an unchecked twin of its own mind") {
    normaliser n = healthy();
    n.float32.unchecked_forward = [](const void*, input x, output y, axis) { plain_softmax(x, y); };
    expect_caught(row_position, n);
  }
}

TEST_CASE("guards of rows find out", "[rows][row_mutants]") {
  SECTION("a read one past the end") {
    expect_caught(row_guards, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      volatile const float* end = x.data() + x.size();
      if (*end == 0) return;
    });
  }
  SECTION("a read before the start, with neighbours between") {
    expect_caught(row_guards, [](const void*, input x, output y, axis a) {
      healthy_forward(x, y, a);
      volatile const float* before = x.data() - 1;
      if (a->inner > 1 && *before == 0) return;
    });
  }
  SECTION("a gradient written one past the end") {
    expect_caught(row_guards, [](const void*, input y, input grad_y, output grad_x, axis a) {
      healthy_backward(y, grad_y, grad_x, a);
      volatile float* end = grad_x.data() + grad_x.size();
      *end = *end;
    });
  }
}

TEST_CASE("misuse of rows finds out", "[rows][row_mutants]") {
  SECTION("a missing check of the axis") {
    expect_caught(row_misuse, [](const void*, input x, output y, axis a) {
      const hillock::axis one{.length = x.size()};
      healthy_forward(x, y, a ? &one : nullptr);
    });
  }
  SECTION("an axis whose size overflows") {
    expect_caught(row_misuse, [](const void*, input x, output y, axis a) {
      const hillock::axis one{.length = a ? a->outer * a->length * a->inner : x.size()};
      healthy_forward(x, y, &one);
    });
  }
  SECTION("an element written before the throw") {
    expect_caught(row_misuse, [](const void*, input y, input grad_y, output grad_x, axis a) {
      if (grad_x.data() != nullptr && !grad_x.empty()) grad_x[0] = 0;
      healthy_backward(y, grad_y, grad_x, a);
    });
  }
  SECTION("a sentence without the numbers") {
    expect_caught(row_misuse, [](const void*, input x, output y, axis a) {
      try {
        healthy_forward(x, y, a);
      } catch (const std::invalid_argument&) {
        throw std::invalid_argument("hillock::forward: wrong arguments.");
      }
    });
  }
  SECTION("a right call refused") {
    expect_caught(row_misuse, [](const void*, input x, output y, axis a) {
      if (x.data() == y.data()) throw std::invalid_argument("hillock::forward: in place.");
      healthy_forward(x, y, a);
    });
  }
}

}  // namespace
}  // namespace tests
