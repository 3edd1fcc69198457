// Each property finds out the broken rows made for it, and has nothing against the same row unbroken.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cfenv>
#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "properties.hpp"

namespace tests {
namespace {

const row& healthy(std::string_view name) {
  const std::span<const row> rows = instruction_sets()[0].rows;
  return *std::ranges::find(rows, name, [](const row& r) { return r.about.name; });
}
const reference& reference_of(std::string_view name) {
  return *std::ranges::find(references(), name, [](const reference& f) { return f.about.name; });
}

// `break_it` changes a row so that the property must find it out.
template <class Property, class Break>
void expect_caught(const Property& property, std::string_view name, const Break& break_it) {
  report(property(healthy(name)));
  row broken = healthy(name);
  break_it(broken);
  CHECK(property(broken).count > 0);
}

// What broken functions are made of: the calls of the rows that they replace, at the same instruction set.
float healthy_value(std::string_view name, float x) {
  const row& r = healthy(name);
  return r.float32[member::value].scalar(r.f, x);
}
void healthy_forward(std::string_view name, const operands<float>& o) {
  const row& r = healthy(name);
  r.float32[array_function::forward].checked(r.f, o);
}
float tanh(float x) { return healthy_value("tanh", x); }
float sigmoid(float x) { return healthy_value("sigmoid", x); }
float leaky_relu(float x) { return healthy_value("leaky_relu", x); }

auto value(float (*f)(const void*, float)) {
  return [f](row& r) { r.float32[member::value].scalar = f; };
}
auto derivative(float (*f)(const void*, float)) {
  return [f](row& r) { r.float32[member::derivative].scalar = f; };
}
auto forward(array_call<float> f) {
  return [f](row& r) { r.float32[array_function::forward].checked = f; };
}

TEST_CASE("accuracy finds out", "[mutants]") {
  static const exact_results<float> want(healthy("leaky_relu"), reference_of("leaky_relu"));
  const auto accurate = [](const row& r) { return accuracy(r, want); };
  SECTION("a coefficient off by one ulp") {
    expect_caught(accurate, "leaky_relu",
                  value([](const void*, float x) { return x > 0 ? x : std::nextafter(0.01f, 1.0f) * x; }));
  }
  SECTION("an error in one binade") {
    expect_caught(accurate, "leaky_relu", value([](const void*, float x) {
                    const float y = leaky_relu(x);
                    return x >= 0x1p96f && x < 0x1p97f ? std::nextafter(y, 0.0f) : y;
                  }));
  }
  SECTION("a subnormal result flushed to zero") {
    expect_caught(accurate, "leaky_relu", value([](const void*, float x) {
                    const float y = leaky_relu(x);
                    return std::fpclassify(y) == FP_SUBNORMAL ? std::copysign(0.0f, y) : y;
                  }));
  }
  SECTION("an underflowed zero of the wrong sign") {
    expect_caught(accurate, "leaky_relu", value([](const void*, float x) {
                    const float y = leaky_relu(x);
                    return y == 0 ? 0.0f : y;
                  }));
  }
  SECTION("a bound that nothing reaches") {
    const auto tight = [](double ulp) {
      row r = healthy("leaky_relu");
      r.about.bounds = {{.float32 = {.value = {ulp, -0x1p-121}}}};
      return tight_bounds({&r, 1}, {&reference_of("leaky_relu"), 1});
    };
    report(tight(0.5));
    CHECK(tight(0.6).count > 0);
  }
}

TEST_CASE("gradient finds out", "[mutants]") {
  SECTION("a derivative off by a millionth") {
    expect_caught(gradient, "tanh", [](row& r) {
      r.float64[member::derivative].scalar = [](const void* f, double x) {
        return healthy("tanh").float64[member::derivative].scalar(f, x) * (1 + 1e-6);
      };
    });
  }
  SECTION("a second derivative of the wrong sign") {
    expect_caught(gradient, "sigmoid", [](row& r) {
      r.float32[member::second_derivative].scalar = [](const void* f, float x) {
        return -healthy("sigmoid").float32[member::second_derivative].scalar(f, x);
      };
    });
  }
}

TEST_CASE("edge finds out", "[mutants]") {
  SECTION("a NaN swallowed") {
    expect_caught(nan_propagation, "relu", value([](const void*, float x) { return x > 0 ? x : 0; }));
  }
  SECTION("a NaN swallowed in arrays alone") {
    expect_caught(nan_propagation, "relu", forward([](const void*, const operands<float>& o) {
                    std::ranges::transform(o.in[0], o.out[0].begin(), [](float x) { return x > 0 ? x : 0; });
                  }));
  }
  SECTION("a zero of the wrong sign") {
    expect_caught(exact_values, "tanh", value([](const void*, float x) { return x == 0 ? 0 : tanh(x); }));
  }
  SECTION("a NaN at infinity") {
    expect_caught(exact_values, "leaky_relu", value([](const void*, float x) { return leaky_relu(x) + (x - x); }));
  }
  SECTION("the other side's derivative at a kink") {
    const auto kinks_of_relu = [](const row& r) { return kinks(r, reference_of("relu")); };
    expect_caught(kinks_of_relu, "relu", derivative([](const void*, float x) { return x >= 0 ? 1.0f : 0.0f; }));
  }
  SECTION("a subnormal on the way to an ordinary result") {
    expect_caught(flush_to_zero, "relu", value([](const void*, float x) {
                    volatile float small = x * 0x1p-126f;
                    return small * 0x1p126f;
                  }));
  }
  SECTION("another rounding mode left behind") {
    expect_caught(control_bits, "relu", forward([](const void*, const operands<float>& o) {
                    healthy_forward("relu", o);
                    std::fesetround(FE_UPWARD);
                  }));
    std::fesetround(FE_TONEAREST);
  }
}

TEST_CASE("shape finds out", "[mutants]") {
  SECTION("a range left by one ulp") {
    expect_caught(range, "sigmoid", value([](const void*, float x) { return x > 30 ? 1 + 0x1p-23f : sigmoid(x); }));
  }
  SECTION("an odd function with one bit off") {
    expect_caught(symmetry, "tanh", value([](const void*, float x) {
                    return x < -1 && x > -1.5f ? std::nextafter(tanh(x), 0.0f) : tanh(x);
                  }));
  }
  SECTION("a step back of two ulp between neighbours") {
    expect_caught(monotony, "sigmoid", value([](const void*, float x) {
                    return to_order(x) % 64 == 0 ? std::nextafter(std::nextafter(sigmoid(x), 0.0f), 0.0f) : sigmoid(x);
                  }));
  }
}

TEST_CASE("position finds out", "[mutants]") {
  SECTION("the last element dropped") {
    expect_caught(position, "tanh", forward([](const void*, const operands<float>& o) {
                    const std::size_t n = o.in[0].size() - (o.in[0].size() % 4 == 3);
                    healthy_forward("tanh", {.in = {o.in[0].first(n)}, .out = {o.out[0].first(n)}});
                  }));
  }
  SECTION("one element too many") {
    expect_caught(position, "tanh", forward([](const void*, const operands<float>& o) {
                    healthy_forward("tanh", o);
                    if (o.in[0].size() == 3) o.out[0].data()[3] = 0;
                  }));
  }
  SECTION("other arithmetic in the tail") {
    expect_caught(position, "tanh", forward([](const void*, const operands<float>& o) {
                    healthy_forward("tanh", o);
                    const std::size_t n = o.in[0].size();
                    // In place x is gone: there the tail is recomputed from what tanh gave.
                    if (n % 4 != 0 && o.in[0].data() != o.out[0].data())
                      o.out[0][n - 1] = static_cast<float>(2 / (1 + std::exp(-2 * o.in[0][n - 1])) - 1);
                  }));
  }
  SECTION("a lane that depends on its neighbour") {
    expect_caught(position, "tanh", [](row& r) {
      r.float32[member::value].batch = [](const void* f, const float* x, float* y) {
        healthy("tanh").float32[member::value].batch(f, x, y);
        if (std::isnan(x[1])) y[0] = 0;
      };
    });
  }
  SECTION("an output that is read after it was written") {
    expect_caught(position, "tanh", forward([](const void*, const operands<float>& o) {
                    for (std::size_t i = 0; i < o.in[0].size(); ++i) o.out[0][i] = 0;
                    for (std::size_t i = 0; i < o.in[0].size(); ++i) o.out[0][i] = tanh(o.in[0][i]);
                  }));
  }
  SECTION("an element lost where the stores of a large array change their kind") {
    if (thinning > 1) return;
    expect_caught(streaming, "relu", [](row& r) {
      r.float32[array_function::forward].unchecked = [](const void*, const operands<float>& o) {
        healthy("relu").float32[array_function::forward].unchecked(healthy("relu").f, o);
        if (o.in[0].size() > (1 << 20)) o.out[0][13] = 7;
      };
    });
  }
  SECTION("a product fused into the caller's sum") {
    expect_caught(sums, "leaky_relu", [](row& r) {
      r.float32[member::value].loop_sum = [](const void*, const float* x, const float* addend, float* y,
                                             std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) y[i] = x[i] > 0 ? x[i] + addend[i] : std::fma(0.01f, x[i], addend[i]);
      };
    });
  }
}

TEST_CASE("guard finds out", "[mutants]") {
  SECTION("a read one past the end") {
    expect_caught(guard_pages, "relu", forward([](const void*, const operands<float>& o) {
                    healthy_forward("relu", o);
                    volatile const float* end = o.in[0].data() + o.in[0].size();
                    if (*end == 0) return;
                  }));
  }
  SECTION("a read before the start") {
    expect_caught(guard_pages, "relu", forward([](const void*, const operands<float>& o) {
                    healthy_forward("relu", o);
                    volatile const float* before = o.in[0].data() - 1;
                    if (*before == 0) return;
                  }));
  }
  SECTION("a write of what was there, one past the end") {
    expect_caught(guard_pages, "relu", forward([](const void*, const operands<float>& o) {
                    healthy_forward("relu", o);
                    volatile float* end = o.out[0].data() + o.out[0].size();
                    *end = *end;
                  }));
  }
}

TEST_CASE("misuse finds out", "[mutants]") {
  SECTION("a missing check of sizes") {
    expect_caught(misuse, "relu", forward([](const void*, const operands<float>& o) {
                    const std::size_t n = std::min(o.in[0].size(), o.out[0].size());
                    healthy_forward("relu", {.in = {o.in[0].first(n)}, .out = {o.out[0].first(n)}});
                  }));
  }
  SECTION("an element written before the throw") {
    expect_caught(misuse, "relu", forward([](const void*, const operands<float>& o) {
                    if (o.out[0].data() != nullptr && !o.out[0].empty()) o.out[0][0] = 0;
                    healthy_forward("relu", o);
                  }));
  }
  SECTION("a sentence without the numbers") {
    expect_caught(misuse, "relu", forward([](const void*, const operands<float>& o) {
                    try {
                      healthy_forward("relu", o);
                    } catch (const std::invalid_argument&) {
                      throw std::invalid_argument("hillock::forward: wrong arguments.");
                    }
                  }));
  }
  SECTION("a right call refused") {
    expect_caught(misuse, "relu", forward([](const void*, const operands<float>& o) {
                    if (o.in[0].empty()) throw std::invalid_argument("hillock::forward: x has 0 elements.");
                    healthy_forward("relu", o);
                  }));
  }
}

}  // namespace
}  // namespace tests
