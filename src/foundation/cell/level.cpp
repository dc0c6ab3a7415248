#include "foundation/cell/level.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <utility>

#include "foundation/cell/folders.hpp"
#include "foundation/cell/namespaces.hpp"
#include "foundation/cell/network.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/whole_file.hpp"

namespace dyntest::cell {
namespace {

constexpr int patience_ms = 1000;

constexpr std::array<std::pair<Level, std::string_view>, 3> names{
    {{Level::off, "off"}, {Level::processes, "processes"}, {Level::full, "full"}}};

// In process 1 of new namespaces.
base::Status live_in_it() {
  if (auto up = bring_network_up(); !up) return up;
  if (auto made = make_folders({Level::full, {}, {}}, false); !made) return made;
  return os::write_whole_file("/tmp/file", "x");
}

base::Status make_one(int answer) {
  if (auto entered = enter_user_namespace(); !entered) return entered;
  const pid_t pid = fork_into(cell_namespaces | CLONE_NEWNET);
  if (pid < 0) return base::Error::from_errno("namespaces");
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto lived = live_in_it();
    const std::string text = lived ? "" : lived.error().text();
    [[maybe_unused]] const auto written = ::write(answer, text.c_str(), text.size() + 1);
    ::_exit(0);
  }
  ::waitpid(pid, nullptr, 0);
  return {};
}

}  // namespace

std::string_view name_of(Level level) {
  for (const auto& [each, name] : names)
    if (each == level) return name;
  return {};
}

std::optional<Level> level_of(std::string_view name) {
  for (const auto& [level, each] : names)
    if (each == name) return level;
  return std::nullopt;
}

std::string why_not_full() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::Error::from_errno("pipe").text();
  const os::Fd read_end{ends[0]};
  os::Fd write_end{ends[1]};
  const pid_t child = ::fork();
  if (child < 0) return base::Error::from_errno("fork").text();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (const auto made = make_one(write_end.get()); !made) {
      const auto& text = made.error().text();
      [[maybe_unused]] const auto written = ::write(write_end.get(), text.c_str(), text.size() + 1);
    }
    ::_exit(0);
  }
  write_end.reset();
  pollfd answered{read_end.get(), POLLIN, 0};
  std::array<char, 256> answer{};
  std::string why = "no answer within 1 s";
  if (::poll(&answered, 1, patience_ms) > 0)
    why = ::read(read_end.get(), answer.data(), answer.size() - 1) > 0 ? answer.data() : "it died";
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  return why;
}

}  // namespace dyntest::cell
