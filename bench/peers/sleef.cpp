// SLEEF's functions of at most 1.0 ulp, on the widest vectors of this build, in the activations as people write them.
// SPDX-License-Identifier: MIT
#include <sleef.h>

#include <string>

#include "../formulas.hpp"
#include "../vectors.hpp"

namespace bench {
namespace {

// For batches, and for the elements in the rest.
#define OVERLOADS(name, on_floats, on_doubles)                                                  \
  static float name(float x) { return Sleef_##name##f_u10(x); }                                 \
  static double name(double x) { return Sleef_##name##_u10(x); }                                \
  static xsimd::batch<float> name(xsimd::batch<float> x) { return Sleef_##on_floats##_u10(x); } \
  static xsimd::batch<double> name(xsimd::batch<double> x) { return Sleef_##on_doubles##_u10(x); }
#if defined(__AVX512F__)
#define FUNCTION(name) OVERLOADS(name, name##f16, name##d8)
#elif defined(__AVX__)
#define FUNCTION(name) OVERLOADS(name, name##f8, name##d4)
#else
#define FUNCTION(name) OVERLOADS(name, name##f4, name##d2)
#endif

struct math : vector_math {
  FUNCTION(exp)
  FUNCTION(expm1)
  FUNCTION(log1p)
  FUNCTION(tanh)
  FUNCTION(erf)
};

std::string version() {
  return std::to_string(SLEEF_VERSION_MAJOR) + '.' + std::to_string(SLEEF_VERSION_MINOR) + '.' +
         std::to_string(SLEEF_VERSION_PATCHLEVEL);
}

[[maybe_unused]] const bool added =
    add_peer({peer_kind::library, "SLEEF", version() + ", u10", entries_of_formulas<math, vector_loops>()});

}  // namespace
}  // namespace bench
