#include "foundation/cell/init.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "foundation/base/bytes.hpp"
#include "foundation/cell/board.hpp"
#include "foundation/cell/folders.hpp"
#include "foundation/cell/freeze.hpp"
#include "foundation/cell/namespaces.hpp"
#include "foundation/cell/network.hpp"
#include "foundation/cell/output_watch.hpp"
#include "foundation/cell/service_book.hpp"
#include "foundation/cell/trap.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/run_folder.hpp"

namespace dyntest::cell {
namespace {

// By what those know us that share the keeper's /proc, which is still ours.
pid_t name_to_those_outside() {
  std::error_code ignored;
  const auto name = std::filesystem::read_symlink("/proc/self", ignored);
  return std::atoi(name.c_str());
}

class Init {
 public:
  explicit Init(InitTask task) : task_{std::move(task)} {}

  void run(int keeper) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    signals_ = watch_children();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    pollfd killed{keeper, POLLIN, 0};
    if (::poll(&killed, 1, 0) > 0) return;  // before we asked to be told
    const auto ready = make_cell();
    ready ? start_program() : fail(ready.error());
    while (program_ > 0) step();
    end_all_children();
    [[maybe_unused]] const auto written = ::write(task_.report.get(), &status_, sizeof status_);
  }

 private:
  // From here on this process is in it.
  base::Status make_cell() {
    const auto name = name_to_those_outside();
    book_.emplace(name);
    auto& environment = task_.program.environment;
    const auto level = task_.cell ? task_.cell->setup.level : Level::off;
    std::string folder;
    if (level == Level::full) {
      if (auto made = make_full(*task_.cell); !made) return made;
      if (has_own_tmp(task_.cell->setup)) folder = "/tmp";
    }
    if (level != Level::off) {
      const char* run_folder = std::getenv(os::run_folder_variable);
      if (folder.empty())
        folder = fmt::format("{}/cell-{}", run_folder == nullptr ? "/tmp" : run_folder, name);
      auto own = environment_of_cell(std::move(environment), folder);
      if (!own) return own.error().context("making a cell");
      environment = *std::move(own);
    }
    environment = os::merge_environment(std::move(environment),
                                        {fmt::format("{}={}", init_variable, name),
                                         fmt::format("{}={}", cell_variable, name_of(level))});
    return {};
  }

  base::Status make_full(const InitTask::Cell& cell) {
    constexpr const char* doing = "making a cell";
    if (cell.net == Net::run && ::setns(cell.network, CLONE_NEWNET) != 0)
      return base::Error::from_errno("the run's network").context(doing);
    if (cell.net == Net::own)
      if (auto up = bring_network_up(); !up) return up.error().context(doing);
    const bool out = cell.net == Net::machine;
    if (auto made = make_folders(cell.setup, out); !made) return made.error().context(doing);
    if (!out) trap_.emplace(board_, cell.net == Net::run);
    return {};
  }

  void fail(const base::Error& error) {
    std::fprintf(stderr, "dyntest: %s\n", error.text().c_str());
    status_ = 127 << 8;
  }

  void start_program() {
    if (task_.board_fd >= 0) task_.program.fds.emplace_back(board_.fd(), task_.board_fd);
    const auto pid = os::spawn(task_.program);
    task_.program_fds.clear();
    task_.program.fds.clear();
    pid ? void(program_ = *pid) : fail(pid.error());
  }

  void step() {
    pollfd fds[] = {{signals_.get(), POLLIN, 0},
                    {task_.control.get(), POLLIN, 0},
                    {freezer_.is_frozen() ? -1 : task_.host.get(), POLLIN, 0},
                    {trap_ ? trap_->fd() : -1, POLLIN, 0},
                    {outputs_.fd(), POLLIN, 0}};
    if (::poll(fds, 5, outputs_.timeout_ms()) < 0) return;
    if (fds[4].revents != 0) note_outputs();  // first: what has ended wrote before
    if (fds[0].revents != 0) on_signal();
    if (fds[1].revents != 0) on_control();
    if (fds[2].revents != 0) on_request();
    if (fds[3].revents != 0) trap_->on_packets(program_);
  }

