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

/// How an array is cut into rows, as by hillock's axis. To elementwise operations it is one row.
struct shape {
  std::size_t outer = 1;
  std::size_t length = 0;
  std::size_t inner = 1;

  constexpr std::size_t rows() const { return outer * inner; }
  constexpr std::size_t size() const { return outer * length * inner; }
  bool operator==(const shape&) const = default;
};

/// One call's arrays. An operation reads and writes only those it needs.
template <class T>
struct arrays {
  const T* x;       // of a gate, what goes through its activation
  const T* value;   // of a gate, what that is multiplied by
  const T* result;  // what the forward gave, for a backward over rows
  const T* grad_y;
  T* y;     // or the gradient by x
  T* dydx;  // or the gradient by value
  std::size_t n;
  shape rows;

  bool operator==(const arrays&) const = default;
};

template <class T>
using routine = void (*)(const arrays<T>&);

enum class operation {
  value,
  derivative,
  forward_and_derivative,
  backward,
  scalar,
  rows,                // of softmax and its kind
  rows_backward,       // likewise
  rows_causal,         // rows with a mask of masks.hpp
  rows_alibi,          // likewise
  reduction,           // of logsumexp, which gives one result a row
  reduction_backward,  // likewise
  gate,
  gate_backward
};

struct operation_facts {
  operation id;
  std::string_view name;
  int arrays;  // read or written, each once; those with one element a row do not count
};

inline constexpr std::array operations{
    operation_facts{operation::value, "value", 2},                                    // y from x
    operation_facts{operation::derivative, "derivative", 2},                          // y from x
    operation_facts{operation::forward_and_derivative, "forward_and_derivative", 3},  // y and dydx from x
    operation_facts{operation::backward, "backward", 3},                              // y from x and grad_y
    operation_facts{operation::scalar, "scalar", 2},                                  // y from x, one call an element
    operation_facts{operation::rows, "forward", 2},                                   // y from x
    operation_facts{operation::rows_backward, "backward_from_output", 3},             // y from result and grad_y
    operation_facts{operation::rows_causal, "forward_causal", 2},                     // y from x
    operation_facts{operation::rows_alibi, "forward_alibi", 2},                       // y from x
    operation_facts{operation::reduction, "forward", 1},                              // y from x
    operation_facts{operation::reduction_backward, "backward", 2},                    // y from x, result and grad_y
    operation_facts{operation::gate, "forward", 3},                                   // y from x and value
    operation_facts{operation::gate_backward, "backward", 5},  // y and dydx from x, value and grad_y
};

constexpr const operation_facts& facts_of(operation what) {
  return *std::ranges::find(operations, what, &operation_facts::id);
}

/// How a peer performs one operation of one function; null where it has no such thing.
struct entry {
  std::string_view function;  // empty: the same for every function
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
  routine<T> find(std::string_view function, operation what) const {
    for (const entry& e : entries)
      if (e.what == what && (e.function.empty() || e.function == function)) return e.of<T>();
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

/// Whether hillock or a library has this, under a name; what a baseline alone has is not worth a line.
inline bool offered(std::string_view function, operation what) {
  return std::ranges::any_of(peers(), [&](const peer& p) {
    return (p.kind == peer_kind::hillock || p.kind == peer_kind::library) &&
           std::ranges::any_of(p.entries, [&](const entry& e) { return e.function == function && e.what == what; });
  });
}

/// The names of all functions, in the order of the peers.
inline std::vector<std::string_view> functions() {
  std::vector<std::string_view> result;
  for (const peer& p : peers())
    for (const entry& e : p.entries)
      if (!e.function.empty() && std::ranges::find(result, e.function) == result.end()) result.push_back(e.function);
  return result;
}

/// What a library makes once for a call and then uses again: kept for each call's arrays.
template <class T, class Made>
class kept {
 public:
  template <class Make>
  Made& operator()(const arrays<T>& a, const Make& make) {
    if (last_ == all_.size() || all_[last_].first != a) {
      last_ = static_cast<std::size_t>(std::ranges::find(all_, a, &std::pair<arrays<T>, Made>::first) - all_.begin());
      if (last_ == all_.size()) all_.emplace_back(a, make(a));
    }
    return all_[last_].second;
  }

 private:
  std::vector<std::pair<arrays<T>, Made>> all_;
  std::size_t last_ = 0;
};

}  // namespace bench
