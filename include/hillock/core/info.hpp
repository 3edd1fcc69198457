// What an activation says of itself: the facts that tests, benchmarks, documents and tools read.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <type_traits>

#include "config.hpp"

namespace hillock {

/// How near a result must come to the exact one. Bounds in ulp stand in `info::bounds`, one entry a level.
enum class accuracy {
  faithful,  ///< the default
};

enum class symmetry { none, odd, even };

// These types are common to all instruction sets, so their functions must leave no symbols: objects would share them.

/// A short list by value, so that an `info` can be copied and changed in constant expressions.
template <class T, std::size_t Capacity>
struct short_list {
  T items[Capacity]{};
  std::size_t count = 0;

  constexpr short_list() = default;
  HILLOCK_INLINE_ALWAYS constexpr short_list(std::initializer_list<T> list) {
    for (const T& item : list) items[count++] = item;
  }
  HILLOCK_INLINE_ALWAYS constexpr const T* begin() const { return items; }
  HILLOCK_INLINE_ALWAYS constexpr const T* end() const { return items + count; }
  HILLOCK_INLINE_ALWAYS constexpr std::size_t size() const { return count; }
};

/// f(x) is y, bit for bit, the sign of zero included.
struct exact_value {
  double x = 0;
  double y = 0;
};

/// Where f' jumps: f'(x) is the derivative from that side.
struct kink {
  enum class side { left, right };
  double x = 0;
  side derivative_from = side::left;
};

/// The largest error in ulp, the worst over instruction sets, and the input that comes nearest to it; docs/accuracy.md
/// says over which inputs. Near a root of f'' other than 0, f'' counts as it says there.
/// 0.5 is correctly rounded, 0 is exact.
struct error_bound {
  double ulp = 0;
  double worst = 0;
};

struct error_bounds {
  error_bound value{}, derivative{}, second_derivative{}, derivative_from_output{};
};

struct level_bounds {
  accuracy level = accuracy::faithful;
  error_bounds float32{}, float64{};
};

struct interval {
  double lowest = -__builtin_inf();
  double highest = __builtin_inf();
};

/// The facts of one activation. A fact that depends on a parameter is set by the activation's member
/// `constexpr void refine(info&) const`; read it through `hillock::about(f)`.
struct info {
  static constexpr double inf = __builtin_inf();

  std::string_view name{};
  std::string_view formula{};
  std::string_view reference{};
  interval domain{};                            ///< closed: outside it f, f' and f'' are NaN
  interval range{};                             ///< closed: no result lies outside
  bool monotone = false;                        ///< never decreasing
  hillock::symmetry symmetry = symmetry::none;  ///< of f: odd, even or none
  short_list<kink, 4> kinks{};
  short_list<exact_value, 8> values{};              ///< of f
  short_list<exact_value, 8> derivatives{};         ///< of f'
  short_list<exact_value, 8> second_derivatives{};  ///< of f''
  short_list<std::string_view, 4> parameters{};     ///< their names, in the order of the members
  short_list<level_bounds, 3> bounds{};

  /// The bounds at a level; an activation that is exact at every level has none to state.
  HILLOCK_INLINE_ALWAYS constexpr level_bounds at(accuracy level) const {
    for (const level_bounds& b : bounds)
      if (b.level == level) return b;
    return {.level = level};
  }
};

/// How many parameters an activation has: all its members are `double`.
template <class F>
inline constexpr std::size_t parameter_count = std::is_empty_v<F> ? 0 : sizeof(F) / sizeof(double);

/// f with every parameter rounded to T: what the kernels for T compute, and what `definition` must be given.
template <class T, class F>
constexpr F with_rounded_parameters(F f) {
  if constexpr (parameter_count<F> > 0) {
    struct parameters {
      double value[parameter_count<F>];
    };
    auto p = __builtin_bit_cast(parameters, f);
    for (double& value : p.value) value = static_cast<double>(static_cast<T>(value));
    return __builtin_bit_cast(F, p);
  } else {
    return f;
  }
}

/// The facts of f with its parameters.
template <class F>
constexpr info about(const F& f) {
  info result = F::about;
  if constexpr (requires { f.refine(result); }) f.refine(result);
  return result;
}

}  // namespace hillock
