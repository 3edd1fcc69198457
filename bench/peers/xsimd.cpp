// xsimd's own functions, where it has the activation or the one elementary function it is made of.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>

#include "../peer.hpp"
#include "../vectors.hpp"

namespace bench {
namespace {

struct relu {
  template <class V>
  static V call(V x) {
    using std::max;
    return max(x, V(0));
  }
};
struct sigmoid {
  template <class V>
  static V call(V x) {
    using std::exp;
    return V(1) / (V(1) + exp(-x));
  }
};
struct tanh {
  template <class V>
  static V call(V x) {
    using std::tanh;
    return tanh(x);
  }
};

template <class F, class T>
void value(const arrays<T>& a) {
  by_vectors<T>(a.n, [x = a.x, y = a.y]<class V>(std::size_t i) { write(y + i, F::call(read<V>(x + i))); });
}

template <class F>
entry value_of(std::string_view activation) {
  return {activation, operation::value, value<F, float>, value<F, double>};
}

std::string version() {
  return std::to_string(XSIMD_VERSION_MAJOR) + '.' + std::to_string(XSIMD_VERSION_MINOR) + '.' +
         std::to_string(XSIMD_VERSION_PATCH);
}

[[maybe_unused]] const bool added =
    add_peer({peer_kind::library,
              "xsimd",
              version(),
              {value_of<relu>("relu"), value_of<sigmoid>("sigmoid"), value_of<tanh>("tanh")}});

}  // namespace
}  // namespace bench
