#include "foundation/cell/service_book.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "foundation/base/split.hpp"
#include "foundation/os/run_folder.hpp"

namespace dyntest::cell {
namespace fs = std::filesystem;
namespace {

fs::path path_of(const char* folder, pid_t init) {
  return fs::path{folder} / fmt::format("services-{}", init);
}

// Fields stand between tabs, records between newlines.
std::string field(std::string text) {
  std::ranges::replace_if(text, [](char byte) { return byte == '\t' || byte == '\n'; }, ' ');
  return text;
}

std::int64_t now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

std::chrono::steady_clock::time_point time_of(const std::string& field) {
  return std::chrono::steady_clock::time_point{
      std::chrono::steady_clock::duration{std::stoll(field)}};
}

}  // namespace

// What it says comes from us: the process may have ended already.
std::string output_of(const os::Spawn& what) {
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    const auto fd =
        std::ranges::find(what.fds, stream, [](const auto& each) { return each.second; });
    if (fd == what.fds.end()) continue;
    std::error_code gone;
    const auto file = fs::read_symlink(fmt::format("/proc/self/fd/{}", fd->first), gone).string();
    if (file.starts_with("/") && !file.starts_with("/dev/") && !file.starts_with("/memfd:"))
      return file;
  }
  return {};
}

void ServiceBook::started(pid_t pid, const os::Spawn& what, std::string_view output) {
  std::error_code gone;
  const auto folder = what.folder.empty() ? fs::current_path(gone).string() : what.folder;
  write(fmt::format("started\t{}\t{}\t{}\t{}\n", pid, field(folder), field(std::string{output}),
                    field(fmt::format("{}", fmt::join(what.argv, " ")))));
}

void ServiceBook::wrote(pid_t pid, std::uint64_t bytes) {
  write(fmt::format("wrote\t{}\t{}\t{}\n", pid, bytes, now()));
}

void ServiceBook::ended(pid_t pid, os::ExitStatus status) {
  write(fmt::format("ended\t{}\t{}\t{}\n", pid, status.raw, now()));
}

void ServiceBook::write(std::string_view line) {
  const char* folder = std::getenv(os::run_folder_variable);
  if (folder == nullptr) return;
  if (file_.get() < 0)
    file_ = os::Fd{
        ::open(path_of(folder, name_).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
  [[maybe_unused]] const auto written = ::write(file_.get(), line.data(), line.size());
}

std::vector<ServiceRecord> services_of(pid_t init) {
  std::vector<ServiceRecord> services;
  const char* folder = std::getenv(os::run_folder_variable);
  if (folder == nullptr) return services;
  std::ifstream file{path_of(folder, init)};
  for (std::string line; std::getline(file, line);) {
    const auto fields = base::split(line, '\t');
    const bool is_start = fields.size() == 5 && fields[0] == "started";
    const bool is_end = fields.size() == 4 && fields[0] == "ended";
    const bool is_write = fields.size() == 4 && fields[0] == "wrote";
    if (!is_start && !is_end && !is_write) continue;
    const pid_t pid = std::stoi(fields[1]);
    if (is_start) {
      services.push_back({pid, fields[4], fields[2], fields[3], std::nullopt});
      continue;
    }
    const auto found = std::ranges::find(services.rbegin(), services.rend(), pid,
                                         [](const ServiceRecord& each) { return each.pid; });
    if (found == services.rend()) continue;
    if (is_write) {
      found->arrivals.push_back({time_of(fields[3]), std::stoull(fields[2])});
      continue;
    }
    found->ended = os::ExitStatus{std::stoi(fields[2])};
    found->at = time_of(fields[3]);
  }
  return services;
}

}  // namespace dyntest::cell
