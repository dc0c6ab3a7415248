#include "foundation/os/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <random>
#include <system_error>

#include "foundation/os/fd.hpp"

namespace dyntest::os {
namespace fs = std::filesystem;
namespace {

constexpr mode_t for_all = 0666;  // less what the user's mask takes away

base::Status fill(const Fd& file, std::string_view content) {
  while (!content.empty()) {
    const auto count = ::write(file.get(), content.data(), content.size());
    if (count < 0 && errno != EINTR) return base::Error::from_errno("filling it");
    if (count > 0) content.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

base::Status rename_to(const fs::path& temporary, const fs::path& target) {
  std::error_code failed;
  fs::rename(temporary, target, failed);
  if (!failed) return {};
  std::error_code ignored;
  fs::remove(temporary, ignored);
  return base::Error{"renaming: " + failed.message()};
}

// Of a file without a name: gives it that of `target`. Only if that is taken does it have, for a
// moment, another one.
base::Status name_file(const Fd& file, const fs::path& target, const fs::path& temporary) {
  const auto link_as = [path = fmt::format("/proc/self/fd/{}", file.get())](const fs::path& name) {
    return ::linkat(AT_FDCWD, path.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
  };
  if (link_as(target)) return {};
  if (errno != EEXIST || !link_as(temporary)) return base::Error::from_errno("naming it");
  return rename_to(temporary, target);
}

// Where the disk has no files without a name.
base::Status write_and_rename(const fs::path& target, const fs::path& temporary,
                              std::string_view content) {
  Fd file{::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, for_all)};
  if (!file) return base::Error::from_errno("opening " + temporary.string());
  if (auto filled = fill(file, content); !filled) {
    ::unlink(temporary.c_str());
    return filled;
  }
  file.reset();
  return rename_to(temporary, target);
}

}  // namespace

base::Status write_whole_file(const std::string& path, std::string_view content) {
  const fs::path target = fs::absolute(path);
  const fs::path folder = target.parent_path();
  // Not our process's number: another one has the same in its own process namespace.
  const fs::path temporary =
      folder / fmt::format(".{}.{:08x}.tmp", target.filename().string(), std::random_device{}());
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return base::Error{"making its folder: " + failed.message()};
  const Fd file{::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, for_all)};
  if (!file) return write_and_rename(target, temporary, content);
  if (auto filled = fill(file, content); !filled) return filled;
  return name_file(file, target, temporary);
}

void cut_half_line(const std::string& path) {
  const Fd file{::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK)};
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return;
  char last = '\n';
  off_t size = ::lseek(file.get(), 0, SEEK_END);
  const off_t before = size;
  while (size > 0 && ::pread(file.get(), &last, 1, size - 1) == 1 && last != '\n') --size;
  if (size != before) [[maybe_unused]]
    const auto cut = ::ftruncate(file.get(), size);
}

base::Result<std::string> read_whole_file(const std::string& path) {
  const Fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) return base::Error::from_errno("opening " + path);
  std::string content;
  std::array<char, 4096> part{};
  for (;;) {
    const auto count = ::read(file.get(), part.data(), part.size());
    if (count > 0) content.append(part.data(), static_cast<std::size_t>(count));
    if (count == 0) return content;
    if (count < 0 && errno != EINTR) return base::Error::from_errno("reading " + path);
  }
}

}  // namespace dyntest::os
