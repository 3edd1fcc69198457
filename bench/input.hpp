// The numbers that are fed to the routines, and the memory they lie in.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include "peer.hpp"

namespace bench {

inline constexpr std::size_t sizes[] = {1, 16, 256, 2048, 262144, 33554432};
inline constexpr std::size_t largest_size = sizes[std::size(sizes) - 1];
inline constexpr std::size_t library_size = 2048;  // the only one for libraries: the rest is the machine's doing

/// A distribution of inputs. A copy of `next` starts the sequence anew.
struct input {
  std::string name;     // in the names of benchmarks and the table's head
  std::string meaning;  // below the table
  std::function<double()> next;
};

input normal_input();
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

/// n inputs, and as many gradients and outputs.
template <class T>
arrays<T> arrays_of(const input& in, std::size_t n) {
  static std::map<std::string, buffer<T>> inputs;
  static buffer<T> grad_y(normal_input().next), y([] { return 0.0; }), dydx([] { return 0.0; });
  return {inputs.try_emplace(in.name, in.next).first->second.first(n), grad_y.first(n), y.first(n), dydx.first(n), n};
}

}  // namespace bench
