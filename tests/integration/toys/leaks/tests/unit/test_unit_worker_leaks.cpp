// What a test leaves behind fails it, and is gone before the next test.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/process.hpp"

namespace {

namespace fs = std::filesystem;
using dyntest::os::Process;

fs::path temporary() { return std::getenv("TMPDIR"); }

Process start(std::vector<std::string> words) {
  return Process::start({std::move(words), {}, {}}).value();
}

// Whoever restarts it has another process.
struct Server {
  Process process = start({"sleep", "1000"});
  void restart() { process = start({"sleep", "1000"}); }
};

}  // namespace

FIXTURE(Server, scope::session) { return std::make_unique<Server>(); }

TEST(leaves_a_daemon) { std::system("setsid --fork sleep 1003"); }

TEST(leaves_a_daemon_of_a_service) {
  // Which has left the service's group before that is ended.
  auto shell = start(
      {"sh", "-c", "setsid --fork sh -c 'echo here; exec sleep 1001 > /dev/null' | read here"});
  CHECK(shell.wait(dyntest::base::Deadline::in(std::chrono::seconds{20}))->success());
}

TEST(leaves_a_child) {
  if (::fork() == 0) {
    ::execlp("sleep", "sleep", "1002", nullptr);
    ::_exit(1);
  }
}

TEST(finds_none_of_them) { CHECK(std::system("pgrep -f 'sleep 100[123]$' > /dev/null") != 0); }

TEST(leaves_a_child_that_has_ended) {
  if (::fork() == 0) ::_exit(0);
}

TEST(leaves_files) {
  std::ofstream{temporary() / "answer"} << 42;
  fs::create_directory(temporary() / "folder");
  std::ofstream{temporary() / "folder/file"} << 43;
}

TEST(finds_no_file) {
  CHECK(!fs::exists(temporary() / "answer"));
  CHECK(!fs::exists(temporary() / "folder"));
}

TEST(leaves_a_descriptor) { CHECK(::open("/dev/null", O_RDONLY | O_CLOEXEC) > 0); }

TEST(leaves_a_socket_that_listens) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un nameless{};
  nameless.sun_family = AF_UNIX;
  CHECK(::bind(fd, reinterpret_cast<const sockaddr*>(&nameless), sizeof(sa_family_t)) == 0);
  CHECK(::listen(fd, 1) == 0);
}

TEST(may_leave_a_daemon, may_leak) { std::system("setsid --fork sleep 1003"); }

TEST(fails_and_leaves_a_daemon) {
  std::system("setsid --fork sleep 1003");
  FAIL("early");
}

TEST(fixture_that_lives_on_keeps_its_process, (Server& server)) { CHECK(server.process.pid() > 0); }

TEST(and_may_get_another_one, (Server& server)) { server.restart(); }

TEST(which_is_still_there, (Server& server)) { CHECK(!server.process.ended().has_value()); }

TEST(leaves_a_daemon_beside_it, (Server&)) { std::system("setsid --fork sleep 1003"); }

TEST(leaves_a_daemon_of_its_own_process, isolated) { std::system("setsid --fork sleep 1003"); }
