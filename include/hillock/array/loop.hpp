// The one loop over arrays. It knows no activation: a kernel maps `Inputs` batches to `Outputs` batches.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "../core/simd.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

/// Takes results past the caches, vector after vector from an aligned one on, in whole blocks.
template <class Streams>
struct direct_writer {
  static constexpr std::size_t block = Streams::V::size;

  HILLOCK_INLINE void operator()(const Streams& s, std::size_t i, const typename Streams::V (&y)[Streams::outputs]) {
    s.store_streaming(i, y);
  }
};

/// The same, a page of one array after a page of the other: with AVX2 on Zen 3, lines that are filled in turns take twice as
/// long where the arrays begin at the same place of a page, as large ones do (glu's and geglu's gradients).
template <class Streams>
class page_writer {
  using V = typename Streams::V;

 public:
  static constexpr std::size_t block = page / sizeof(element_of<V>);

  HILLOCK_INLINE void operator()(const Streams& s, std::size_t i, const V (&y)[Streams::outputs]) {
    for (std::size_t k = 0; k < Streams::outputs; ++k) y[k].store_aligned(waiting_[k] + n_);
    n_ += V::size;
    if (n_ == block) {
      for (std::size_t k = 0; k < Streams::outputs; ++k)
        for (std::size_t j = 0; j < block; j += V::size)
          hillock::store_streaming(s.out[k] + (i + V::size - block) + j, V::load_aligned(waiting_[k] + j));
      n_ = 0;
    }
  }

 private:
  alignas(V) element_of<V> waiting_[Streams::outputs][block];
  std::size_t n_ = 0;
};

/// The arrays of a loop, element i of one beside element i of the others.
template <element T, std::size_t Inputs, std::size_t Outputs>
struct streams {
  using V = batch<T>;
  static constexpr std::size_t inputs = Inputs, outputs = Outputs;
  using stream_writer =
      std::conditional_t<Outputs == 1 || sizeof(V) == cache_line, direct_writer<streams>, page_writer<streams>>;
  const T* in[Inputs];
  T* out[Outputs];
  std::size_t call = 0;  // elements of all rows, where a loop is one of those; after the last comes end_rows

  HILLOCK_INLINE void forget_arrays() {
    for (const T*& p : in) p = any_array(p);
    for (T*& p : out) p = any_array(p);
  }

  HILLOCK_INLINE void load(std::size_t i, V (&x)[Inputs]) const {
    for (std::size_t k = 0; k < Inputs; ++k) x[k] = V::load_unaligned(in[k] + i);
  }
  HILLOCK_INLINE void prefetch(std::size_t i) const {
    for (const T* p : in) {
      if (Inputs == 1 || call != 0)
        prefetch_far(p + i);  // for rows a tenth less time on Zen 4
      else
        __builtin_prefetch(p + i);  // 3 to 7 % less time than to the second cache on a Xeon
    }
  }
  HILLOCK_INLINE void load_partial(std::size_t i, std::size_t n, V (&x)[Inputs]) const {
    for (std::size_t k = 0; k < Inputs; ++k) x[k] = hillock::load_partial(in[k] + i, n);
  }
  HILLOCK_INLINE void store(std::size_t i, const V (&y)[Outputs]) const {
    for (std::size_t k = 0; k < Outputs; ++k) y[k].store_unaligned(out[k] + i);
  }
  HILLOCK_INLINE void store_partial(std::size_t i, std::size_t n, const V (&y)[Outputs]) const {
    for (std::size_t k = 0; k < Outputs; ++k) hillock::store_partial(out[k] + i, n, y[k]);
  }
  HILLOCK_INLINE void store_streaming(std::size_t i, const V (&y)[Outputs]) const {
    for (std::size_t k = 0; k < Outputs; ++k) hillock::store_streaming(out[k] + i, y[k]);
  }

  /// How many elements before the outputs are aligned for streaming stores; n if they never are, or should not be used.
  HILLOCK_INLINE std::size_t before_streaming(std::size_t n) const {
    const std::size_t misaligned = reinterpret_cast<std::uintptr_t>(out[0]) % cache_line;
    for (const T* each : out) {
      if ((reinterpret_cast<std::uintptr_t>(each) - misaligned) % sizeof(V) != 0 || misaligned % sizeof(T) != 0)
        return n;
      for (const T* x : in)
        if (x == each) return n;  // its lines are in the cache already
    }
    return before_aligned(out[0], cache_line);
  }
};

