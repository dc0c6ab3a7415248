#include "testing/runner/core_files.hpp"

#include <glob.h>
#include <sys/resource.h>

#include <system_error>

#include "foundation/os/whole_file.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

std::vector<fs::path> matches(const std::string& pattern) {
  glob_t found{};
  std::vector<fs::path> paths;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0)
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  return paths;
}

}  // namespace

void allow_cores() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_CORE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_CORE, &limit);
}

std::vector<std::string> core_globs(std::string_view pattern, pid_t pid, const fs::path& folder) {
  pattern = pattern.substr(0, pattern.find_last_not_of(" \n") + 1);
  if (pattern.empty() || pattern[0] == '|') return {};
  const auto number = std::to_string(pid);
  std::string name;
  bool names_process = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      name += pattern[i];
      continue;
    }
    const char what = ++i < pattern.size() ? pattern[i] : '%';
    names_process |= what == 'p' || what == 'P';
    name += what == '%' ? "%" : what == 'p' || what == 'P' ? number : "*";
  }
  const auto path = (folder / name).string();
  if (names_process) return {path};
  return {path + "." + number, path};  // the first with kernel.core_uses_pid
}

fs::path find_core(pid_t pid, const fs::path& folder, fs::file_time_type since) {
  const auto pattern = os::read_whole_file("/proc/sys/kernel/core_pattern").value_or("");
  std::error_code gone;
  for (const auto& glob : core_globs(pattern, pid, folder))
    for (const auto& path : matches(glob))
      if (fs::is_regular_file(path, gone) && fs::last_write_time(path, gone) >= since) return path;
  return {};
}

}  // namespace dyntest::runner
