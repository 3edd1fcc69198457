// Without exceptions a wrong call hands its sentence to the program's handler, or to stderr, and aborts.
// Built twice: with HANDLER defined, and without.
// SPDX-License-Identifier: MIT
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>

#include "wrong_call.hpp"

#if defined(__cpp_exceptions)
#error "this test is about -fno-exceptions"
#endif

#if defined(HANDLER)
constexpr char prefix[] = "handler: ";
namespace hillock {
void invalid_argument_handler(const char* sentence) { std::fprintf(stderr, "%s%s\n", prefix, sentence); }
}  // namespace hillock
#else
constexpr char prefix[] = "";
#endif

int main() {
  int channel[2];
  if (pipe(channel) != 0) return 1;
  const pid_t child = fork();
  if (child == 0) {
    dup2(channel[1], STDERR_FILENO);
    tests::make_wrong_call();
    _exit(0);
  }
  close(channel[1]);
  char said[512] = {};
  for (std::size_t n = 0; n + 1 < sizeof said;) {
    const ssize_t got = read(channel[0], said + n, sizeof said - 1 - n);
    if (got <= 0) break;
    n += static_cast<std::size_t>(got);
  }
  int status = 0;
  waitpid(child, &status, 0);

  char wanted[512];
  std::snprintf(wanted, sizeof wanted, "%s%s\n", prefix, tests::wrong_call_sentence);
  const bool aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
  const bool said_it = std::strncmp(said, wanted, std::strlen(wanted)) == 0;
  if (!aborted || !said_it) std::printf("status %#x, wanted an abort after\n%sgot\n%s", status, wanted, said);
  return aborted && said_it ? 0 : 1;
}
