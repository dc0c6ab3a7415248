#include "testing/runner/left_descriptors.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

constexpr const char* folder_path = "/proc/self/fd";

using NameOf = int (*)(int, sockaddr*, socklen_t*);

std::string address_of(int fd, NameOf name_of) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (name_of(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  char text[INET6_ADDRSTRLEN] = {};
  if (address.ss_family == AF_INET) {
    const auto& ip = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &ip.sin_addr, text, sizeof text);
    return fmt::format("{}:{}", text, ntohs(ip.sin_port));
  }
  if (address.ss_family == AF_INET6) {
    const auto& ip = reinterpret_cast<const sockaddr_in6&>(address);
    ::inet_ntop(AF_INET6, &ip.sin6_addr, text, sizeof text);
    return fmt::format("[{}]:{}", text, ntohs(ip.sin6_port));
  }
  return {};
}

bool listens(int fd) {
  int yes = 0;
  socklen_t size = sizeof yes;
  return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &size) == 0 && yes != 0;
}

std::string text_of(int fd, const std::string& link) {
  if (!link.starts_with("socket:")) return link;
  const auto own = address_of(fd, &::getsockname);
  if (listens(fd)) return own.empty() ? "socket that listens" : "socket that listens at " + own;
  const auto peer = address_of(fd, &::getpeername);
  return peer.empty() ? "socket" : "socket connected to " + peer;
}

}  // namespace

LeftDescriptors::LeftDescriptors() { start_anew(); }

void LeftDescriptors::start_anew() {
  folder_ = os::Fd{::open(folder_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  known_ = present();
}

// Linux 6.2 and later say it as the folder's size; before that it is 0.
std::size_t LeftDescriptors::count() const {
  struct stat status{};
  if (::fstat(folder_.get(), &status) == 0 && status.st_size > 0)
    return static_cast<std::size_t>(status.st_size);
  return present().size();
}

LeftDescriptors::Table LeftDescriptors::present() const {
  Table table;
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator{folder_path, gone}) {
    std::error_code closed;
    auto link = fs::read_symlink(entry.path(), closed).string();
    if (!closed) table.emplace(std::atoi(entry.path().filename().c_str()), std::move(link));
  }
  // The one by which we looked is closed by now.
  std::erase_if(table, [](const auto& each) { return ::fcntl(each.first, F_GETFD) < 0; });
  return table;
}

void LeftDescriptors::adopt() {
  if (count() != known_.size()) known_ = present();
}

void LeftDescriptors::forget_ended() {
  const auto table = present();
  std::erase_if(known_, [&table](const auto& each) {
    const auto now = table.find(each.first);
    return now == table.end() || now->second != each.second;
  });
}

std::vector<std::string> LeftDescriptors::left_behind(bool shares) {
  if (count() == known_.size()) return {};
  auto table = present();
  std::vector<std::string> lines;
  for (const auto& [fd, link] : table) {
    const auto before = known_.find(fd);
    const bool known = before != known_.end() && before->second == link;
    if (!known && (!shares || listens(fd)))
      lines.push_back(fmt::format("descriptor {}: {}", fd, text_of(fd, link)));
  }
  known_ = std::move(table);
  return lines;
}

}  // namespace dyntest::runner
