#include "testing/runner/service_logs.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "foundation/base/split.hpp"
#include "foundation/cell/service_book.hpp"
#include "foundation/os/fd.hpp"
#include "foundation/os/proc.hpp"

namespace dyntest::runner {
namespace {

constexpr off_t tail_bytes_max = 4096;
constexpr std::size_t tail_lines_max = 10;
constexpr std::size_t named_command_max = 60;

// The file that this descriptor of another process writes to; nothing if it is a pipe, a device or
// memory of ours.
std::optional<os::Fd> file_behind(pid_t process, int fd) {
  const auto link = fmt::format("/proc/{}/fd/{}", process, fd);
  std::error_code error;
  const auto target = std::filesystem::read_symlink(link, error).string();
  if (error || target.starts_with("/memfd:")) return std::nullopt;
  struct stat status{};
  if (::stat(link.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  os::Fd file{::open(link.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.get() < 0) return std::nullopt;
  return file;
}

std::pair<dev_t, ino_t> identity(const os::Fd& file) {
  struct stat status{};
  ::fstat(file.get(), &status);
  return {status.st_dev, status.st_ino};
}

std::vector<std::string> last_lines(const os::Fd& file) {
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  const off_t begin = std::max<off_t>(0, size - tail_bytes_max);
  std::string bytes(static_cast<std::size_t>(size - begin), '\0');
  const auto count = ::pread(file.get(), bytes.data(), bytes.size(), begin);
  bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  if (begin > 0) bytes.erase(0, bytes.find('\n') + 1);  // half a line
  auto lines = base::split(bytes, '\n');
  if (lines.size() > tail_lines_max)
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(tail_lines_max));
  return lines;
}

}  // namespace

std::vector<std::string> service_logs(const std::vector<pid_t>& inits,
                                      const std::vector<pid_t>& hidden) {
  std::vector<std::string> logs;
  std::set<std::pair<dev_t, ino_t>> seen;  // a shell and what it has started share one
  const auto add = [&](const os::Fd& file, const std::string& command, pid_t number) {
    if (!seen.insert(identity(file)).second) return;
    auto& log = logs.emplace_back(
        fmt::format("{} (pid {}) wrote last:", command.substr(0, named_command_max), number));
    for (const auto& line : last_lines(file)) log += "\n  " + line;
  };
  for (const pid_t init : inits) {
    for (const pid_t process : os::descendants_of(init)) {
      auto file = file_behind(process, STDOUT_FILENO);
      if (!file) file = file_behind(process, STDERR_FILENO);
      if (file) add(*file, os::command_of(process), os::number_within(process, init));
    }
  }
  for (const pid_t init : hidden) {
    for (const auto& service : cell::services_of(init)) {
      if (service.ended || service.output.empty()) continue;
      const os::Fd file{::open(service.output.c_str(), O_RDONLY | O_CLOEXEC)};
      if (file) add(file, service.command, service.pid);
    }
  }
  return logs;
}

}  // namespace dyntest::runner
