#include "foundation/os/keeper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "foundation/base/bytes.hpp"
#include "foundation/base/panic.hpp"
#include "foundation/os/init.hpp"

namespace dyntest::os {
namespace {

std::pair<Fd, Fd> pipe_pair() {
  int ends[2];
  base::require(::pipe2(ends, O_CLOEXEC) == 0, "no pipe: out of descriptors?");
  return {Fd{ends[0]}, Fd{ends[1]}};
}

// The message of a launch carries: control, report, host, then the program's descriptors.
constexpr std::size_t own_fds = 3;

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
  explicit KeeperLoop(Fd socket) : socket_{std::move(socket)} {}

  void run() {
    ::setsid();
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (const int number : {SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGPIPE}) ::signal(number, SIG_IGN);
    signals_ = watch_children();
    while (socket_) {
      pollfd fds[] = {{socket_.get(), POLLIN, 0}, {signals_.get(), POLLIN, 0}};
      if (::poll(fds, 2, -1) < 0) continue;
      if (fds[1].revents != 0) on_signal();
      if (fds[0].revents != 0) on_message();
    }
    end_all_children();
    if (const char* folder = std::getenv(run_folder_variable)) {
      std::error_code ignored;  // what will not go has been made so on purpose
      std::filesystem::remove_all(folder, ignored);
    }
  }

 private:
  void on_message() {
    auto message = receive_message(socket_.get());
    if (!message) {
      socket_.reset();
      return;
    }
    const pid_t pid = ::fork();
    if (pid == 0) {
      socket_.reset();
      signals_.reset();
      run_init(task_from(std::move(*message)));
      ::_exit(0);
    }
    if (pid > 0) inits_.insert(pid);  // otherwise `report` is closed: the controller sees the end
  }

  void on_signal() {
    signalfd_siginfo info{};
    if (::read(signals_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info)) return;
    for (pid_t pid = 0; (pid = ::waitpid(-1, nullptr, WNOHANG)) > 0;) inits_.erase(pid);
    end_orphans();
  }

  // A child of ours that is not an init was left behind by one.
  void end_orphans() {
    std::ifstream list{"/proc/self/task/" + std::to_string(::getpid()) + "/children"};
    for (pid_t pid = 0; list >> pid;)
      if (!inits_.contains(pid)) ::kill(pid, SIGKILL);
  }

  Fd socket_;
  Fd signals_;
  std::set<pid_t> inits_;
};

}  // namespace

void run_keeper(Fd socket) { KeeperLoop{std::move(socket)}.run(); }

ExitStatus Tree::status() const {
  int raw = 0;
  if (::read(report_.get(), &raw, sizeof raw) != static_cast<ssize_t>(sizeof raw)) raw = SIGKILL;
  return ExitStatus{raw};
}

void Tree::kill() { [[maybe_unused]] const auto written = ::write(control_.get(), "k", 1); }

base::Result<Keeper> Keeper::start(const std::vector<std::string>& environment) {
  auto [ours, theirs] = message_pair();
  const Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  Spawn what;
  what.argv = {"/proc/self/exe", "--dyntest-keeper", "3"};
  what.environment = environment;
  what.fds = {{null.get(), 0}, {null.get(), 1}, {2, 2}, {theirs.get(), 3}};
  what.dies_with_parent = false;  // it must outlive us, to clean up
  const auto pid = spawn(what);
  if (!pid) return pid.error().context("starting the keeper");
  return Keeper{std::move(ours), *pid};
}

Keeper::~Keeper() {
  if (!socket_) return;
  socket_.reset();
  ::waitpid(pid_, nullptr, 0);
}

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
