#include "testing/guests/files.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>

namespace dyntest::guests {
namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string file_below(const fs::path& root, const std::string& file) {
  const fs::path path{file};
  const auto relative = path.lexically_relative(root);
  const bool is_below = path.is_absolute() && !relative.empty() && *relative.begin() != "..";
  return is_below ? relative.string() : file;
}

long captured_errors_size() { return ::lseek(STDERR_FILENO, 0, SEEK_END); }

std::string captured_errors(long begin) {
  std::string text;
  if (begin < 0) return text;
  char part[4096];
  for (ssize_t size = 0; (size = ::pread(STDERR_FILENO, part, sizeof part, begin)) > 0;
       begin += size)
    text.append(part, static_cast<std::size_t>(size));
  return text;
}

}  // namespace dyntest::guests
