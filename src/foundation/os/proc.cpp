#include "foundation/os/proc.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>

namespace dyntest::os {
namespace fs = std::filesystem;
namespace {

fs::path folder_of(pid_t pid) { return fs::path{"/proc"} / std::to_string(pid); }

std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code gone;
  auto entry = fs::directory_iterator{folder, gone};
  for (; !gone && entry != fs::directory_iterator{}; entry.increment(gone))
    found.push_back(entry->path());
  return found;
}

std::string content(const fs::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator{file}, {}};
}

// What follows the name in a `stat` file: the state's letter, the parent's id, …
std::string stat_of(const fs::path& folder) {
  const std::string text = content(folder / "stat");
  const auto name_end = text.rfind(") ");
  return name_end == std::string::npos ? "X 0" : text.substr(name_end + 2);
}

// R runs, S sleeps, D sleeps and sees no signal, T and t are stopped, Z has ended; X = gone.
bool all_threads(pid_t pid, std::string_view states) {
  return std::ranges::all_of(entries(folder_of(pid) / "task"), [&](const fs::path& thread) {
    return states.find(stat_of(thread)[0]) != std::string_view::npos;
  });
}

void add_descendants(pid_t pid, std::vector<pid_t>& to) {
  for (const pid_t child : children_of(pid)) {
    to.push_back(child);
    add_descendants(child, to);
  }
}

// `0100007F:1F90`, as in /proc/net/tcp: 32-bit words of the address in our byte order, then the
// port.
std::string address_of(const std::string& hex) {
  const auto colon = hex.find(':');
  std::uint32_t words[4] = {};
  for (std::size_t i = 0; i < colon / 8; ++i)
    words[i] = static_cast<std::uint32_t>(std::stoul(hex.substr(8 * i, 8), nullptr, 16));
  char text[INET6_ADDRSTRLEN] = {};
  const bool is_short = colon == 8;
  ::inet_ntop(is_short ? AF_INET : AF_INET6, words, text, sizeof text);
  const auto port = std::stoul(hex.substr(colon + 1), nullptr, 16);
  return is_short ? fmt::format("{}:{}", text, port) : fmt::format("[{}]:{}", text, port);
}

}  // namespace

std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> children;
  for (const auto& thread : entries(folder_of(pid) / "task")) {
    std::ifstream list{thread / "children"};
    for (pid_t child = 0; list >> child;) children.push_back(child);
  }
  return children;
}

std::vector<pid_t> descendants_of(pid_t pid) {
  std::vector<pid_t> all;
  add_descendants(pid, all);
  return all;
}

pid_t parent_of(pid_t pid) {
  std::istringstream stat{stat_of(folder_of(pid))};
  char state = 0;
  pid_t parent = 0;
  stat >> state >> parent;
  return parent;
}

std::string command_of(pid_t pid) {
  std::string words = content(folder_of(pid) / "cmdline");
  while (words.ends_with('\0')) words.pop_back();
  std::ranges::replace(words, '\0', ' ');
  return words;
}

bool is_still(pid_t pid) { return all_threads(pid, "TtZX"); }

bool is_all_but_still(pid_t pid) { return all_threads(pid, "TtZXD"); }

std::vector<std::string> listens_on(pid_t pid) {
  std::set<std::string> sockets;
  for (const auto& fd : entries(folder_of(pid) / "fd")) {
    std::error_code gone;
    sockets.insert(fs::read_symlink(fd, gone));
  }
  std::set<std::string> addresses;
  for (const char* table : {"net/tcp", "net/tcp6"}) {
    std::istringstream lines{content(folder_of(pid) / table)};
    for (std::string line; std::getline(lines, line);) {
      constexpr std::string_view listening = "0A";
      std::istringstream fields{line};
      std::string field[10];  // number, local, remote, state, …, inode
      for (auto& each : field) fields >> each;
      if (field[3] == listening && sockets.contains(fmt::format("socket:[{}]", field[9])))
        addresses.insert(address_of(field[1]));
    }
  }
  return {addresses.begin(), addresses.end()};
}

}  // namespace dyntest::os
