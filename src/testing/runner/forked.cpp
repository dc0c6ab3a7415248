#include "testing/runner/forked.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

#include "foundation/base/panic.hpp"
#include "foundation/os/fd.hpp"

namespace dyntest::runner {

void end_like(int status) {
  if (WIFEXITED(status)) ::_exit(WEXITSTATUS(status));
  const rlimit no_core{0, 0};  // the other one has left its own
  ::setrlimit(RLIMIT_CORE, &no_core);
  const int number = WTERMSIG(status);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  ::signal(number, SIG_DFL);
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(number);
  ::_exit(128 + number);
}

AttemptEnd run_forked(const std::function<AttemptEnd()>& attempt) {
  int ends[2];
  base::require(::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0, "making a pipe");
  const os::Fd reading{ends[0]};
  const os::Fd writing{ends[1]};
  std::fflush(nullptr);
  const pid_t child = ::fork();
  base::require(child >= 0, "forking for an isolated test");
  if (child == 0) {
    const AttemptEnd end = attempt();
    std::fflush(nullptr);
    ::_exit(::write(writing.get(), &end, sizeof end) == sizeof end ? 0 : 1);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  AttemptEnd end;
  if (::read(reading.get(), &end, sizeof end) != sizeof end) end_like(status);
  return end;
}

}  // namespace dyntest::runner
