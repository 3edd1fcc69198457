// Threads on disjoint slices write the bits of one call. A program of its own, so that little needs to be built for the
// thread sanitizer (preset tsan), which finds what the bits do not show.
// SPDX-License-Identifier: MIT
#define CATCH_CONFIG_MAIN  // Catch2 3 has its main in a library

#include <algorithm>
#include <cmath>
#include <cstring>
#include <latch>
#include <thread>

#include "catch.hpp"
#include "inputs.hpp"
#include "make_rows.hpp"
#include "rows_make.hpp"

namespace tests {
namespace {

constexpr std::size_t threads = 16;

// work(begin, end) on all threads at once, for parts of [0, n) that end anywhere; some are empty.
template <class Work>
void split(std::size_t n, const Work& work) {
  std::size_t ends[threads + 1]{};
  random_bits random(51);
  for (std::size_t i = 1; i < threads; ++i) ends[i] = random() % (n + 1);
  ends[threads] = n;
  std::ranges::sort(ends);
  std::latch start(threads);
  std::vector<std::jthread> running;
  for (std::size_t i = 0; i < threads; ++i)
    running.emplace_back([&, begin = ends[i], end = ends[i + 1]] {
      start.arrive_and_wait();
      work(begin, end);
    });
}

template <class T>
std::vector<T> numbers(std::size_t n, std::uint64_t seed) {
  std::vector<T> x(n);
  random_bits random(seed);
  for (T& each : x) each = static_cast<T>(random.uniform(-12, 12));
  return x;
}

template <class T>
void expect_same(const std::vector<T>& got, const std::vector<T>& want, const std::string& what, failures& found) {
  if (std::memcmp(got.data(), want.data(), got.size() * sizeof(T)) != 0)
    found.add([&] { return format("%s of %zu elements", what.c_str(), got.size()); });
}

// --- Elementwise ----------------------------------------------------------------------------------------------------

// Every array function of r, its first output beside the inputs and in place of the first.
template <class T>
void check_elements(const row& r, std::size_t n, failures& found) {
  const std::vector<T> in[2]{numbers<T>(n, 52), numbers<T>(n, 53)};
  for (std::size_t a = 0; a < array_function_count; ++a) {
    const array_call<T> call = r.in<T>().arrays[a].checked;
    if (call == nullptr) continue;
    for (const bool in_place : {false, true}) {
      const auto results = [&](const auto& run) {
        std::vector<T> x = in[0], y[2]{std::vector<T>(n), std::vector<T>(n)};
        std::vector<T>& first = in_place ? x : y[0];
        run([&](std::size_t begin, std::size_t end) {
          const auto part = [&](auto& of) { return std::span(of).subspan(begin, end - begin); };
          call(r.f, {.in = {part(x), part(in[1])}, .out = {part(first), part(y[1])}});
        });
        first.insert(first.end(), y[1].begin(), y[1].end());
        return first;
      };
      const auto want = results([&](const auto& work) { work(0, n); });
      const auto got = results([&](const auto& work) { split(n, work); });
      expect_same(got, want, name(r) + " " + array_functions[a].name.data() + (in_place ? " in place" : ""), found);
    }
  }
}

failures elements_in_threads(const row& r) {
  failures found;
  for (const std::size_t n : {1u, 7u, 61u, 5000u}) {
    check_elements<float>(r, n, found);
    check_elements<double>(r, n, found);
  }
  return found;
}

constexpr row some_activations[]{make_row<hillock::leaky_relu>(), make_row<hillock::tanh>()};

TEST_CASE("elements split over threads have the bits of one call", "[threads]") {
  for (const row& r : some_activations) report(elements_in_threads(r));
}

// --- Rows -----------------------------------------------------------------------------------------------------------

template <class T>
void check_rows(const normaliser& n, hillock::axis a, failures& found) {
  const std::size_t row = a.length * a.inner, size = a.outer * row;
  const std::vector<T> x = numbers<T>(size, 54), grad_y = numbers<T>(size, 55);
  const auto results = [&](const auto& run) {
    std::vector<T> y = x, grad_x(size);  // forward in place
    run([&](std::size_t begin, std::size_t end) {
      const hillock::axis part{.outer = end - begin, .length = a.length, .inner = a.inner};
      const auto of = [&](auto& all) { return std::span(all).subspan(begin * row, part.outer * row); };
      n.in<T>().forward(n.f, of(y), of(y), &part);
      n.in<T>().backward_from_output(n.f, of(y), of(grad_y), of(grad_x), &part);
    });
    y.insert(y.end(), grad_x.begin(), grad_x.end());
    return y;
  };
  const auto want = results([&](const auto& work) { work(0, a.outer); });
  const auto got = results([&](const auto& work) { split(a.outer, work); });
  expect_same(got, want, n.about.name.data(), found);
}

constexpr std::size_t rows = 45;

failures rows_in_threads(const normaliser& n) {
  failures found;
  for (const std::size_t length : {2u, 20u, 198u})
    for (const std::size_t inner : {1u, 5u}) {
      check_rows<float>(n, {.outer = rows, .length = length, .inner = inner}, found);
      check_rows<double>(n, {.outer = rows, .length = length, .inner = inner}, found);
    }
  return found;
}

constexpr normaliser some_normalisers[]{make_normaliser<hillock::softmax>()};

TEST_CASE("rows split over threads have the bits of one call", "[threads]") {
  for (const normaliser& n : some_normalisers) report(rows_in_threads(n));
}

// --- Mutants --------------------------------------------------------------------------------------------------------

TEST_CASE("threads find out", "[threads]") {
  SECTION("a tail in other arithmetic") {
    row broken = make_row<hillock::tanh>();
    broken.float32[array_function::forward].checked = [](const void* f, const operands<float>& o) {
      hillock::forward(*static_cast<const hillock::tanh*>(f), o.in[0], o.out[0]);
      for (std::size_t i = o.in[0].size() / 16 * 16; i < o.in[0].size(); ++i) o.out[0][i] = std::tanh(o.in[0][i]);
    };
    CHECK(elements_in_threads(broken).count > 0);
  }
  SECTION("a split inside a row") {
    normaliser broken = some_normalisers[0];
    broken.float32.forward = [](const void* f, std::span<const float> x, std::span<float> y, const hillock::axis* a) {
      hillock::axis part = *a;
      if (a->outer < rows) part = {.outer = 2 * a->outer, .length = a->length / 2, .inner = a->inner};
      hillock::forward(*static_cast<const hillock::softmax*>(f), x, y, part);
    };
    CHECK(rows_in_threads(broken).count > 0);
  }
}

// The sanitizer's mutant: it must report this, though the bits are right.
TEST_CASE("slices that overlap", "[.race]") {
  const std::vector<float> x = numbers<float>(5000, 56);
  std::vector<float> y(x.size());
  split(x.size(), [&](std::size_t begin, std::size_t end) {
    end = std::min(end + 16, x.size());
    hillock::forward(hillock::tanh{}, std::span(x).subspan(begin, end - begin),
                     std::span(y).subspan(begin, end - begin));
  });
}

}  // namespace
}  // namespace tests
