#include "foundation/os/keeper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string_view>

#include "foundation/base/bytes.hpp"
#include "foundation/base/panic.hpp"
#include "foundation/os/init.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/wait.hpp"
#include "foundation/os/whole_file.hpp"

namespace dyntest::os {
namespace {

std::pair<Fd, Fd> pipe_pair() {
  int ends[2];
  base::require(::pipe2(ends, O_CLOEXEC) == 0, "no pipe: out of descriptors?");
  return {Fd{ends[0]}, Fd{ends[1]}};
}

constexpr int soon_ms = 10;

// Descriptors of the keeper's process.
constexpr int socket_number = 3;
constexpr int alive_number = 4;  // nobody reads or writes it; inits hold it, too

void remove_folder(const std::string& folder) {
  std::error_code ignored;  // what will not go has been made so on purpose
  if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
}

// The message of a launch carries: control, report, host, then the program's descriptors.
constexpr std::size_t own_fds = 3;
// Messages without descriptors.
constexpr std::string_view freeze_word = "freeze";
constexpr std::string_view thaw_word = "thaw";

InitTask task_from(Message message) {
  base::Reader reader{message.bytes};
  InitTask task;
  task.program.argv = reader.texts();
  task.program.environment = reader.texts();
  task.program.folder = reader.text();
  task.control = std::move(message.fds.at(0));
  task.report = std::move(message.fds.at(1));
  task.host = std::move(message.fds.at(2));
  for (std::size_t i = own_fds; i < message.fds.size(); ++i) {
    if (const int number = reader.get<int>(); number >= 0)
      task.program.fds.emplace_back(message.fds[i].get(), number);
    task.program_fds.push_back(std::move(message.fds[i]));
  }
  return task;
}

class KeeperLoop {
 public:
  void run() {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (const int number : {SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGPIPE}) ::signal(number, SIG_IGN);
    signals_ = watch_children();
    while (!over_) {
      pollfd fds[] = {{socket_.get(), POLLIN, 0}, {signals_.get(), POLLIN, 0}};
      const int ready = ::poll(fds, 2, look_again_ ? soon_ms : -1);
      if (ready == 0) look_again_ = false;
      if (ready == 0) end_orphans();
      if (ready <= 0) continue;
      if (fds[1].revents != 0) on_signal();
      if (fds[0].revents != 0) on_message();
    }
    end_all_children();
    if (const char* folder = std::getenv(run_folder_variable)) remove_folder(folder);
    alive_.reset();
    wait_for_hang_up();
  }

 private:
  // The controller may still be writing its reports.
  void wait_for_hang_up() const {
    pollfd fd{socket_.get(), 0, 0};
    while (::poll(&fd, 1, -1) < 0) {
    }
  }

  void on_message() {
    auto message = receive_message(socket_.get());
    if (!message) {
      over_ = true;
      return;
    }
    if (message->fds.empty()) {
      tell_inits(message->bytes == freeze_word ? SIGTSTP : SIGCONT);
      return;
    }
    const pid_t keeper = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0) {
      socket_.reset();
      signals_.reset();
      run_init(task_from(std::move(*message)), keeper);
      ::_exit(0);
    }
    if (pid > 0) inits_.insert(pid);  // otherwise `report` is closed: the controller sees the end
  }

  void tell_inits(int signal) const {
    for (const pid_t init : inits_) ::kill(init, signal);
  }

  void on_signal() {
    signalfd_siginfo info{};
    if (::read(signals_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info)) return;
    for (pid_t pid = 0; (pid = ::waitpid(-1, nullptr, WNOHANG)) > 0;) inits_.erase(pid);
    end_orphans();
    look_again_ = true;
  }

  // A child of ours that is not an init was left behind by one. While others end, the list may lack
  // it (proc(5)).
  void end_orphans() {
    for (const pid_t pid : children_of(::getpid()))
      if (!inits_.contains(pid)) ::kill(pid, SIGKILL);
  }

  Fd socket_{socket_number};
  Fd alive_{alive_number};
  Fd signals_;
  std::set<pid_t> inits_;
  bool look_again_ = false;
  bool over_ = false;  // the controller launches nothing more, or is gone
};

}  // namespace

void run_keeper(const std::string& log) {
  KeeperLoop{}.run();
  if (!log.empty()) cut_half_line(log);
}

ExitStatus Tree::status() const {
  int raw = 0;
  if (::read(report_.get(), &raw, sizeof raw) != static_cast<ssize_t>(sizeof raw)) raw = SIGKILL;
  return ExitStatus{raw};
}

void Tree::kill() { [[maybe_unused]] const auto written = ::write(control_.get(), "k", 1); }

base::Result<Keeper> Keeper::start(const std::vector<std::string>& environment,
                                   const std::string& log) {
  auto [ours, theirs] = message_pair();
  auto [alive, held] = pipe_pair();
  const Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  Spawn what;
  what.argv = {"/proc/self/exe", "--dyntest-keeper", log};
  what.environment = environment;
  what.fds = {{null.get(), 0},
              {null.get(), 1},
              {2, 2},
              {theirs.get(), socket_number},
              {held.get(), alive_number}};
  what.dies_with_parent = false;  // it must outlive us, to clean up
  const auto pid = spawn(what);
  if (!pid) return pid.error().context("starting the keeper");
  std::string folder;
  const std::string entry = std::string{run_folder_variable} + "=";
  for (const auto& variable : environment)
    if (variable.starts_with(entry)) folder = variable.substr(entry.size());
  return Keeper{std::move(ours), std::move(alive), *pid, std::move(folder)};
}

void Keeper::end_all() {
  ::shutdown(socket_.get(), SHUT_WR);
  std::vector<pollfd> fds{{alive_.get(), POLLIN, 0}};
  wait_quietly(fds, base::Deadline::never());
  remove_folder(folder_);
}

Keeper::~Keeper() {
  if (!socket_) return;
  end_all();
  socket_.reset();
  ::waitpid(pid_, nullptr, 0);
}

void Keeper::freeze() { send_message(socket_.get(), freeze_word); }

void Keeper::thaw() { send_message(socket_.get(), thaw_word); }

std::optional<Tree> Keeper::launch(const Launch& launch) {
  auto [control_read, control_write] = pipe_pair();
  auto [report_read, report_write] = pipe_pair();
  auto [host_ours, host_theirs] = message_pair();
  base::Writer message;
  message.put(launch.argv).put(launch.environment).put(launch.folder);
  std::vector<int> fds{control_read.get(), report_write.get(), host_ours.get(), host_theirs.get()};
  message.put(launch.host_fd);
  for (const auto& [ours, theirs] : launch.fds) {
    message.put(theirs);
    fds.push_back(ours);
  }
  if (!send_message(socket_.get(), message.bytes(), fds)) return std::nullopt;
  return Tree{std::move(control_write), std::move(report_read)};
}

}  // namespace dyntest::os
