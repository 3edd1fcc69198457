// The numbers that are fed to the routines, and the memory they lie in.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "peer.hpp"

namespace bench {

inline constexpr std::size_t library_size = 2048;
inline constexpr std::size_t middle_size = 262144;
inline constexpr std::size_t largest_size = 33554432;  // beyond the last-level cache

/// One row, to elementwise operations.
inline constexpr std::array elementwise_shapes{shape{.length = 1},           shape{.length = 16},
                                               shape{.length = 256},         shape{.length = library_size},
                                               shape{.length = middle_size}, shape{.length = largest_size}};

constexpr shape rows_of(std::size_t length, std::size_t inner = 1, std::size_t size = middle_size) {
  return {size / (length * inner), length, inner};
}
inline constexpr std::array row_shapes{rows_of(8),
                                       rows_of(16),
                                       rows_of(64),
                                       rows_of(1000),
                                       rows_of(32768),
                                       rows_of(1000, 16),
                                       rows_of(1000, 64),
                                       rows_of(64, 1024),
                                       rows_of(1000, 1, largest_size),
                                       rows_of(32768, 1, largest_size),
                                       rows_of(64, 1024, largest_size)};

constexpr bool over_rows(operation what) { return what >= operation::rows && what <= operation::reduction_backward; }
constexpr std::span<const shape> shapes_of(operation what) {
  return over_rows(what) ? std::span<const shape>(row_shapes) : elementwise_shapes;
}

/// Where libraries are measured: the rest is the machine's doing.
constexpr bool for_libraries(operation what, const shape& s) {
  return over_rows(what) ? s.size() <= middle_size : s.size() == library_size;
}

/// A distribution of inputs. A copy of `next` starts the sequence anew.
struct input {
  std::string name;     // in the names of benchmarks and the table's head
  std::string meaning;  // below the table
  std::function<double()> next;
};

input normal_input();
input other_normal_input();  // other numbers
input uniform_input();

/// The numbers in a file, one a line, over and over. Throws std::runtime_error that names the file and the line.
input file_input(const std::string& path);

/// Room for the largest size on a page boundary, taken once; its pages are touched when they are first asked for.
template <class T>
class buffer {
 public:
  explicit buffer(std::function<double()> next) : next_(std::move(next)), data_(allocate(), std::free) {}

  /// At least n elements, filled from the sequence.
  T* first(std::size_t n) {
    for (; filled_ < n; ++filled_) data_.get()[filled_] = static_cast<T>(next_());
    return data_.get();
  }

 private:
  static T* allocate() {
    void* memory = std::aligned_alloc(4096, largest_size * sizeof(T));
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<T*>(memory);
  }

  std::function<double()> next_;
  std::unique_ptr<T, void (*)(void*)> data_;
  std::size_t filled_ = 0;
};

/// Inputs, gradients and outputs for one operation of a function.
template <class T>
arrays<T> arrays_of(const input& in, std::string_view function, operation what, const shape& s) {
  static std::map<std::string, buffer<T>> inputs;
  static const auto zero = [] { return 0.0; };
  static buffer<T> grad_y(normal_input().next), value(other_normal_input().next), y(zero), dydx(zero), result(zero);
  const std::size_t n = s.size();
  arrays<T> a{.x = inputs.try_emplace(in.name, in.next).first->second.first(n),
              .value = nullptr,
              .result = nullptr,
              .grad_y = grad_y.first(n),
              .y = y.first(n),
              .dydx = dydx.first(n),
              .n = n,
              .rows = s};
  if (what == operation::gate || what == operation::gate_backward) a.value = value.first(n);
  if (what == operation::rows_backward || what == operation::reduction_backward) {
    arrays<T> forward = a;
    forward.y = result.first(n);
    const operation before = what == operation::rows_backward ? operation::rows : operation::reduction;
    for (const peer& p : peers()) {
      const routine<T> call = p.kind == peer_kind::limit ? nullptr : p.find<T>(function, before);
      if (call == nullptr) continue;
      call(forward);
      break;
    }
    a.result = forward.y;
  }
  return a;
}

}  // namespace bench
