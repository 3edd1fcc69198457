// Memory that ends where it may no longer be touched, and a trap for those who touch it all the same.
// SPDX-License-Identifier: MIT
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <csetjmp>
#include <csignal>
#include <cstddef>
#include <new>
#include <span>

namespace tests {

/// Room for arrays between two pages that cannot be touched.
class guarded_room {
 public:
  explicit guarded_room(std::size_t bytes)
      : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))), size_((bytes + page_ - 1) / page_ * page_) {
    void* p = mmap(nullptr, size_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) throw std::bad_alloc();
    start_ = static_cast<std::byte*>(p) + page_;
    mprotect(start_, size_, PROT_READ | PROT_WRITE);
  }
  ~guarded_room() { munmap(start_ - page_, size_ + 2 * page_); }
  guarded_room(const guarded_room&) = delete;
  guarded_room& operator=(const guarded_room&) = delete;

  template <class T>
  std::span<T> array(std::size_t n, bool at_end) const {
    return {at_end ? reinterpret_cast<T*>(start_ + size_) - n : reinterpret_cast<T*>(start_), n};
  }

 private:
  std::size_t page_, size_;
  std::byte* start_;
};

/// While it lives, `touches` tells whether a call touches forbidden memory.
class fault_trap {
 public:
  fault_trap() {
    struct sigaction action = {};
    action.sa_handler = [](int) { siglongjmp(escape, 1); };
    sigaction(SIGSEGV, &action, &segv_);
    sigaction(SIGBUS, &action, &bus_);
  }
  ~fault_trap() {
    sigaction(SIGSEGV, &segv_, nullptr);
    sigaction(SIGBUS, &bus_, nullptr);
  }
  template <class Call>
  static bool touches(const Call& call) {
    if (sigsetjmp(escape, 1) != 0) return true;
    call();
    return false;
  }

 private:
  static inline sigjmp_buf escape;
  struct sigaction segv_, bus_;
};

}  // namespace tests
