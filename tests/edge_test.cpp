// NaN, infinities, zeros, the exact values and kinks that `about` names, and the processor's modes.
// SPDX-License-Identifier: MIT
#include <bit>
#include <cmath>
#include <cstdint>

#include "catch.hpp"
#include "every_call.hpp"
#include "properties.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tests {
namespace {

// The processor's floating-point modes: rounding, flushing and masks of exceptions, not the flags of past ones.
#if defined(__x86_64__)
constexpr std::uint64_t flags = 0x3f;
constexpr std::uint64_t flush_mode = 0x8040;  // FTZ and DAZ
std::uint64_t modes() { return _mm_getcsr() & ~flags; }
void set_modes(std::uint64_t m) { _mm_setcsr(static_cast<unsigned>(m)); }
#elif defined(__aarch64__)
constexpr std::uint64_t flush_mode = 1 << 24;  // FZ
std::uint64_t modes() {
  std::uint64_t m;
  asm volatile("mrs %0, fpcr" : "=r"(m));
  return m;
}
void set_modes(std::uint64_t m) { asm volatile("msr fpcr, %0" ::"r"(m)); }
#endif

template <class T>
bool same_bits(T a, T b) {
  return std::bit_cast<bits_of<T>>(a) == std::bit_cast<bits_of<T>>(b);
}

template <class T>
auto sentence(const row& r, member m, T x, std::string_view way, T got, const std::string& want) {
  return [=, &r] {
    return format("%s by %s got %s want %s", call_text(r, m, x).c_str(), way.data(), hex(got).c_str(), want.c_str());
  };
}

template <class T>
void check_nans(const row& r, failures& found) {
  for (const member m : members)
    for (const T x : nans<T>())
      for_each_call(r, m, x, [&](std::string_view way, T got) {
        if (!std::isnan(got)) found.add(sentence(r, m, x, way, got, "nan"));
      });
}

template <class T>
void check_exact_values(const row& r, failures& found) {
  const auto check_list = [&](member m, const auto& list) {
    for (const hillock::exact_value& v : list) {
      const T x = static_cast<T>(v.x), want = static_cast<T>(v.y);
      if (static_cast<double>(x) != v.x) continue;
      for_each_call(r, m, x, [&](std::string_view way, T got) {
        if (!same_bits(got, want)) found.add(sentence(r, m, x, way, got, hex(want)));
      });
    }
  };
  check_list(member::value, r.about.values);
  check_list(member::derivative, r.about.derivatives);
  check_list(member::second_derivative, r.about.second_derivatives);

  for (const member m : {member::value, member::derivative, member::second_derivative})
    for (const T x : {-std::numeric_limits<T>::infinity(), std::numeric_limits<T>::infinity()})
      for_each_call(r, m, x, [&](std::string_view way, T got) {
        if (std::isnan(got) && in_domain(r, x)) found.add(sentence(r, m, x, way, got, "the limit"));
        if (!std::isnan(got) && !in_domain(r, x)) found.add(sentence(r, m, x, way, got, "nan, outside the domain"));
      });
  for (const member m : {member::value, member::derivative, member::second_derivative})
    for (const T x : extreme_inputs<T>())
      for_each_call(r, m, x, [&](std::string_view way, T got) {
        if (!std::isfinite(got) && std::abs(x) <= 1) found.add(sentence(r, m, x, way, got, "a finite number"));
        if (std::isnan(got) == in_domain(r, x))
          found.add(sentence(r, m, x, way, got, in_domain(r, x) ? "a number" : "nan, outside the domain"));
      });
}

template <class T>
void check_kinks(const row& r, const reference& f, failures& found) {
  for (const hillock::kink& k : r.about.kinks) {
    const T x = static_cast<T>(k.x);
    const T want = static_cast<T>(static_cast<double>(exact(f, x).derivative));
    for_each_call(r, member::derivative, x, [&](std::string_view way, T got) {
      if (got != want) found.add(sentence(r, member::derivative, x, way, got, hex(want)));
    });
  }
}

// Calls f with the modes set, and returns its result.
template <class T>
T in_modes(std::uint64_t wanted, T (*f)(const void*, T), const void* activation, T x) {
  const std::uint64_t before = modes();
  set_modes(wanted);
  const T y = f(activation, x);
  set_modes(before);
  return y;
}

template <class T>
bool is_subnormal(T x) {
  return std::fpclassify(x) == FP_SUBNORMAL;
}
template <class T>
T flushed(T x) {
  return is_subnormal(x) ? std::copysign(T(0), x) : x;
}

template <class T>
void check_flushed(const row& r, failures& found) {
  for (const member m : {member::value, member::derivative, member::second_derivative}) {
    const auto f = r.in<T>()[m].scalar;
    if (f == nullptr) continue;
    const auto check = [&](T x) {
      const T got = in_modes(modes() | flush_mode, f, r.f, x);
      const T want = flushed(f(r.f, x));
      // A subnormal input may count as zero, or not; and what rounds up to the smallest normal number was below it.
      const bool good =
          same_bits(got, want) || same_bits(got, flushed(f(r.f, flushed(x)))) ||
          (std::abs(want) == std::numeric_limits<T>::min() && same_bits(got, std::copysign(T(0), want))) ||
          (std::isnan(got) && std::isnan(want));
      if (!good) found.add(sentence(r, m, x, "a scalar with subnormals flushed", got, hex(want)));
    };
    for (const T x : inputs<T>(r)) check(x);
    for (const T x : nans<T>()) check(x);
    for (const T x : {-std::numeric_limits<T>::infinity(), std::numeric_limits<T>::infinity()}) check(x);
  }
}

template <class T>
void check_modes(const row& r, failures& found) {
  const std::uint64_t before = modes();
  for (const std::uint64_t wanted : {before, before | flush_mode}) {
    set_modes(wanted);
    for (const member m : members)
      for_each_call(r, m, T(-1.5), [&](std::string_view way, T) {
        const std::uint64_t after = modes();
        if (after == wanted) return;
        set_modes(before);
        found.add([&] {
          return format("%s by %s changed the control bits from %#llx to %#llx", call_text(r, m, T(-1.5)).c_str(),
                        way.data(), static_cast<unsigned long long>(wanted), static_cast<unsigned long long>(after));
        });
        set_modes(wanted);
      });
    set_modes(before);
  }
}

template <class Check>
failures both(Check&& check) {
  failures found;
  check(float{}, found);
  check(double{}, found);
  return found;
}

}  // namespace

failures nan_propagation(const row& r) {
  return both([&]<class T>(T, failures& found) { check_nans<T>(r, found); });
}
failures exact_values(const row& r) {
  return both([&]<class T>(T, failures& found) { check_exact_values<T>(r, found); });
}
failures kinks(const row& r, const reference& f) {
  return both([&]<class T>(T, failures& found) { check_kinks<T>(r, f, found); });
}
failures flush_to_zero(const row& r) {
  return both([&]<class T>(T, failures& found) { check_flushed<T>(r, found); });
}
failures control_bits(const row& r) {
  return both([&]<class T>(T, failures& found) { check_modes<T>(r, found); });
}

namespace {
TEST_CASE("NaN in gives NaN out", "[edge]") { for_each_row(nan_propagation); }
TEST_CASE("exact values hold bit for bit", "[edge]") { for_each_row(exact_values); }
TEST_CASE("the derivative at a kink is that of the side stated", "[edge]") { for_each_row(kinks); }
TEST_CASE("flushing subnormals changes nothing else", "[edge]") { for_each_row(flush_to_zero); }
TEST_CASE("control bits are unchanged after every call", "[edge]") { for_each_row(control_bits); }
}  // namespace
}  // namespace tests
