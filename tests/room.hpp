// An array between canaries.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace tests {

/// An array at an offset from an aligned address, between canaries.
template <class T>
class room {
 public:
  static constexpr T canary = T(-0x1.badp77);
  room(const std::vector<T>& x, std::size_t offset) : offset_(offset), size_(x.size()) {
    all_.resize(offset + size_ + 16, canary);
    std::ranges::copy(x, all_.begin() + static_cast<std::ptrdiff_t>(offset));
  }
  room(std::size_t n, std::size_t offset) : room(std::vector<T>(n, canary), offset) {}
  std::span<T> array() { return std::span(all_).subspan(offset_, size_); }
  bool holds_beside() const {
    for (std::size_t i = 0; i < all_.size(); ++i)
      if ((i < offset_ || i >= offset_ + size_) && all_[i] != canary) return false;
    return true;
  }

 private:
  std::size_t offset_, size_;
  std::vector<T> all_;
};

}  // namespace tests
