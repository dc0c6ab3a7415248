// A cell is a machine of one's own: what is in it, what it shares, what is left of it.
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "foundation/cell/keeper.hpp"
#include "foundation/cell/level.hpp"
#include "foundation/os/wait.hpp"
#include "os_test_utils.hpp"

using dyntest::cell::Keeper;
using dyntest::cell::Level;
using dyntest::cell::Net;
using dyntest::cell::Setup;
using dyntest::cell::Tree;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};

// A keeper whose cells are full.
struct Cells {
  explicit Cells(std::vector<std::string> visible = {}) {
    if (const auto why = dyntest::cell::why_not_full(); !why.empty()) SKIP("no full cell: " + why);
    keeper.emplace(Keeper::start(environment, Setup{Level::full, std::move(visible), {}}).value());
  }
  std::optional<Keeper> keeper;
};

// A script in a cell.
class Script {
 public:
  Script(Cells& cells, const std::string& text, Net net = Net::own)
      : tree_{start(*cells.keeper, text, net)} {
    output_.write_end.reset();
    input_.read_end.reset();
  }

  std::string line() { return read_line(output_.read_end); }
  // Lets it read a line.
  void go_on() { input_.write_end.reset(); }
  Tree& tree() { return tree_; }

 private:
  Tree start(Keeper& keeper, const std::string& text, Net net) {
    Keeper::Launch launch;
    launch.argv = {"sh", "-c", text};
    launch.environment = environment;
    launch.folder = "/";
    launch.fds = {{input_.read_end.get(), 0}, {output_.write_end.get(), 1}};
    launch.net = net;
    return keeper.launch(launch).value();
  }

  Pipe input_, output_;
  Tree tree_;
};

// Binds a port, says which, and holds it until it may go on. `port`: 0 = any.
std::string hold(const std::string& port) {
  return "exec python3 -c \"import socket,sys\n"
         "s = socket.socket()\n"
         "try: s.bind(('127.0.0.1', " +
         port +
         "))\n"
         "except OSError: print('taken', flush=True); sys.exit()\n"
         "print(s.getsockname()[1], flush=True)\n"
         "sys.stdin.readline()\"";
}

const std::string connect_out =
    "exec python3 -c \"import socket\n"
    "try: socket.create_connection(('203.0.113.5', 443))\n"
    "except OSError as error: print(error.strerror, flush=True)\"";

bool wait_for_end(const Tree& tree) {
  std::vector<pollfd> fds{{tree.ended_fd(), POLLIN, 0}};
  return dyntest::os::wait_for(fds, Deadline::in(patience));
}

}  // namespace

FIXTURE(Cells) { return Cells{}; }

TEST(processes_are_numbered_from_its_init_on, (Cells& cells)) {
  Script script{cells, "echo $PPID $$; read line"};
  CHECK(script.line() == "1 2");
}

TEST(other_processes_are_not_seen, (Cells& cells)) {
  Script script{cells, "echo /proc/[0-9]*; read line"};
  CHECK(script.line() == "/proc/1 /proc/2");
}

TEST(temporary_folder_is_its_own, (Cells& cells)) {
  Script one{cells, "echo x > /tmp/only_here; ls /tmp | tr '\\n' ' '; echo; read line"};
  CHECK(one.line() == "home only_here runtime ");
  Script other{cells, "ls /tmp | tr '\\n' ' '; echo; read line"};
  CHECK(other.line() == "home runtime ");
  CHECK(!fs::exists("/tmp/only_here"));
}

TEST(shared_memory_is_its_own, (Cells& cells)) {
  Script script{cells, "echo x > /dev/shm/only_here; ls /dev/shm; read line"};
  CHECK(script.line() == "only_here");
  CHECK(!fs::exists("/dev/shm/only_here"));
}

TEST(visible_folder_is_the_same_one, (TmpDir& dir)) {
  std::ofstream{dir / "file"} << "hello\n";
  Cells cells{{dir.path()}};
  Script script{cells, "cat " + (dir / "file").string() + "; echo x > " +
                           (dir / "answer").string() + "; echo done; read line"};
  CHECK(script.line() == "hello");
  CHECK(script.line() == "done");
  CHECK(fs::exists(dir / "answer"));
}

TEST(port_of_one_is_free_in_another, (Cells& cells)) {
  Script one{cells, hold("0")};
  const auto port = one.line();
  Script other{cells, hold(port)};
  CHECK(other.line() == port);
}

TEST(port_is_shared_on_the_network_of_the_run, (Cells& cells)) {
  Script one{cells, hold("0"), Net::run};
  const auto port = one.line();
  Script other{cells, hold(port), Net::run};
  CHECK(other.line() == "taken");
}

TEST(way_out_is_closed_at_once, (Cells& cells, int net),
     cases(row(static_cast<int>(Net::own)).id("own"), row(static_cast<int>(Net::run)).id("run"))) {
  Script script{cells, connect_out, static_cast<Net>(net)};
  CHECK(script.line() == "Network is unreachable");
}

TEST(daemon_is_gone_with_its_cell, (Cells& cells)) {
  Script script{cells, "setsid --fork sh -c 'echo up; exec sleep 1000'; exec sleep 1000"};
  REQUIRE(script.line() == "up");
  script.tree().kill();
  REQUIRE(wait_for_end(script.tree()));
  CHECK(script.line().empty());  // nobody holds the other end
}

TEST(daemon_is_gone_with_the_killed_keeper, (Cells& cells)) {
  Script script{cells, "setsid --fork sh -c 'echo up; exec sleep 1000'; exec sleep 1000"};
  REQUIRE(script.line() == "up");
  ::kill(cells.keeper->pid(), SIGKILL);
  cells.keeper->end_all();
  CHECK(script.line().empty());
}

TEST(a_hundred_stand_side_by_side, (Cells& cells), timeout(60)) {
  std::vector<Script> scripts;
  scripts.reserve(100);
  for (int i = 0; i < 100; ++i) scripts.emplace_back(cells, "echo up; read line");
  for (auto& script : scripts) CHECK(script.line() == "up");
}

TEST(machine_without_namespaces_is_recognised, (Cells&)) {
  Pipe output;
  dyntest::os::Command command;
  command.argv = {
      "unshare", "-Ur", "sh", "-c",
      "for kind in user net pid; do echo 0 > /proc/sys/user/max_${kind}_namespaces; done; "
      "exec " +
          std::filesystem::read_symlink("/proc/self/exe").string() + " --cell full --collect-only"};
  command.standard_error = output.write_end.get();
  auto process = dyntest::os::Process::start(command);
  REQUIRE(process.has_value());
  const auto status = process->wait(Deadline::in(patience));
  REQUIRE(status.has_value());
  CHECK(status->code() == 4);
  CHECK(
      read_line(output.read_end) ==
      "ERROR: --cell full: this machine cannot make one: user namespace: No space left on device; "
      "leave it out, or say --cell processes");
}
