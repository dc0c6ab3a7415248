#include "testing/runner/debugging.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <memory>
#include <utility>

#include "foundation/os/spawn.hpp"
#include "testing/runner/forked.hpp"
#include "testing/runner/googletest_options.hpp"
#include "testing/runner/worker.hpp"

namespace dyntest::runner {
namespace {

constexpr std::size_t named_tests_max = 20;

std::string list_of(const model::Items& items) {
  std::string list;
  for (std::size_t i = 0; i < std::min(items.size(), named_tests_max); ++i)
    list += "\n  " + items[i].id();
  if (items.size() > named_tests_max)
    list += fmt::format("\n  and {} more", items.size() - named_tests_max);
  return list;
}

}  // namespace

std::vector<std::string> debugger_words(std::string_view text) {
  if (text == "gdb") text = "gdb --args";
  return CLI::detail::split_up(std::string{text});
}

base::Status prepare_for_debugger(const std::string& debugger, std::vector<Selected>& tests,
                                  const model::Items& items,
                                  const std::vector<Executable>& executables) {
  if (!os::find_program(debugger, os::environment()))
    return base::Error{fmt::format("--debugger: there is no program {}", debugger)};
  if (tests.empty()) return base::Error{"--debugger takes one test, and none was selected"};
  if (tests.size() != 1)
    return base::Error{
        fmt::format("--debugger takes one test; these are {}:{}", tests.size(), list_of(items))};
  Selected& test = tests.front();
  if (const auto& executable = executables.at(test.executable); executable.guest)
    return base::Error{fmt::format("--debugger: {} is a test of another framework; debug {} itself",
                                   items[0].id(), executable.path)};
  Policy policy = *test.policy;
  policy.timeout = 0;
  policy.slow_after = 0;
  policy.reruns = 0;
  policy.isolated = false;
  test.policy = std::make_shared<const Policy>(std::move(policy));
  return {};
}

std::vector<std::string> debugger_environment() {
  std::vector<std::string> changes;
  for (const char* name : {"ASAN_OPTIONS", "LSAN_OPTIONS"})
    changes.push_back(
        fmt::format("{}={}:detect_leaks=0", name, environment_variable(name).value_or("")));
  return os::merge_environment(os::environment(), changes);
}

// A debugger that stops (Ctrl-Z at its prompt, or reading where it is in the background) goes on at
// once: no shell would see that it has stopped.
void run_in_foreground(const std::vector<std::string>& command) {
  os::Spawn what{command, os::environment(), {}, {}};
  for (int fd = STDIN_FILENO; fd <= WorkerFds::last; ++fd) what.fds.emplace_back(fd, fd);
  const auto pid = os::spawn(what);
  if (!pid) {
    fmt::print(stderr, "dyntest: --debugger: {}\n", pid.error().text());
    std::fflush(stderr);
    ::_exit(127);
  }
  give_terminal(*pid);
  int status = 0;
  while (::waitpid(*pid, &status, WUNTRACED) < 0 || WIFSTOPPED(status)) {
    give_terminal(*pid);
    ::kill(-*pid, SIGCONT);
  }
  end_like(status);
}

// Who is in the background is stopped when he asks, unless he does not listen.
void give_terminal(pid_t group) {
  const auto before = ::signal(SIGTTOU, SIG_IGN);
  ::tcsetpgrp(STDIN_FILENO, group);
  ::signal(SIGTTOU, before);
}

}  // namespace dyntest::runner
