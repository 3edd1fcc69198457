// glibc's vector functions, as one gets them: <cmath> in a plain loop, compiled with -Ofast (CMakeLists.txt).
// SPDX-License-Identifier: MIT
#include <gnu/libc-version.h>

#include <cmath>
#include <cstddef>
#include <string>

#include "../formulas.hpp"

namespace bench {
namespace {

struct math {
  template <class T>
  static T exp(T x) {
    return std::exp(x);
  }
  template <class T>
  static T expm1(T x) {
    return std::expm1(x);
  }
  template <class T>
  static T log1p(T x) {
    return std::log1p(x);
  }
  template <class T>
  static T tanh(T x) {
    return std::tanh(x);
  }
  template <class T>
  static T erf(T x) {
    return std::erf(x);
  }
  template <class T>
  static T abs(T x) {
    return std::abs(x);
  }
  template <class T>
  static T max(T a, T b) {
    return a > b ? a : b;
  }
  template <class T>
  static T select(bool condition, T a, T b) {
    return condition ? a : b;
  }
};

struct loops {
  template <class F, class T>
  static void value(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = F::value(a.x[i]);
  }
  template <class F, class T>
  static void derivative(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = F::derivative(a.x[i]);
  }
  template <class F, class T>
  static void backward(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = a.grad_y[i] * F::derivative(a.x[i]);
  }
};

[[maybe_unused]] const bool added =
    add_peer({peer_kind::library, "libmvec", std::string("glibc ") + gnu_get_libc_version() + ", loops at -Ofast",
              entries_of_formulas<math, loops>()});

}  // namespace
}  // namespace bench
