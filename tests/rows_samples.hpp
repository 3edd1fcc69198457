// The parameters that tests of normalisers try.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>

namespace tests {
// Unnamed, so that objects for different instruction sets share nothing.
namespace {

inline constexpr double scales[]{1, 0.125, 0.3, 8, -1, 0};

template <class F>
concept has_mask_policy = requires(F f) { f.all_masked; };

/// F with every scale; then, where there is that choice, the default with zeros for a row where all is masked.
template <class F>
constexpr auto normaliser_samples = [] {
  std::array<F, std::size(scales) + (has_mask_policy<F> ? 1 : 0)> result{};
  for (std::size_t i = 0; i < std::size(scales); ++i) result[i].scale = scales[i];
  if constexpr (has_mask_policy<F>) result.back().all_masked = decltype(F::all_masked)::zeros;
  return result;
}();

/// What logits are multiplied by before the exponential.
template <class F>
constexpr double logit_scale(const F& f) {
  return F::about.name == "softmin" ? -f.scale : f.scale;
}

template <class F>
constexpr bool gives_zeros(const F& f) {
  if constexpr (has_mask_policy<F>)
    return f.all_masked == decltype(F::all_masked)::zeros;
  else
    return false;
}

}  // namespace
}  // namespace tests
