#include "foundation/cell/keeper.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>
#include <string_view>

#include "foundation/base/bytes.hpp"
#include "foundation/base/panic.hpp"
#include "foundation/base/split.hpp"
#include "foundation/cell/init.hpp"
#include "foundation/cell/namespaces.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/run_folder.hpp"
#include "foundation/os/wait.hpp"
#include "foundation/os/whole_file.hpp"

namespace dyntest::cell {
namespace {

std::pair<os::Fd, os::Fd> pipe_pair() {
  int ends[2];
  base::require(::pipe2(ends, O_CLOEXEC) == 0, "no pipe: out of descriptors?");
  return {os::Fd{ends[0]}, os::Fd{ends[1]}};
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

InitTask task_from(os::Message message, const Setup& setup) {
  base::Reader reader{message.bytes};
  InitTask task;
  task.program.argv = reader.texts();
  task.program.environment = reader.texts();
  task.program.folder = reader.text();
  task.control = std::move(message.fds.at(0));
  task.report = std::move(message.fds.at(1));
  task.host = std::move(message.fds.at(2));
  task.board_fd = reader.get<int>();
  if (const int net = reader.get<int>(); net >= 0)
    task.cell.emplace(InitTask::Cell{setup, static_cast<Net>(net)});
  for (std::size_t i = own_fds; i < message.fds.size(); ++i) {
    if (const int number = reader.get<int>(); number >= 0)
      task.program.fds.emplace_back(message.fds[i].get(), number);
    task.program_fds.push_back(std::move(message.fds[i]));
  }
  return task;
}

// A setup as one word of the keeper's command line: the level, then folders, of which none has a
// line break.
std::string text_of(const Setup& setup) {
  return fmt::format("{}\n{}\n\n{}", name_of(setup.level), fmt::join(setup.visible, "\n"),
                     fmt::join(setup.read_only, "\n"));
}

Setup setup_from(const std::string& text) {
  const auto lines = base::split(text, '\n');
  Setup setup;
  setup.level = level_of(lines.at(0)).value_or(Level::off);
  auto* to = &setup.visible;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty())
      to = &setup.read_only;
    else
      to->push_back(lines[i]);
  }
  return setup;
}

class KeeperLoop {
 public:
  // `setup`: of its cells, and it is in their user namespace already.
  explicit KeeperLoop(Setup setup) : setup_{std::move(setup)} {}

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
    if (const char* folder = std::getenv(os::run_folder_variable)) remove_folder(folder);
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
    auto message = os::receive_message(socket_.get());
    if (!message) {
      over_ = true;
      return;
    }
    if (message->fds.empty()) {
      tell_inits(message->bytes == freeze_word ? SIGTSTP : SIGCONT);
      return;
    }
    start_init(task_from(std::move(*message), setup_));
  }

  void start_init(InitTask task) {
    if (task.cell && task.cell->net == Net::run) task.cell->network = network_of_run();
    const int namespaces = namespaces_of(task);
    const pid_t pid = namespaces == 0 ? ::fork() : fork_into(namespaces);
    if (pid == 0) {
      socket_.reset();
      signals_.reset();
      run_init(std::move(task), itself_.get());
      ::_exit(0);
    }
    if (pid < 0) std::fprintf(stderr, "dyntest: making a cell: %s\n", std::strerror(errno));
    if (pid > 0) inits_.insert(pid);  // otherwise `report` is closed: the controller sees the end
  }

  // Made for the first that asks; -1 if that was not possible.
  int network_of_run() {
    if (network_of_run_ || setup_.level != Level::full) return network_of_run_.get();
    auto made = make_network();
    if (!made)
      std::fprintf(stderr, "dyntest: the run's network: %s\n", made.error().text().c_str());
    if (made) network_of_run_ = *std::move(made);
    return network_of_run_.get();
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
    for (const pid_t pid : os::children_of(::getpid()))
      if (!inits_.contains(pid)) ::kill(pid, SIGKILL);
  }

  os::Fd socket_{socket_number};
  os::Fd alive_{alive_number};
  os::Fd signals_;
  os::Fd itself_{static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0))};
  os::Fd network_of_run_;
  Setup setup_;
  std::set<pid_t> inits_;
  bool look_again_ = false;
  bool over_ = false;  // the controller launches nothing more, or is gone
};

}  // namespace

void run_keeper(const std::string& setup, const std::string& log) {
  Setup all = setup_from(setup);
  if (all.level == Level::full)
    if (const auto entered = enter_user_namespace(); !entered)
      std::fprintf(stderr, "dyntest: making cells: %s\n", entered.error().text().c_str());
  KeeperLoop{std::move(all)}.run();
  if (!log.empty()) os::cut_half_line(log);
}

os::ExitStatus Tree::status() const {
  int raw = 0;
  if (::read(report_.get(), &raw, sizeof raw) != static_cast<ssize_t>(sizeof raw)) raw = SIGKILL;
  return os::ExitStatus{raw};
}

void Tree::kill() { [[maybe_unused]] const auto written = ::write(control_.get(), "k", 1); }

base::Result<Keeper> Keeper::start(const std::vector<std::string>& environment, const Setup& setup,
                                   const std::string& log) {
  auto [ours, theirs] = os::message_pair();
  auto [alive, held] = pipe_pair();
  const os::Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  os::Spawn what;
  what.argv = {"/proc/self/exe", "--dyntest-keeper", text_of(setup), log};
  what.environment = environment;
  what.fds = {{null.get(), 0},
              {null.get(), 1},
              {2, 2},
              {theirs.get(), socket_number},
              {held.get(), alive_number}};
  what.dies_with_parent = false;  // it must outlive us, to clean up
  const auto pid = os::spawn(what);
  if (!pid) return pid.error().context("starting the keeper");
  std::string folder;
  const std::string entry = std::string{os::run_folder_variable} + "=";
  for (const auto& variable : environment)
    if (variable.starts_with(entry)) folder = variable.substr(entry.size());
  return Keeper{std::move(ours), std::move(alive), *pid, std::move(folder)};
}

void Keeper::end_all() {
  ::shutdown(socket_.get(), SHUT_WR);
  std::vector<pollfd> fds{{alive_.get(), POLLIN, 0}};
  os::wait_quietly(fds, base::Deadline::never());
  remove_folder(folder_);
}

Keeper::~Keeper() {
  if (!socket_) return;
  end_all();
  socket_.reset();
  ::waitpid(pid_, nullptr, 0);
}

void Keeper::freeze() { os::send_message(socket_.get(), freeze_word); }

void Keeper::thaw() { os::send_message(socket_.get(), thaw_word); }

std::optional<Tree> Keeper::launch(const Launch& launch) {
  auto [control_read, control_write] = pipe_pair();
  auto [report_read, report_write] = pipe_pair();
  auto [host_ours, host_theirs] = os::message_pair();
  base::Writer message;
  message.put(launch.argv).put(launch.environment).put(launch.folder);
  std::vector<int> fds{control_read.get(), report_write.get(), host_ours.get(), host_theirs.get()};
  message.put(launch.board_fd).put(launch.net ? static_cast<int>(*launch.net) : -1);
  message.put(launch.host_fd);
  for (const auto& [ours, theirs] : launch.fds) {
    message.put(theirs);
    fds.push_back(ours);
  }
  if (!os::send_message(socket_.get(), message.bytes(), fds)) return std::nullopt;
  return Tree{std::move(control_write), std::move(report_read)};
}

}  // namespace dyntest::cell
