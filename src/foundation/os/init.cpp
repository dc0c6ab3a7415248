#include "foundation/os/init.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <map>

#include "foundation/base/bytes.hpp"
#include "foundation/os/freeze.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/service_book.hpp"

namespace dyntest::os {
namespace {

class Init {
 public:
  explicit Init(InitTask task) : task_{std::move(task)} {}

  void run(pid_t keeper) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    signals_ = watch_children();
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != keeper) return;  // it was killed before we asked to be told
    start_program();
    while (program_ > 0) step();
    end_all_children();
    [[maybe_unused]] const auto written = ::write(task_.report.get(), &status_, sizeof status_);
  }

 private:
  void start_program() {
    const auto pid = spawn(task_.program);
    task_.program_fds.clear();
    task_.program.fds.clear();
    if (pid) {
      program_ = *pid;
      return;
    }
    std::fprintf(stderr, "dyntest: %s\n", pid.error().text().c_str());
    status_ = 127 << 8;
  }

  void step() {
    pollfd fds[] = {{signals_.get(), POLLIN, 0},
                    {task_.control.get(), POLLIN, 0},
                    {freezer_.is_frozen() ? -1 : task_.host.get(), POLLIN, 0}};
    if (::poll(fds, 3, -1) < 0) return;
    if (fds[0].revents != 0) on_signal();
    if (fds[1].revents != 0) on_control();
    if (fds[2].revents != 0) on_request();
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
      book_.ended(pid, {status});  // first: who hears of it may look it up
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
    auto message = receive_message(task_.host.get());
    if (!message) {
      task_.host.reset();  // the worker is about to end
      return;
    }
    base::Reader reader{message->bytes};
    Spawn what;
    what.argv = reader.texts();
    what.environment = reader.texts();
    what.folder = reader.text();
    for (int number = 0; const Fd& fd : message->fds) what.fds.emplace_back(fd.get(), number++);
    const auto pid = spawn(what);
    base::Writer answer;
    if (!pid) {
      answer.put(pid_t{-1}).put(pid.error().text());
      send_message(task_.host.get(), answer.bytes());
      return;
    }
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) ::kill(*pid, SIGKILL);
    const Fd read_end{ends[0]};
    children_.emplace(*pid, Fd{ends[1]});
    book_.started(*pid, what);
    const Fd pidfd{static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0))};
    answer.put(*pid);
    send_message(task_.host.get(), answer.bytes(), {pidfd.get(), read_end.get()});
  }

  InitTask task_;
  Fd signals_;
  Freezer freezer_;
  pid_t program_ = -1;
  int status_ = 0;
  std::map<pid_t, Fd> children_;  // started on request -> where its status goes
  ServiceBook book_;
};

}  // namespace

void run_init(InitTask task, pid_t keeper) { Init{std::move(task)}.run(keeper); }

// While some end, the list may lack others (proc(5)): nobody waits for one that was not killed.
void end_all_children() {
  constexpr timespec soon{0, 10'000'000};
  sigset_t child_ends;
  sigemptyset(&child_ends);
  sigaddset(&child_ends, SIGCHLD);
  while (true) {
    for (const pid_t pid : children_of(::getpid())) ::kill(pid, SIGKILL);
    pid_t reaped = 0;
    while ((reaped = ::waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
    if (reaped < 0 && errno == ECHILD) return;
    ::sigtimedwait(&child_ends, nullptr, &soon);
  }
}

Fd watch_children() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGTSTP);
  sigaddset(&set, SIGCONT);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return Fd{::signalfd(-1, &set, SFD_CLOEXEC)};
}

}  // namespace dyntest::os
