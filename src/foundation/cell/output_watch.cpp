#include "foundation/cell/output_watch.hpp"

#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <set>

namespace dyntest::cell {
namespace {

constexpr std::chrono::milliseconds rest{10};

std::uint64_t size_of(const std::string& path, std::uint64_t otherwise) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return otherwise;
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace

std::uint64_t OutputWatch::add(pid_t pid, const std::string& path) {
  if (!inotify_) inotify_ = os::Fd{::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)};
  const int watch = ::inotify_add_watch(inotify_.get(), path.c_str(), IN_MODIFY);
  const auto bytes = size_of(path, 0);
  if (watch >= 0) files_.try_emplace(watch, File{pid, path, bytes});
  return bytes;
}

int OutputWatch::fd() const { return timeout_ms() < 0 ? inotify_.get() : -1; }

int OutputWatch::timeout_ms() const {
  const auto left = rest_until_ - std::chrono::steady_clock::now();
  if (!inotify_ || left <= left.zero()) return -1;
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

std::vector<std::pair<pid_t, std::uint64_t>> OutputWatch::take() {
  std::vector<std::pair<pid_t, std::uint64_t>> grown;
  std::set<int> changed;
  alignas(inotify_event) std::array<char, 4096> bytes;
  for (ssize_t size = 0; (size = ::read(inotify_.get(), bytes.data(), bytes.size())) > 0;) {
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, bytes.data() + at, sizeof event);
      at += sizeof event + event.len;
      if ((event.mask & IN_IGNORED) != 0) files_.erase(event.wd);  // the file is gone
      changed.insert(event.wd);
    }
  }
  for (const int watch : changed) {
    const auto found = files_.find(watch);
    if (found == files_.end()) continue;
    File& file = found->second;
    const auto now = size_of(file.path, file.bytes);
    if (std::exchange(file.bytes, now) != now) grown.emplace_back(file.pid, now);
  }
  if (!changed.empty()) rest_until_ = std::chrono::steady_clock::now() + rest;
  return grown;
}

}  // namespace dyntest::cell
