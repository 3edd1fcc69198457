// The limits of the machine: a hand-written loop of vector loads and stores over the arrays of an operation, memcpy,
// and a copy with non-temporal stores, which do not read the memory that they overwrite.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

#include "../peer.hpp"
#include "../vectors.hpp"

namespace bench {
namespace {

template <class T>
void one_to_one(const arrays<T>& a) {
  by_vectors<T>(a.n, [x = a.x, y = a.y]<class V>(std::size_t i) { write(y + i, read<V>(x + i)); });
}

template <class T>
void one_to_two(const arrays<T>& a) {
  by_vectors<T>(a.n, [x = a.x, y = a.y, dydx = a.dydx]<class V>(std::size_t i) {
    const V v = read<V>(x + i);
    write(y + i, v);
    write(dydx + i, v);
  });
}

template <class T>
void two_to_one(const arrays<T>& a) {
  by_vectors<T>(a.n, [x = a.x, grad_y = a.grad_y, y = a.y]<class V>(std::size_t i) {
    write(y + i, V(read<V>(x + i) + read<V>(grad_y + i)));
  });
}

#ifdef __SSE2__
// A vector, to aligned memory.
void stream(void* to, const void* from) {
#if defined(__AVX512F__)
  _mm512_stream_si512(static_cast<__m512i*>(to), _mm512_loadu_si512(from));
#elif defined(__AVX__)
  _mm256_stream_si256(static_cast<__m256i*>(to), _mm256_loadu_si256(static_cast<const __m256i*>(from)));
#else
  _mm_stream_si128(static_cast<__m128i*>(to), _mm_loadu_si128(static_cast<const __m128i*>(from)));
#endif
}

template <class T>
void non_temporal(const arrays<T>& a) {
  constexpr std::size_t lanes = xsimd::batch<T>::size;
  const std::size_t whole = a.n / lanes * lanes;
  for (std::size_t i = 0; i < whole; i += lanes) stream(a.y + i, a.x + i);
  _mm_sfence();
  std::copy(a.x + whole, a.x + a.n, a.y + whole);
}

[[maybe_unused]] const bool added_non_temporal =
    add_peer({peer_kind::limit,
              "non-temporal",
              "vectors of " + std::to_string(sizeof(xsimd::batch<float>)) + " bytes",
              {{"", operation::value, non_temporal<float>, non_temporal<double>},
               {"", operation::derivative, non_temporal<float>, non_temporal<double>}}});
#endif

template <class T>
void memcpy(const arrays<T>& a) {
  std::memcpy(a.y, a.x, a.n * sizeof(T));
}

[[maybe_unused]] const bool added_load_store =
    add_peer({peer_kind::limit,
              "load-store",
              "vectors of " + std::to_string(sizeof(xsimd::batch<float>)) + " bytes",
              {{"", operation::value, one_to_one<float>, one_to_one<double>},
               {"", operation::derivative, one_to_one<float>, one_to_one<double>},
               {"", operation::forward_and_derivative, one_to_two<float>, one_to_two<double>},
               {"", operation::backward, two_to_one<float>, two_to_one<double>}}});

[[maybe_unused]] const bool added_memcpy = add_peer({peer_kind::limit,
                                                     "memcpy",
                                                     "the C library's",
                                                     {{"", operation::value, memcpy<float>, memcpy<double>},
                                                      {"", operation::derivative, memcpy<float>, memcpy<double>}}});

}  // namespace
}  // namespace bench
