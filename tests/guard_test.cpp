// Reads and writes stop at the ends of arrays: those lie against pages that cannot be touched.
// SPDX-License-Identifier: MIT
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <csetjmp>
#include <csignal>
#include <cstddef>

#include "catch.hpp"
#include "properties.hpp"

namespace tests {
namespace {

// A few elements between two pages that cannot be touched.
class guarded_page {
 public:
  guarded_page() : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    void* p = mmap(nullptr, 3 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) throw std::bad_alloc();
    start_ = static_cast<std::byte*>(p) + page_;
    mprotect(start_, page_, PROT_READ | PROT_WRITE);
  }
  ~guarded_page() { munmap(start_ - page_, 3 * page_); }
  guarded_page(const guarded_page&) = delete;
  guarded_page& operator=(const guarded_page&) = delete;

  template <class T>
  std::span<T> first(std::size_t n) const {
    return {reinterpret_cast<T*>(start_), n};
  }
  template <class T>
  std::span<T> last(std::size_t n) const {
    return {reinterpret_cast<T*>(start_ + page_) - n, n};
  }

 private:
  std::size_t page_;
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
  template <class T>
  static bool touches(array_call<T> call, const void* f, const operands<T>& o) {
    if (sigsetjmp(escape, 1) != 0) return true;
    call(f, o);
    return false;
  }

 private:
  static inline sigjmp_buf escape;
  struct sigaction segv_, bus_;
};

template <class T>
void check_guards(const row& r, failures& found) {
  const fault_trap trap;
  const guarded_page page[4];
  for (const guarded_page& p : page) std::ranges::fill(p.first<T>(260), T(0.75));

  for (std::size_t a = 0; a < array_function_count; ++a)
    for (const array_call<T> call : {r.in<T>().arrays[a].checked, r.in<T>().arrays[a].unchecked})
      for (std::size_t n = 0; call != nullptr && n <= 259; ++n)
        for (const bool at_end : {false, true}) {
          const auto array = [&](int i) { return at_end ? page[i].last<T>(n) : page[i].first<T>(n); };
          if (fault_trap::touches<T>(call, r.f, {.in = {array(0), array(1)}, .out = {array(2), array(3)}}))
            found.add([&] {
              return format("%s of %s<%s> touches memory %s an array of %zu elements [%s]",
                            array_functions[a].name.data(), name(r).c_str(),
                            std::same_as<T, float> ? "float" : "double", at_end ? "after" : "before", n,
                            r.instruction_set.data());
            });
        }
}

}  // namespace

failures guard_pages(const row& r) {
  failures found;
  check_guards<float>(r, found);
  check_guards<double>(r, found);
  return found;
}

namespace {
TEST_CASE("array functions stay within their arrays", "[guard]") { for_each_row(guard_pages); }
}  // namespace
}  // namespace tests
