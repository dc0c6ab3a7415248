// A worker's cell: own processes, own folders, own network with no way out.
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "conftest.hpp"
#include "foundation/os/fd.hpp"

namespace {

namespace fs = std::filesystem;
using dyntest::os::Fd;

// 0, or why not.
int connect_to(const char* address, std::uint16_t port) {
  const Fd socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  ::inet_pton(AF_INET, address, &to.sin_addr);
  return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 ? 0 : errno;
}

}  // namespace

TEST(processes_are_its_own) {
  CHECK(::getpid() < 10);
  CHECK(::getppid() == 1);
}

TEST(folders_are_its_own) {
  CHECK(std::string{std::getenv("HOME")} == "/tmp/home");
  CHECK(fs::is_empty("/tmp/home"));
  CHECK(fs::is_empty("/dev/shm"));
}

TEST(way_out_is_closed_and_whoever_tries_is_told) {
  CHECK(connect_to("203.0.113.5", 443) == ENETUNREACH);
}

TEST(so_is_a_program_of_a_test) {
  CHECK(std::system("/usr/bin/python3 -c \"import socket; socket.create_connection(('203.0.113.6', 80))\" "
                    "2> /dev/null") != 0);
}

TEST(and_who_asks_for_a_host) {
  addrinfo* found = nullptr;
  CHECK(::getaddrinfo("huggingface.co", "443", nullptr, &found) != 0);
}

TEST(loopback_is_there) { CHECK(connect_to("127.0.0.1", 9) == ECONNREFUSED); }

TEST(who_may_go_out_is_on_the_machines_network, network) {
  CHECK(std::filesystem::read_symlink("/proc/self/ns/net") == std::getenv("MACHINE"));
}

TEST(models_can_be_read_but_not_changed) {
  const std::filesystem::path models = std::getenv("HF_HOME");
  CHECK(std::filesystem::exists(models / "config.json"));
  std::ofstream file{models / "config.json", std::ios::app};
  CHECK(!file);
  CHECK(errno == EROFS);
}
