#include "foundation/os/sockets.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "foundation/os/proc.hpp"
#include "foundation/os/spawn.hpp"
#include "foundation/os/whole_file.hpp"

namespace dyntest::os {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view listening = "0A";  // a state

// A line of /proc/PID/net/tcp and its kin.
struct Socket {
  std::string local;  // `0100007F:1F90`
  std::string remote;
  std::string state;
  std::string link;  // what a descriptor of it looks like in /proc/PID/fd
};

std::vector<Socket> sockets_in(const fs::path& table) {
  std::ifstream lines{table};
  std::vector<Socket> sockets;
  std::string line;
  std::getline(lines, line);  // the head
  while (std::getline(lines, line)) {
    std::istringstream fields{line};
    std::array<std::string, 10> field;  // number, local, remote, state, …, inode
    for (auto& each : field) fields >> each;
    sockets.push_back({field[1], field[2], field[3], fmt::format("socket:[{}]", field[9])});
  }
  return sockets;
}

std::uint16_t port_of(const std::string& hex) {
  return static_cast<std::uint16_t>(
      std::strtoul(hex.substr(hex.find(':') + 1).c_str(), nullptr, 16));
}

// 32-bit words of the address in our byte order, then the port.
std::string address_of(const std::string& hex) {
  const auto colon = hex.find(':');
  std::uint32_t words[4] = {};
  for (std::size_t i = 0; i < colon / 8; ++i)
    words[i] = static_cast<std::uint32_t>(std::stoul(hex.substr(8 * i, 8), nullptr, 16));
  char text[INET6_ADDRSTRLEN] = {};
  const bool is_short = colon == 8;
  ::inet_ntop(is_short ? AF_INET : AF_INET6, words, text, sizeof text);
  return fmt::format("{}:{}", is_short ? text : fmt::format("[{}]", text), port_of(hex));
}

std::set<std::string> links_of(const fs::path& process) {
  std::set<std::string> links;
  std::error_code gone;
  auto fd = fs::directory_iterator{process / "fd", gone};
  for (; !gone && fd != fs::directory_iterator{}; fd.increment(gone)) {
    std::error_code closed;
    links.insert(fs::read_symlink(fd->path(), closed));
  }
  return links;
}

pid_t owner_of(const std::string& link) {
  std::error_code gone;
  auto entry = fs::directory_iterator{"/proc", gone};
  for (; !gone && entry != fs::directory_iterator{}; entry.increment(gone)) {
    const pid_t pid = std::atoi(entry->path().filename().c_str());
    if (pid > 0 && links_of(entry->path()).contains(link)) return pid;
  }
  return 0;
}

}  // namespace

std::vector<std::string> listens_on(pid_t pid) {
  const auto process = fs::path{"/proc"} / std::to_string(pid);
  const auto links = links_of(process);
  std::set<std::string> addresses;
  for (const char* table : {"net/tcp", "net/tcp6"})
    for (const auto& socket : sockets_in(process / table))
      if (socket.state == listening && links.contains(socket.link))
        addresses.insert(address_of(socket.local));
  return {addresses.begin(), addresses.end()};
}

std::string Listener::text() const {
  constexpr std::size_t shown_max = 120;
  auto text = fmt::format("pid {} ({}{})", pid, command.substr(0, shown_max),
                          command.size() > shown_max ? "…" : "");
  if (!test.empty()) text += ", started by " + test;
  return text;
}

std::optional<Listener> listener_on(std::uint16_t port) {
  for (const char* table : {"tcp", "tcp6"})
    for (const auto& socket : sockets_in(fs::path{"/proc/self/net"} / table)) {
      if (socket.state != listening || port_of(socket.local) != port) continue;
      const pid_t pid = owner_of(socket.link);
      if (pid != 0) return Listener{pid, command_of(pid), variable_of(pid, current_test_variable)};
    }
  return std::nullopt;
}

pid_t owner_of(std::uint16_t from_port, std::uint16_t to_port) {
  for (const char* table : {"tcp", "tcp6", "udp", "udp6"})
    for (const auto& socket : sockets_in(fs::path{"/proc/self/net"} / table)) {
      const auto remote = port_of(socket.remote);
      if (port_of(socket.local) != from_port || (remote != to_port && remote != 0)) continue;
      if (const pid_t owner = owner_of(socket.link); owner != 0) return owner;
    }
  return 0;
}

}  // namespace dyntest::os