/// How many vectors a loop takes at a time; each is one more copy of the kernel to compile. Measured: with AVX-512 four gain
/// 7 % over two (sigmoid on Zen 5), and where there are two outputs two gain 6 % over one (silu and its derivative on
/// Sapphire Rapids), with AVX2 two gain 3 to 10 % over one (silu, swiglu), elsewhere nothing is gained.
template <class Streams>
inline constexpr std::size_t vectors_at_a_time = !fuses                              ? 1
                                                 : sizeof(typename Streams::V) == 64 ? 4 / Streams::outputs
                                                                                     : 2 / Streams::outputs;

/// The same beyond the caches. There four, whose reads wait for their writes, take a tenth more than one (on a Xeon), and one
/// takes up to a third more than two (silu on Zen 4).
template <class Streams>
inline constexpr std::size_t uncached_at_a_time = (vectors_at_a_time<Streams> + 1) / 2;

/// Whether arrays of n elements are more than the caches hold.
template <class Streams>
HILLOCK_INLINE bool lie_beyond_cache(std::size_t n) {
  return n * sizeof(element_of<typename Streams::V>) * (Streams::inputs + Streams::outputs) >= beyond_cache;
}

/// After the loops over the rows of a call.
template <class Streams>
HILLOCK_INLINE void end_rows(std::size_t call) {
  if (lie_beyond_cache<Streams>(call)) end_streaming();
}

// Where inlining is not forced, clang may find no gain in unrolling, and say so.
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpass-failed"
#endif

/// out[o][i] = kernel(in[0][i], in[1][i] ...)[o] for i < n. An output may be an input: each vector is read before it is
/// written. The elements that fill no vector go through the same kernel in a partial one, so no result depends on where
/// an element stands. Streams say where elements lie.
template <class Kernel, class Streams>
HILLOCK_INLINE void loop_over(const Kernel& kernel, std::size_t n, Streams s) {
  using V = typename Streams::V;
  constexpr std::size_t inputs = Streams::inputs, outputs = Streams::outputs, unroll = vectors_at_a_time<Streams>;
  s.forget_arrays();

  std::size_t i = 0, head = 0;
  const bool is_row = s.call != 0, is_short = is_row && n * sizeof(element_of<V>) < shortest_streamed;
  if (lie_beyond_cache<Streams>(is_row ? s.call : n) && !is_short) [[unlikely]] {
    constexpr std::size_t few = uncached_at_a_time<Streams>;
    const std::size_t before = has_streaming ? s.before_streaming(n) : n;
    typename Streams::stream_writer stream;
    const bool streaming = before < n;
    if (streaming) i = head = before;
    // A page within arrays: 2 to 4 % less time than two where there are two results (Xeon).
    const std::size_t step = few * V::size > stream.block ? few * V::size : stream.block, end = n - (n - head) % step,
                      of_array = hardware_looks_ahead() ? 0 : page,
                      ahead = (is_row ? prefetch_distance : of_array) / sizeof(element_of<V>);
    for (; i < end; i += few * V::size) {
      V in[few][inputs], out[few][outputs];
#pragma GCC unroll 2
      for (std::size_t u = 0; u < few; ++u) {
        s.load(i + u * V::size, in[u]);
        s.prefetch(i + u * V::size + ahead);
      }
#pragma GCC unroll 2
      for (std::size_t u = 0; u < few; ++u) kernel(in[u], out[u]);
#pragma GCC unroll 2
      for (std::size_t u = 0; u < few; ++u) {
        if (streaming)
          stream(s, i + u * V::size, out[u]);
        else
          s.store(i + u * V::size, out[u]);
      }
    }
    if (streaming && !is_row) end_streaming();
  }
  for (; i + unroll * V::size <= n; i += unroll * V::size) {
    V in[unroll][inputs], out[unroll][outputs];
#pragma GCC unroll 4
    for (std::size_t u = 0; u < unroll; ++u) s.load(i + u * V::size, in[u]);
#pragma GCC unroll 4
    for (std::size_t u = 0; u < unroll; ++u) kernel(in[u], out[u]);
#pragma GCC unroll 4
    for (std::size_t u = 0; u < unroll; ++u) s.store(i + u * V::size, out[u]);
  }

  for (std::size_t end = n;; end = head) {  // behind the vectors, then before them
    for (; i < end; i += V::size) {
      const std::size_t left = end - i;
      V in[inputs], out[outputs];
      left < V::size ? s.load_partial(i, left, in) : s.load(i, in);
      kernel(in, out);
      left < V::size ? s.store_partial(i, left, out) : s.store(i, out);
    }
    if (end == head) break;
    i = 0;
  }
}

#ifdef __clang__
#pragma clang diagnostic pop
#endif

template <element T, std::size_t Inputs, std::size_t Outputs, class Kernel>
HILLOCK_INLINE void loop(const Kernel& kernel, std::size_t n, const streams<T, Inputs, Outputs>& s) {
  loop_over(kernel, n, s);
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
