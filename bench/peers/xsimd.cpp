// xsimd's own functions, in the activations as people write them.
// SPDX-License-Identifier: MIT
#include <cmath>
#include <string>

#include "../formulas.hpp"
#include "../vectors.hpp"

namespace bench {
namespace {

// For batches, and for the elements in the rest.
struct math : vector_math {
  template <class V>
  static V exp(V x) {
    using std::exp;
    return exp(x);
  }
  template <class V>
  static V expm1(V x) {
    using std::expm1;
    return expm1(x);
  }
  template <class V>
  static V log1p(V x) {
    using std::log1p;
    return log1p(x);
  }
  template <class V>
  static V tanh(V x) {
    using std::tanh;
    return tanh(x);
  }
  template <class V>
  static V erf(V x) {
    using std::erf;
    return erf(x);
  }
};

std::string version() {
  return std::to_string(XSIMD_VERSION_MAJOR) + '.' + std::to_string(XSIMD_VERSION_MINOR) + '.' +
         std::to_string(XSIMD_VERSION_PATCH);
}

[[maybe_unused]] const bool added =
    add_peer({peer_kind::library, "xsimd", version(), entries_of_formulas<math, vector_loops>()});

}  // namespace
}  // namespace bench
