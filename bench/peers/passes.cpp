// A gate without gates: hillock's activation, and products in passes of their own.
// SPDX-License-Identifier: MIT
#include <cstddef>
#include <hillock/hillock.hpp>
#include <span>
#include <vector>

#include "../list.hpp"
#include "../vectors.hpp"

namespace bench {
namespace {

struct routines {
  template <class F, class T>
  static void gate(const arrays<T>& a) {
    hillock::forward(F{}, std::span(a.x, a.n), std::span(a.y, a.n));
    multiply(a.y, a.value, a.y, a.n);
  }
  template <class F, class T>
  static void gate_backward(const arrays<T>& a) {
    hillock::forward(F{}, std::span(a.x, a.n), std::span(a.dydx, a.n));
    multiply(a.dydx, a.grad_y, a.dydx, a.n);
    multiply(a.value, a.grad_y, a.y, a.n);
    hillock::backward(F{}, std::span(a.x, a.n), std::span(a.y, a.n), std::span(a.y, a.n));
  }

 private:
  template <class T>
  static void multiply(const T* p, const T* q, T* product, std::size_t n) {
    by_vectors<T>(n, [=]<class V>(std::size_t i) { write(product + i, V(read<V>(p + i) * read<V>(q + i))); });
  }
};

std::vector<entry> entries() {
  std::vector<entry> all;
  for_each_product_gate([&]<class F>(std::string_view name) { add_gate<F, routines>(all, name); });
  return all;
}

[[maybe_unused]] const bool added =
    add_peer({peer_kind::library, "passes", "hillock's activations, and loops of products", entries()});

}  // namespace
}  // namespace bench
