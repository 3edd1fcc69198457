// Reads and writes stop at the ends of arrays of rows: those lie against pages that cannot be touched.
// SPDX-License-Identifier: MIT
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <csetjmp>
#include <csignal>
#include <cstddef>
#include <new>

#include "catch.hpp"
#include "rows_properties.hpp"

namespace tests {
namespace {

// Room for arrays between two pages that cannot be touched.
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

// While it lives, `touches` tells whether a call touches forbidden memory.
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

constexpr std::size_t longest = 259;

template <class T>
failures check_guards(const normaliser& n) {
  failures found;
  const fault_trap trap;
  const normaliser_calls<T>& call = n.in<T>();
  const std::size_t widest = 2 * call.lanes + 1;
  const guarded_room room[3]{guarded_room(longest * widest * sizeof(T)), guarded_room(longest * widest * sizeof(T)),
                             guarded_room(longest * widest * sizeof(T))};
  for (const guarded_room& r : room) std::ranges::fill(r.array<T>(longest * widest, true), T(0.75));
  for (const guarded_room& r : room) std::ranges::fill(r.array<T>(longest * widest, false), T(0.75));

  for (const std::size_t inner : {std::size_t{1}, std::size_t{2}, call.lanes - 1, call.lanes, call.lanes + 1, widest})
    for (std::size_t length = 0; length <= longest; length += inner == 1 || length < 9 || length == 258 ? 1 : 83)
      for (const bool at_end : {false, true}) {
        const hillock::axis a{.length = length, .inner = inner};
        const auto array = [&](int i) { return room[i].array<T>(length * inner, at_end); };
        const auto tell = [&](const char* function) {
          found.add([&] {
            return format("%s of %s touches memory %s arrays of {.length = %zu, .inner = %zu}", function,
                          name<T>(n).c_str(), at_end ? "after" : "before", length, inner);
          });
        };
        if (fault_trap::touches([&] { call.forward(n.f, array(0), array(1), &a); })) tell("forward");
        if (fault_trap::touches([&] { call.unchecked_forward(n.f, array(0), array(1), &a); }))
          tell("unchecked forward");
        if (call.backward_from_output == nullptr) continue;
        if (fault_trap::touches([&] { call.backward_from_output(n.f, array(0), array(1), array(2), &a); }))
          tell("backward_from_output");
        if (fault_trap::touches([&] { call.unchecked_backward_from_output(n.f, array(0), array(1), array(2), &a); }))
          tell("unchecked backward_from_output");
      }
  return found;
}

}  // namespace

failures row_guards(const normaliser& n) {
  return in_both_types([&]<class T>(T) { return check_guards<T>(n); });
}

namespace {
TEST_CASE("functions over rows stay within their arrays", "[rows]") {
  for_each_normaliser([](const normaliser& n) { report(row_guards(n)); });
}
}  // namespace
}  // namespace tests