  void note_outputs() {
    for (const auto& [pid, bytes] : outputs_.take()) book_->wrote(pid, bytes);
  }

  void on_signal() {
    signalfd_siginfo info{};
    if (::read(signals_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info)) return;
    if (info.ssi_signo == SIGTERM) ::kill(program_, SIGKILL);
    if (info.ssi_signo == SIGTSTP) freezer_.freeze();
    if (info.ssi_signo == SIGCONT) freezer_.thaw();
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) on_end(pid, status);
  }

  void on_end(pid_t pid, int status) {
    if (pid == program_) {
      program_ = -1;
      status_ = status;
    } else if (const auto child = children_.find(pid); child != children_.end()) {
      book_->ended(pid, {status});  // first: who hears of it may look it up
      [[maybe_unused]] const auto written = ::write(child->second.get(), &status, sizeof status);
      children_.erase(child);
    }
  }

  void on_control() {
    char command = 0;
    const auto size = ::read(task_.control.get(), &command, 1);
    if (program_ > 0) ::kill(program_, SIGKILL);
    if (size <= 0) task_.control.reset();
  }

  void on_request() {
    auto message = os::receive_message(task_.host.get());
    if (!message) {
      task_.host.reset();  // the worker is about to end
      return;
    }
    base::Reader reader{message->bytes};
    os::Spawn what;
    what.argv = reader.texts();
    what.environment = reader.texts();
    what.folder = reader.text();
    what.limits = os::Limits::unpacked(reader.text());
    for (int number = 0; const os::Fd& fd : message->fds) what.fds.emplace_back(fd.get(), number++);
    const auto name = std::filesystem::path{what.argv.at(0)}.filename().string();
    what.environment.push_back(fmt::format("{}={}", service_variable, name));
    const auto pid = os::spawn(what);
    base::Writer answer;
    if (!pid) {
      answer.put(pid_t{-1}).put(pid.error().text());
      os::send_message(task_.host.get(), answer.bytes());
      return;
    }
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) ::kill(*pid, SIGKILL);
    const os::Fd read_end{ends[0]};
    children_.emplace(*pid, os::Fd{ends[1]});
    const auto output = output_of(what);
    book_->started(*pid, what, output);
    note_outputs();  // what others wrote came before
    if (!output.empty())
      if (const auto bytes = outputs_.add(*pid, output); bytes > 0) book_->wrote(*pid, bytes);
    const os::Fd pidfd{static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0))};
    answer.put(*pid);
    os::send_message(task_.host.get(), answer.bytes(), {pidfd.get(), read_end.get()});
  }

  InitTask task_;
  os::Fd signals_;
  Freezer freezer_;
  pid_t program_ = -1;
  int status_ = 0;
  std::map<pid_t, os::Fd> children_;  // started on request -> where its status goes
  std::optional<ServiceBook> book_;
  OutputWatch outputs_;
  Board board_;
  std::optional<Trap> trap_;
};

}  // namespace

int namespaces_of(const InitTask& task) {
  if (!task.cell || task.cell->setup.level != Level::full) return 0;
  return cell_namespaces | (task.cell->net == Net::own ? CLONE_NEWNET : 0);
}

void run_init(InitTask task, int keeper) { Init{std::move(task)}.run(keeper); }

// While some end, the list may lack others (proc(5)): nobody waits for one that was not killed.
void end_all_children() {
  constexpr timespec soon{0, 10'000'000};
  sigset_t child_ends;
  sigemptyset(&child_ends);
  sigaddset(&child_ends, SIGCHLD);
  while (true) {
    for (const pid_t pid : os::children_of(::getpid())) ::kill(pid, SIGKILL);
    pid_t reaped = 0;
    while ((reaped = ::waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
    if (reaped < 0 && errno == ECHILD) return;
    ::sigtimedwait(&child_ends, nullptr, &soon);
  }
}

os::Fd watch_children() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGTSTP);
  sigaddset(&set, SIGCONT);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return os::Fd{::signalfd(-1, &set, SFD_CLOEXEC)};
}

}  // namespace dyntest::cell
