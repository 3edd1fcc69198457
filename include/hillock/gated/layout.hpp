// Gates and values in one array, as streams of the loop over arrays.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "../array/loop.hpp"
#include "../core/gate_layout.hpp"

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// Inputs: the gates and values of pairs, then other arrays. Outputs: an array, or the gates and values of pairs.
template <element T, std::size_t Inputs, std::size_t Outputs>
struct interleaved_streams {
  using V = batch<T>;
  static constexpr std::size_t inputs = Inputs, outputs = Outputs;
  static constexpr bool gives_pairs = Outputs == 2;
  using stream_writer = direct_writer<interleaved_streams>;
  static constexpr std::size_t call = 0;  // never one of several rows
  const T *pairs, *other;
  T* out;
  typename V::batch_bool_type swapped;  // in every lane: whether the value comes first

  HILLOCK_INLINE interleaved_streams(const T* p, const T* o, T* y, half gate)
      : pairs(p), other(o), out(y), swapped(V(T(gate == half::second)) != V(T(0))) {}

  HILLOCK_INLINE void forget_arrays() {
    pairs = any_array(pairs);
    other = any_array(other);
    out = any_array(out);
  }

  HILLOCK_INLINE void load(std::size_t i, V (&x)[Inputs]) const {
    const T* p = pairs + 2 * i;
    split({V::load_unaligned(p), V::load_unaligned(p + V::size)}, x);
    if constexpr (Inputs == 3) x[2] = V::load_unaligned(other + i);
  }
  HILLOCK_INLINE void prefetch(std::size_t i) const {
    prefetch_far(pairs + 2 * i);
    prefetch_far(pairs + 2 * i + V::size);
    if constexpr (Inputs == 3) prefetch_far(other + i);
  }
  HILLOCK_INLINE void load_partial(std::size_t i, std::size_t n, V (&x)[Inputs]) const {
    const T* p = pairs + 2 * i;
    const bool both = 2 * n > V::size;
    split({hillock::load_partial(p, both ? V::size : 2 * n),
           both ? hillock::load_partial(p + V::size, 2 * n - V::size) : V(T(0))},
          x);
    if constexpr (Inputs == 3) x[2] = hillock::load_partial(other + i, n);
  }
  HILLOCK_INLINE void store(std::size_t i, const V (&y)[Outputs]) const {
    if constexpr (gives_pairs) {
      const batch_pair<T> both = joined(y);
      both.first.store_unaligned(out + 2 * i);
      both.second.store_unaligned(out + 2 * i + V::size);
    } else {
      y[0].store_unaligned(out + i);
    }
  }
  HILLOCK_INLINE void store_partial(std::size_t i, std::size_t n, const V (&y)[Outputs]) const {
    if constexpr (gives_pairs) {
      const batch_pair<T> both = joined(y);
      const bool reaches_second = 2 * n > V::size;
      hillock::store_partial(out + 2 * i, reaches_second ? V::size : 2 * n, both.first);
      if (reaches_second) hillock::store_partial(out + 2 * i + V::size, 2 * n - V::size, both.second);
    } else {
      hillock::store_partial(out + i, n, y[0]);
    }
  }
  HILLOCK_INLINE void store_streaming(std::size_t i, const V (&y)[Outputs]) const {
    if constexpr (gives_pairs) {
      const batch_pair<T> both = joined(y);
      hillock::store_streaming(out + 2 * i, both.first);
      hillock::store_streaming(out + 2 * i + V::size, both.second);
    } else {
      hillock::store_streaming(out + i, y[0]);
    }
  }

  HILLOCK_INLINE std::size_t before_streaming(std::size_t n) const {
    constexpr std::size_t size = sizeof(V), step = sizeof(T) * Outputs;
    const std::size_t missing = (size - reinterpret_cast<std::uintptr_t>(out) % size) % size;
    return out != pairs && missing % step == 0 ? missing / step : n;
  }

 private:
  HILLOCK_INLINE batch_pair<T> in_order(batch_pair<T> x) const {
    return {math::select(swapped, x.second, x.first), math::select(swapped, x.first, x.second)};
  }
  HILLOCK_INLINE void split(batch_pair<T> x, V (&gate_and_value)[Inputs]) const {
    const batch_pair<T> apart = in_order(deinterleave(x.first, x.second));
    gate_and_value[0] = apart.first;
    gate_and_value[1] = apart.second;
  }
  HILLOCK_INLINE batch_pair<T> joined(const V (&gate_and_value)[Outputs]) const {
    const batch_pair<T> apart = in_order({gate_and_value[0], gate_and_value[1]});
    return interleave(apart.first, apart.second);
  }
};

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
