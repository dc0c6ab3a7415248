#include "foundation/os/run_folder.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace dyntest::os {
namespace fs = std::filesystem;

fs::path new_run_folder(std::string_view prefix) {
  const char* folder = std::getenv(run_folder_variable);
  const fs::path parent = folder == nullptr ? fs::temp_directory_path() : fs::path{folder};
  std::string name = parent / fmt::format("{}-XXXXXX", prefix);
  if (::mkdtemp(name.data()) == nullptr)
    throw fs::filesystem_error{"making a folder", parent,
                               std::error_code{errno, std::generic_category()}};
  return name;
}

}  // namespace dyntest::os
