// What is timed: the operations, and the peers that perform them. Each peer is one file in peers/ that adds itself.
// Nothing of hillock is included here, since it refuses the flags that some peers want.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

/// One call's arrays. An operation reads and writes only those it needs.
template <class T>
struct arrays {
  const T* x;
  const T* grad_y;
  T* y;
  T* dydx;
  std::size_t n;
};

template <class T>
using routine = void (*)(const arrays<T>&);

enum class operation { value, derivative, forward_and_derivative, backward, scalar };

struct operation_facts {
  operation id;
  std::string_view name;
  int arrays;  // read or written, each once
};

inline constexpr std::array operations{
    operation_facts{operation::value, "value", 2},                                    // y from x
    operation_facts{operation::derivative, "derivative", 2},                          // y from x
    operation_facts{operation::forward_and_derivative, "forward_and_derivative", 3},  // y and dydx from x
    operation_facts{operation::backward, "backward", 3},                              // y from x and grad_y
    operation_facts{operation::scalar, "scalar", 2},                                  // y from x, one call an element
};

/// How a peer performs one operation of one activation; null where it has no such thing.
struct entry {
  std::string_view activation;  // empty: the same for every activation
  operation what;
  routine<float> float32;
  routine<double> float64;

  template <class T>
  routine<T> of() const {
    if constexpr (sizeof(T) == sizeof(float))
      return float32;
    else
      return float64;
  }
};

enum class peer_kind { hillock, baseline, library, limit };  // the order of the table's columns

struct peer {
  peer_kind kind;
  std::string name;     // the column's title
  std::string version;  // of the library behind it
  std::vector<entry> entries;

  template <class T>
  routine<T> find(std::string_view activation, operation what) const {
    for (const entry& e : entries)
      if (e.what == what && (e.activation.empty() || e.activation == activation)) return e.of<T>();
    return nullptr;
  }
};

/// The peers that were compiled in, in the order of their columns.
inline std::vector<peer>& peers() {
  static std::vector<peer> all;
  return all;
}

/// For `const bool added = add_peer({...});` at namespace scope in the peer's file.
inline bool add_peer(peer p) {
  const auto column = [](const peer& each) { return std::pair(each.kind, each.name); };
  const auto place = std::ranges::upper_bound(peers(), column(p), {}, column);
  peers().insert(place, std::move(p));
  return true;
}

}  // namespace bench
