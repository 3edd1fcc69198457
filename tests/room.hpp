// An array between canaries.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tests {

/// An array at an offset from the begin of a cache line, between canaries.
template <class T>
class room {
 public:
  static constexpr T canary = T(-0x1.badp77);
  room(const std::vector<T>& x, std::size_t offset) : size_(x.size()), all_(line + offset + size_ + 16, canary) {
    const std::size_t begin = reinterpret_cast<std::uintptr_t>(all_.data()) / sizeof(T);
    offset_ = (begin + line - 1) / line * line - begin + offset;
    std::ranges::copy(x, all_.begin() + static_cast<std::ptrdiff_t>(offset_));
  }
  room(std::size_t n, std::size_t offset) : room(std::vector<T>(n, canary), offset) {}
  std::span<T> array() { return std::span(all_).subspan(offset_, size_); }
  bool holds_beside() const {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if ((i < offset_ || i >= offset_ + size_) && all_[i] != canary) return false;
    return true;
  }

 private:
  static constexpr std::size_t line = 64 / sizeof(T);
  std::size_t offset_, size_;
  std::vector<T> all_;
};

}  // namespace tests
