#include "foundation/os/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "foundation/os/fd.hpp"

namespace dyntest::os {
namespace {

base::Status write_file(const std::string& path, std::string_view content) {
  std::FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr) return base::Error::from_errno("opening " + path);
  const bool complete = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  const int write_error = errno;
  if (std::fclose(file) != 0) return base::Error::from_errno("closing " + path);
  if (!complete) return base::Error::from_errno("filling " + path, write_error);
  return {};
}

}  // namespace

base::Status write_whole_file(const std::string& path, std::string_view content) {
  namespace fs = std::filesystem;
  const fs::path target = fs::absolute(path);
  const fs::path temporary =
      target.parent_path() / fmt::format(".{}.{}.tmp", target.filename().string(), getpid());
  std::error_code failed;
  fs::create_directories(target.parent_path(), failed);
  if (failed) return base::Error{"making its folder: " + failed.message()};

  base::Status written = write_file(temporary, content);
  if (written) {
    fs::rename(temporary, target, failed);
    if (failed) written = base::Error{"renaming: " + failed.message()};
  }
  if (!written) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
  }
  return written;
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
