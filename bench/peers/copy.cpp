// The limits of the machine: a hand-written loop of vector loads and stores over the arrays of an operation, and
// memcpy.
// SPDX-License-Identifier: MIT
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
