// Wrong calls: std::invalid_argument with one sentence that names the function and the numbers.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "config.hpp"

namespace hillock {

/// Where exceptions are switched off, a wrong call ends here. A program may define it, to log or to abort its own way;
/// without a definition the sentence goes to stderr. If it returns, the program is aborted.
[[gnu::weak]] void invalid_argument_handler(const char* sentence);

}  // namespace hillock

namespace hillock::inline HILLOCK_NAMESPACE::detail {

// Formats into a char array: std::string's members are weak symbols that objects for other instruction sets share.
[[noreturn, gnu::cold, gnu::noinline, gnu::format(printf, 1, 2)]] inline void invalid_argument(const char* format,
                                                                                               ...) {
  char sentence[256];
  std::va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
#if defined(__cpp_exceptions)
  throw std::invalid_argument(static_cast<const char*>(sentence));
#else
  if (invalid_argument_handler != nullptr)
    invalid_argument_handler(sentence);
  else
    std::fprintf(stderr, "%s\n", sentence);
  std::abort();
#endif
}

}  // namespace hillock::inline HILLOCK_NAMESPACE::detail
