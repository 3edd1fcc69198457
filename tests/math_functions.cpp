// The rows of math_functions.hpp. Compiled once for each instruction set, whose name is HILLOCK_TESTS_SET.
// SPDX-License-Identifier: MIT
#include "math_functions.hpp"

#include <array>
#include <hillock/hillock.hpp>
#include <span>

#define FUNCTIONS_(set) math_functions_##set
#define FUNCTIONS(set) FUNCTIONS_(set)

namespace tests {
namespace {

namespace math = hillock::math;

template <class F, class V>
HILLOCK_INLINE V call(const F& f, V a, V b, V c) {
  if constexpr (requires { f(a, b, c); })
    return f(a, b, c);
  else if constexpr (requires { f(a, b); })
    return f(a, b);
  else
    return f(a);
}

template <class F, class T>
constexpr math_calls<T> make_calls() {
  using V = hillock::batch<T>;
  return {.scalar = [](T a, T b, T c) { return call(F{}, a, b, c); },
          .batch =
              [](const T* a, const T* b, const T* c, T* y) {
                call(F{}, V::load_unaligned(a), V::load_unaligned(b), V::load_unaligned(c)).store_unaligned(y);
              },
          .lanes = V::size};
}

template <class F>
constexpr math_function make(std::string_view name, const F&, int arguments) {
  return {name, arguments, make_calls<F, float>(), make_calls<F, double>()};
}

// Those that take or give more than values.
struct choose {
  template <hillock::value V>
  HILLOCK_INLINE V operator()(V a, V b, V c) const {
    return math::select(a < b, b, c);
  }
};
struct scale_by_integer {  // within the sizes that `scale` states
  template <hillock::value V>
  HILLOCK_INLINE V operator()(V a, V b) const {
    using T = hillock::element_of<V>;
    const V n = math::max(V(T(-200)), math::min(V(T(200)), b));
    const V to_integer(hillock::format<T>::to_integer);
    return math::scale(math::copysign(V(T(1.25)), a), (n + to_integer) - to_integer);
  }
};
struct error_of_product {
  template <hillock::value V>
  HILLOCK_INLINE V operator()(V a, V b) const {
    return math::two_product(a, b).lo;
  }
};
struct sixteen_entries {
  template <hillock::value V>
  HILLOCK_INLINE V operator()(V a) const {
    return math::lookup(math::exp_table<hillock::element_of<V>, 16>::power, math::bits(a));
  }
};

}  // namespace

std::span<const math_function> FUNCTIONS(HILLOCK_TESTS_SET)();
std::span<const math_function> FUNCTIONS(HILLOCK_TESTS_SET)() {
  static constexpr std::array functions{
      make("mul", math::mul, 2),
      make("fma", math::fma, 3),
      make("neg", math::neg, 1),
      make("abs", math::abs, 1),
      make("copysign", math::copysign, 2),
      make("max", math::max, 2),
      make("min", math::min, 2),
      make("select", choose{}, 3),
      make("by_sign", math::by_sign, 3),
      make("keep_nan", math::keep_nan, 2),
      make("lookup", sixteen_entries{}, 1),
      make("scale", scale_by_integer{}, 2),
      make("product_error", error_of_product{}, 2),
      make("minus_product", math::minus_product, 3),
      make("exp", math::exp, 1),
      make("expm1", math::expm1, 1),
      make("log1p", math::log1p, 1),
      make("softplus", math::softplus, 1),
      make("silu", math::silu, 1),
      make("quick_gelu", math::quick_gelu, 1),
      make("gelu_tanh", math::gelu_tanh, 1),
      make("mish", math::mish, 1),
      make("sigmoid", math::sigmoid, 1),
      make("sigmoid_derivative", math::sigmoid_derivative, 1),
      make("tanh", math::tanh, 1),
      make("tanh_derivative", math::tanh_derivative, 1),
  };
  return functions;
}

}  // namespace tests
