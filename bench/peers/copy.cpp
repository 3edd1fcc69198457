// The limits of the machine: hand-written loops of vector loads and stores over the arrays of an operation, the same
// with non-temporal stores, which do not read the memory that they overwrite, and memcpy.
// SPDX-License-Identifier: MIT
#include <bit>
#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

#include "../peer.hpp"
#include "../vectors.hpp"

namespace bench {
namespace {

#ifdef __SSE2__
// To aligned memory.
template <class V, class T>
void stream(T* p, V v) {
  typename V::register_type bits = v;
#if defined(__AVX512F__)
  _mm512_stream_si512(reinterpret_cast<__m512i*>(p), std::bit_cast<__m512i>(bits));
#elif defined(__AVX__)
  _mm256_stream_si256(reinterpret_cast<__m256i*>(p), std::bit_cast<__m256i>(bits));
#else
  _mm_stream_si128(reinterpret_cast<__m128i*>(p), std::bit_cast<__m128i>(bits));
#endif
}
#endif

template <bool Stream, class V, class T>
void put(T* p, V v) {
#ifdef __SSE2__
  if constexpr (Stream && !std::same_as<V, T>) return stream(p, v);
#endif
  write(p, v);
}

template <int Reads, int Writes, bool Stream, class T>
void traffic(const arrays<T>& a) {
  const T *x = a.x, *grad_y = a.grad_y, *value = a.value;
  T *y = a.y, *dydx = a.dydx;
  by_vectors<T>(a.n, [=]<class V>(std::size_t i) {
    V v = read<V>(x + i);
    if constexpr (Reads > 1) v = V(v + read<V>(grad_y + i));
    if constexpr (Reads > 2) v = V(v + read<V>(value + i));
    put<Stream>(y + i, v);
    if constexpr (Writes > 1) put<Stream>(dydx + i, v);
  });
#ifdef __SSE2__
  if constexpr (Stream) _mm_sfence();
#endif
}

// What writes next to nothing must do something with what it reads: in sums that do not wait for each other.
template <class T>
void read_only(const arrays<T>& a) {
  using V = xsimd::batch<T>;
  constexpr std::size_t lanes = V::size;
  V sums[4] = {V(T(0)), V(T(0)), V(T(0)), V(T(0))};
  for (std::size_t i = 0; i + 4 * lanes <= a.n; i += 4 * lanes)
    for (std::size_t j = 0; j < 4; ++j) sums[j] = sums[j] + read<V>(a.x + i + j * lanes);
  T total[lanes];
  write(total, V((sums[0] + sums[1]) + (sums[2] + sums[3])));
  a.y[0] = total[0];
}

template <bool Stream>
std::vector<entry> entries() {
  std::vector<entry> all;
  const auto add = [&]<int Reads, int Writes>(operation what) {
    all.push_back({"", what, traffic<Reads, Writes, Stream, float>, traffic<Reads, Writes, Stream, double>});
  };
  add.template operator()<1, 1>(operation::value);
  add.template operator()<1, 1>(operation::derivative);
  add.template operator()<1, 2>(operation::forward_and_derivative);
  add.template operator()<2, 1>(operation::backward);
  add.template operator()<1, 1>(operation::rows);
  add.template operator()<2, 1>(operation::rows_backward);
  add.template operator()<1, 1>(operation::reduction_backward);
  add.template operator()<2, 1>(operation::gate);
  add.template operator()<3, 2>(operation::gate_backward);
  all.push_back({"", operation::reduction, read_only<float>, read_only<double>});
  return all;
}

const std::string vectors = "vectors of " + std::to_string(sizeof(xsimd::batch<float>)) + " bytes";

[[maybe_unused]] const bool added_load_store = add_peer({peer_kind::limit, "load-store", vectors, entries<false>()});

#ifdef __SSE2__
[[maybe_unused]] const bool added_non_temporal = add_peer({peer_kind::limit, "non-temporal", vectors, entries<true>()});
#endif

template <class T>
void memcpy(const arrays<T>& a) {
  std::memcpy(a.y, a.x, a.n * sizeof(T));
}

[[maybe_unused]] const bool added_memcpy = add_peer({peer_kind::limit,
                                                     "memcpy",
                                                     "the C library's",
                                                     {{"", operation::value, memcpy<float>, memcpy<double>},
                                                      {"", operation::derivative, memcpy<float>, memcpy<double>},
                                                      {"", operation::rows, memcpy<float>, memcpy<double>}}});

}  // namespace
}  // namespace bench
