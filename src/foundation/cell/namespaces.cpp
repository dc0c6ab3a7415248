#include "foundation/cell/namespaces.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <sstream>
#include <string>

#include "foundation/cell/network.hpp"
#include "foundation/os/whole_file.hpp"

namespace dyntest::cell {
namespace {

// One write, as these files demand it. False with errno.
bool write_once(const std::string& path, const std::string& text) {
  const os::Fd file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
  return file.get() >= 0 &&
         ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// Who there is in our user namespace, each mapped to himself. A map is inside, outside, count.
std::string identity_of(const char* map) {
  std::istringstream lines{os::read_whole_file(map).value_or("")};
  std::string text;
  for (long inside = 0, outside = 0, count = 0; lines >> inside >> outside >> count;)
    text += fmt::format("{} {} {}\n", inside, inside, count);
  return text;
}

// Maps for another process, by one that has stayed outside: only there all users can be mapped.
bool map_all_users(pid_t process) {
  const auto folder = fmt::format("/proc/{}/", process);
  return write_once(folder + "uid_map", identity_of("/proc/self/uid_map")) &&
         write_once(folder + "gid_map", identity_of("/proc/self/gid_map"));
}

bool map_ourselves(uid_t user, gid_t group) {
  return write_once("/proc/self/setgroups", "deny") &&
         write_once("/proc/self/uid_map", fmt::format("{} {} 1\n", user, user)) &&
         write_once("/proc/self/gid_map", fmt::format("{} {} 1\n", group, group));
}

// Waits for a byte of the other end; false if that was closed instead.
bool await_byte(const os::Fd& read_end) {
  char byte = 0;
  return ::read(read_end.get(), &byte, 1) == 1;
}

}  // namespace

base::Status enter_user_namespace() {
  const uid_t user = ::geteuid();
  const gid_t group = ::getegid();
  const pid_t process = ::getpid();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::Error::from_errno("pipe");
  const os::Fd read_end{ends[0]};
  os::Fd write_end{ends[1]};
  const pid_t outside = user == 0 ? ::fork() : -1;
  if (outside == 0) {
    write_end.reset();
    ::_exit(await_byte(read_end) && map_all_users(process) ? 0 : 1);
  }
  if (::unshare(CLONE_NEWUSER) != 0) {
    const auto error = base::Error::from_errno("user namespace");
    write_end.reset();
    if (outside > 0) ::waitpid(outside, nullptr, 0);
    return error;
  }
  int status = 1;
  if (outside > 0) {
    [[maybe_unused]] const auto written = ::write(write_end.get(), "x", 1);
    ::waitpid(outside, &status, 0);
  }
  if (status == 0 || map_ourselves(user, group)) return {};
  return base::Error::from_errno("user namespace: its map of users");
}

pid_t fork_into(int namespaces) {
  const auto flags = static_cast<unsigned long>(namespaces | SIGCHLD);
  return static_cast<pid_t>(::syscall(SYS_clone, flags, nullptr, nullptr, nullptr, nullptr));
}

base::Result<os::Fd> make_network() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::Error::from_errno("pipe");
  const os::Fd read_end{ends[0]};
  os::Fd write_end{ends[1]};
  const pid_t child = fork_into(CLONE_NEWNET);
  if (child < 0) return base::Error::from_errno("network namespace");
  if (child == 0) {
    const auto up = bring_network_up();
    const std::string answer = up ? "" : up.error().text();
    [[maybe_unused]] const auto written =
        ::write(write_end.get(), answer.c_str(), answer.size() + 1);
    ::pause();  // until we are looked up, and killed
    ::_exit(0);
  }
  write_end.reset();
  char answer[256] = "it died";
  const auto size = ::read(read_end.get(), answer, sizeof answer - 1);
  os::Fd network{::open(fmt::format("/proc/{}/ns/net", child).c_str(), O_RDONLY | O_CLOEXEC)};
  const auto lost = base::Error::from_errno("network namespace");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  if (size <= 0 || answer[0] != '\0') return base::Error{answer};
  if (network.get() < 0) return lost;
  return network;
}

}  // namespace dyntest::cell
