#include "kit/services/programs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <utility>

namespace dyntest::services {
namespace {

constexpr std::string_view usual_folders =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

constexpr std::array<std::pair<std::string_view, std::string_view>, 2> debian_packages{{
    {"etcd", "etcd-server"},
    {"nats-server", "nats-server"},
}};

bool executable(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

base::Error not_installed(std::string_view name) {
  for (const auto& [program, package] : debian_packages) {
    if (program != name) continue;
    return base::Error{fmt::format("{} is not installed: apt-get install {}", name, package)};
  }
  return base::Error{fmt::format("{} is not installed", name)};
}

}  // namespace

base::Result<std::filesystem::path> find_program(std::string_view name) {
  const char* path = std::getenv("PATH");
  const std::string searched = fmt::format("{}:{}", path != nullptr ? path : "", usual_folders);
  for (std::string_view rest = searched; !rest.empty();) {
    const auto colon = std::min(rest.find(':'), rest.size());
    const std::filesystem::path folder{rest.substr(0, colon)};
    if (!folder.empty() && executable(folder / name)) return folder / name;
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  return not_installed(name);
}

bool installed(std::string_view name) { return find_program(name).has_value(); }

}  // namespace dyntest::services
