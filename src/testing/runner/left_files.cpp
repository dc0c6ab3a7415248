#include "testing/runner/left_files.hpp"

#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <utility>

#include "foundation/base/split.hpp"
#include "foundation/cell/init.hpp"
#include "foundation/os/owned.hpp"
#include "foundation/os/proc.hpp"
#include "foundation/os/whole_file.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

// What a process has open or mapped.
void add_files_of(pid_t pid, std::set<fs::path>& to) {
  const auto process = fs::path{"/proc"} / std::to_string(pid);
  std::error_code gone;
  auto fd = fs::directory_iterator{process / "fd", gone};
  for (; !gone && fd != fs::directory_iterator{}; fd.increment(gone)) {
    std::error_code closed;
    to.insert(fs::read_symlink(fd->path(), closed));
  }
  const auto maps = os::read_whole_file(process / "maps").value_or("");
  for (const auto& line : base::split(maps, '\n'))
    if (const auto path = line.find('/'); path != line.npos) to.insert(line.substr(path));
}

std::set<fs::path> files_in_use() {
  std::set<fs::path> files;
  for (const pid_t pid : os::owned_processes()) {
    add_files_of(pid, files);
    for (const pid_t below : os::descendants_of(pid)) add_files_of(below, files);
  }
  return files;
}

bool is_used(const fs::path& path, const std::set<fs::path>& files) {
  const auto found = files.lower_bound(path);
  return found != files.end() && found->string().starts_with(path.string());
}

}  // namespace

std::vector<fs::path> own_folders() {
  std::vector<fs::path> folders;
  const char* level = std::getenv(cell::cell_variable);
  const std::string_view cell = level == nullptr ? "off" : level;
  if (cell == "off") return folders;
  if (const char* temporary = std::getenv("TMPDIR")) folders.emplace_back(temporary);
  if (cell == "full") folders.emplace_back("/dev/shm");
  return folders;
}

LeftFiles::LeftFiles(std::vector<fs::path> folders)
    : folders_{std::move(folders)}, watch_{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)} {
  for (const auto& folder : folders_)
    ::inotify_add_watch(watch_.get(), folder.c_str(), IN_CREATE | IN_MOVED_TO | IN_ONLYDIR);
  known_ = present();
}

bool LeftFiles::has_changed() const {
  int bytes = 0;
  return ::ioctl(watch_.get(), FIONREAD, &bytes) == 0 && bytes > 0;
}

void LeftFiles::forget_changes() const {
  std::array<char, 4096> events;
  while (::read(watch_.get(), events.data(), events.size()) > 0) {
  }
}

LeftFiles::Names LeftFiles::present() const {
  Names names;
  for (const auto& folder : folders_) {
    std::error_code gone;
    auto entry = fs::directory_iterator{folder, gone};
    for (; !gone && entry != fs::directory_iterator{}; entry.increment(gone))
      names.insert(entry->path());
  }
  return names;
}

void LeftFiles::adopt() {
  if (!has_changed()) return;
  forget_changes();
  known_ = present();
}

std::vector<std::string> LeftFiles::left_behind(bool shares) {
  if (!has_changed()) return {};
  forget_changes();
  const auto used = shares ? files_in_use() : std::set<fs::path>{};
  std::vector<std::string> paths;
  for (const auto& path : present()) {
    if (known_.contains(path) || is_used(path, used)) continue;
    paths.push_back(path);
    std::error_code ignored;  // what will not go is told again
    fs::remove_all(path, ignored);
  }
  known_ = present();
  return paths;
}

}  // namespace dyntest::runner
