// The one loop over arrays. It knows no activation: a kernel maps `Inputs` batches to `Outputs` batches.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "../core/simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

template <element T, std::size_t Inputs, std::size_t Outputs>
struct streams {
  const T* in[Inputs];
  T* out[Outputs];
};

/// From how many bytes of inputs and outputs on these lie beyond any last-level cache in use, so that stores had better
/// pass by it. Measured on Zen 5 with 32 MiB of it; within the cache, such stores take two to three times as long.
inline constexpr std::size_t beyond_cache = std::size_t{64} << 20;

/// How many elements before the outputs are aligned for streaming stores; n if they never are, or should not be used.
template <element T, std::size_t Inputs, std::size_t Outputs>
HILLOCK_INLINE std::size_t elements_before_streaming(std::size_t n, const streams<T, Inputs, Outputs>& s) {
  constexpr std::size_t size = sizeof(batch<T>);
  if (n * sizeof(T) * (Inputs + Outputs) < beyond_cache) return n;
  const std::size_t misaligned = reinterpret_cast<std::uintptr_t>(s.out[0]) % size;
  for (const T* out : s.out) {
    if (reinterpret_cast<std::uintptr_t>(out) % size != misaligned || misaligned % sizeof(T) != 0) return n;
    for (const T* in : s.in)
      if (in == out) return n;  // its lines are in the cache already
  }
  return (size - misaligned) % size / sizeof(T);
}

/// out[o][i] = kernel(in[0][i], in[1][i] ...)[o] for i < n. An output may be an input: each vector is read before it is
/// written. The elements that fill no vector go through the same kernel in a partial one, so no result depends on where
/// an element stands.
template <element T, std::size_t Inputs, std::size_t Outputs, class Kernel>
HILLOCK_INLINE void loop(const Kernel& kernel, std::size_t n, streams<T, Inputs, Outputs> s) {
  using V = batch<T>;
  // Measured on Zen 5: four vectors at a time gain 7 % over two with AVX-512 (sigmoid), nothing without.
  constexpr std::size_t unroll = sizeof(V) == 64 ? 4 : 2;
  for (const T*& p : s.in) p = any_array(p);
  for (T*& p : s.out) p = any_array(p);

  const std::size_t before = elements_before_streaming(n, s);
  const bool streaming = before < n;
  const std::size_t head = streaming ? before : 0;
  std::size_t i = head;
  for (; i + unroll * V::size <= n; i += unroll * V::size) {
    V in[unroll][Inputs], out[unroll][Outputs];
#pragma GCC unroll 4
    for (std::size_t u = 0; u < unroll; ++u)
      for (std::size_t k = 0; k < Inputs; ++k) in[u][k] = V::load_unaligned(s.in[k] + i + u * V::size);
#pragma GCC unroll 4
    for (std::size_t u = 0; u < unroll; ++u) kernel(in[u], out[u]);
    if (streaming) [[unlikely]] {
#pragma GCC unroll 4
      for (std::size_t u = 0; u < unroll; ++u)
        for (std::size_t k = 0; k < Outputs; ++k) store_streaming(s.out[k] + i + u * V::size, out[u][k]);
    } else {
#pragma GCC unroll 4
      for (std::size_t u = 0; u < unroll; ++u)
        for (std::size_t k = 0; k < Outputs; ++k) out[u][k].store_unaligned(s.out[k] + i + u * V::size);
    }
  }
  if (streaming) end_streaming();

  for (std::size_t end = n;; end = head) {  // behind the vectors, then before them
    for (; i < end; i += V::size) {
      const std::size_t left = end - i;
      V in[Inputs], out[Outputs];
      for (std::size_t k = 0; k < Inputs; ++k)
        in[k] = left < V::size ? load_partial(s.in[k] + i, left) : V::load_unaligned(s.in[k] + i);
      kernel(in, out);
      for (std::size_t k = 0; k < Outputs; ++k)
        if (left < V::size)
          store_partial(s.out[k] + i, left, out[k]);
        else
          out[k].store_unaligned(s.out[k] + i);
    }
    if (end == head) break;
    i = 0;
  }
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
