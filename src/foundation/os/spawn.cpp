#include "foundation/os/spawn.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string_view>

#include "foundation/os/fd.hpp"

namespace dyntest::os {
namespace fs = std::filesystem;
namespace {

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (const auto& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

// From here to exec: only what is safe after fork in any program.
[[noreturn]] void fail_child(int report, int code) {
  [[maybe_unused]] const auto written = ::write(report, &code, sizeof code);
  ::_exit(127);
}

// Moves the descriptors to their places, out of each other's way.
void place_fds(const std::vector<std::pair<int, int>>& fds, std::vector<int>& parked, int report) {
  for (std::size_t i = 0; i < fds.size(); ++i) {
    parked[i] = ::fcntl(fds[i].first, F_DUPFD_CLOEXEC, 100);
    if (parked[i] < 0) fail_child(report, errno);
  }
  for (std::size_t i = 0; i < fds.size(); ++i)
    if (::dup2(parked[i], fds[i].second) < 0) fail_child(report, errno);
}

std::string (*ask_current_test)() = [] { return std::string{}; };

void reset_signals() {
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

std::vector<std::string> environment() {
  std::vector<std::string> all;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry)
    all.emplace_back(*entry);
  return all;
}

std::vector<std::string> merge_environment(std::vector<std::string> base,
                                           const std::vector<std::string>& changes) {
  for (const auto& change : changes) {
    const auto key = change.substr(0, change.find('=') + 1);
    std::erase_if(base, [&](const std::string& entry) { return entry.starts_with(key); });
    base.push_back(change);
  }
  return base;
}

std::vector<std::string> child_environment(const std::vector<std::string>& changes) {
  auto base = environment();
  if (const auto test = ask_current_test(); !test.empty())
    base = merge_environment(std::move(base), {std::string{current_test_variable} + "=" + test});
  return merge_environment(std::move(base), changes);
}

void name_current_test_with(std::string (*ask)()) { ask_current_test = ask; }

std::optional<std::string> find_program(const std::string& name,
                                        const std::vector<std::string>& environment) {
  const auto is_there = [](const std::string& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string::npos)
    return is_there(name) ? std::optional{name} : std::nullopt;
  std::string_view path = "/usr/local/bin:/usr/bin:/bin";
  for (const std::string_view entry : environment)
    if (entry.starts_with("PATH=")) path = entry.substr(5);
  while (!path.empty()) {
    const auto end = std::min(path.find(':'), path.size());
    const auto folder = end == 0 ? "." : std::string{path.substr(0, end)};
    if (auto candidate = folder + "/" + name; is_there(candidate)) return candidate;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return std::nullopt;
}

base::Result<pid_t> spawn(const Spawn& what) {
  const std::string name = what.argv.at(0);
  const std::string program = find_program(name, what.environment).value_or(name);
  const auto argv = pointers(what.argv);
  const auto envp = pointers(what.environment);
  std::vector<int> parked(what.fds.size());
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::Error::from_errno("pipe");
  const Fd read_end{ends[0]};
  Fd write_end{::fcntl(ends[1], F_DUPFD_CLOEXEC, 200)};  // out of the way of place_fds
  ::close(ends[1]);

  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return base::Error::from_errno("fork");
  if (pid == 0) {
    if (what.own_group) ::setpgid(0, 0);
    if (what.dies_with_parent) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != parent) ::_exit(127);
    }
    reset_signals();
    // Also what we inherited ourselves, from whoever started us. Where the kernel cannot, so be it.
    ::close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
    place_fds(what.fds, parked, write_end.get());
    if (!what.folder.empty() && ::chdir(what.folder.c_str()) != 0)
      fail_child(write_end.get(), errno);
    if (const int code = what.limits.apply()) fail_child(write_end.get(), code);
    ::execve(program.c_str(), argv.data(), envp.data());
    fail_child(write_end.get(), errno);
  }
  write_end.reset();
  int code = 0;
  if (::read(read_end.get(), &code, sizeof code) != static_cast<ssize_t>(sizeof code)) return pid;
  ::waitpid(pid, nullptr, 0);
  return base::Error::from_errno(what.argv[0], code);
}

}  // namespace dyntest::os
