// hillock itself, through its public array functions; `scalar` calls the activation element by element.
// SPDX-License-Identifier: MIT
#include <cstddef>
#include <hillock/hillock.hpp>
#include <span>
#include <string>

#include "../list.hpp"

namespace bench {
namespace {

struct routines {
  template <class F, class T>
  static void value(const arrays<T>& a) {
    hillock::forward(F{}, in(a.x, a), out(a.y, a));
  }
  template <class F, class T>
  static void derivative(const arrays<T>& a) {
    hillock::derivative(F{}, in(a.x, a), out(a.y, a));
  }
  template <class F, class T>
  static void forward_and_derivative(const arrays<T>& a) {
    hillock::forward_and_derivative(F{}, in(a.x, a), out(a.y, a), out(a.dydx, a));
  }
  template <class F, class T>
  static void backward(const arrays<T>& a) {
    hillock::backward(F{}, in(a.x, a), in(a.grad_y, a), out(a.y, a));
  }
  template <class F, class T>
  static void scalar(const arrays<T>& a) {
    const F f{};
    for (std::size_t i = 0; i < a.n; ++i) a.y[i] = f(a.x[i]);
  }

 private:
  template <class T>
  static std::span<const T> in(const T* p, const arrays<T>& a) {
    return {p, a.n};
  }
  template <class T>
  static std::span<T> out(T* p, const arrays<T>& a) {
    return {p, a.n};
  }
};

std::string version() {
  return std::to_string(HILLOCK_VERSION_MAJOR) + '.' + std::to_string(HILLOCK_VERSION_MINOR) + '.' +
         std::to_string(HILLOCK_VERSION_PATCH);
}

[[maybe_unused]] const bool added =
    add_peer({peer_kind::hillock, "hillock", version(), entries_of_all_activations<routines>()});

}  // namespace
}  // namespace bench
