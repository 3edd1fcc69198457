// hillock itself, through its public array functions; `scalar` calls the activation element by element.
// SPDX-License-Identifier: MIT
#include <cstddef>
#include <hillock/hillock.hpp>
#include <span>
#include <string>
#include <vector>

#include "../list.hpp"
#include "../masks.hpp"

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

  template <class F, class T>
  static void rows(const arrays<T>& a) {
    hillock::forward(F{}, in(a.x, a), out(a.y, a), axis(a));
  }
  template <class F, class T>
  static void rows_backward(const arrays<T>& a) {
    hillock::backward_from_output(F{}, in(a.result, a), in(a.grad_y, a), out(a.y, a), axis(a));
  }
  template <class F, class Mask, class T>
  static void masked_rows(const arrays<T>& a) {
    hillock::forward(F{}, in(a.x, a), out(a.y, a), axis(a), Mask{a.rows.length});
  }
  template <class F, class T>
  static void reduction(const arrays<T>& a) {
    hillock::forward(F{}, in(a.x, a), std::span(a.y, a.rows.rows()), axis(a));
  }
  template <class F, class T>
  static void reduction_backward(const arrays<T>& a) {
    hillock::backward(F{}, in(a.x, a), std::span(a.result, a.rows.rows()), std::span(a.grad_y, a.rows.rows()),
                      out(a.y, a), axis(a));
  }

  template <class F, class T>
  static void gate(const arrays<T>& a) {
    hillock::forward(F{}, in(a.x, a), in(a.value, a), out(a.y, a));
  }
  template <class F, class T>
  static void gate_backward(const arrays<T>& a) {
    hillock::backward(F{}, in(a.x, a), in(a.value, a), in(a.grad_y, a), out(a.y, a), out(a.dydx, a));
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
  template <class T>
  static hillock::axis axis(const arrays<T>& a) {
    return {.outer = a.rows.outer, .length = a.rows.length, .inner = a.rows.inner};
  }
};

std::vector<entry> entries() {
  std::vector<entry> all;
  using R = routines;
  add_activations<R>(all);
  normalisers::for_each([&]<class F>() {
    all.push_back({F::about.name, operation::rows, R::rows<F>, R::rows<F>});
    all.push_back({F::about.name, operation::rows_backward, R::rows_backward<F>, R::rows_backward<F>});
    all.push_back({F::about.name, operation::rows_causal, R::masked_rows<F, causal>, R::masked_rows<F, causal>});
    all.push_back({F::about.name, operation::rows_alibi, R::masked_rows<F, alibi>, R::masked_rows<F, alibi>});
  });
  reductions::for_each([&]<class F>() {
    all.push_back({F::about.name, operation::reduction, R::reduction<F>, R::reduction<F>});
    all.push_back({F::about.name, operation::reduction_backward, R::reduction_backward<F>, R::reduction_backward<F>});
  });
  gates::for_each([&]<class F>() { add_gate<F, R>(all, F::about.name); });
  return all;
}

std::string version() {
  return std::to_string(HILLOCK_VERSION_MAJOR) + '.' + std::to_string(HILLOCK_VERSION_MINOR) + '.' +
         std::to_string(HILLOCK_VERSION_PATCH);
}

[[maybe_unused]] const bool added = add_peer({peer_kind::hillock, "hillock", version(), entries()});

}  // namespace
}  // namespace bench
