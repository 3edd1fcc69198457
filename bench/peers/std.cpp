// What one writes without a library: the activation's definition with the functions of <cmath>, in a plain loop. The
// derivative comes from the same definition by dual numbers, which make the elementary calls that one makes by hand.
// SPDX-License-Identifier: MIT
#include <cstddef>
#include <string>
#include <version>

#include "../dual.hpp"
#include "../list.hpp"

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

namespace bench {
namespace {

struct routines {
  template <class F, class T>
  static void value(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = F{}.definition(a.x[i]);
  }
  template <class F, class T>
  static void derivative(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = at<F>(a.x[i]).derivative;
  }
  template <class F, class T>
  static void forward_and_derivative(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) {
      const dual<T> f = at<F>(a.x[i]);
      a.y[i] = f.value;
      a.dydx[i] = f.derivative;
    }
  }
  template <class F, class T>
  static void backward(const arrays<T>& a) {
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = a.grad_y[i] * at<F>(a.x[i]).derivative;
  }
  template <class F, class T>
  static void scalar(const arrays<T>& a) {
    value<F>(a);
  }

 private:
  template <class F, class T>
  static dual<T> at(T x) {
    return F{}.definition(dual<T>{x, 1});
  }
};

std::string version() {
#ifdef __GLIBC__
  return std::string("glibc ") + gnu_get_libc_version();
#else
  return "this system's C library";
#endif
}

[[maybe_unused]] const bool added =
    add_peer({peer_kind::baseline, "std", version(), entries_of_all_activations<routines>()});

}  // namespace
}  // namespace bench
