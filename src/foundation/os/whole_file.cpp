#include "foundation/os/whole_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

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

}  // namespace dyntest::os
