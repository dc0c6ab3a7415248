#include "kit/services/programs.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <string>
#include <utility>

#include "foundation/os/spawn.hpp"

namespace dyntest::services {
namespace {

constexpr std::string_view usual_folders =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> debian_packages{{
    {"etcd", "etcd-server"},
    {"nats-server", "nats-server"},
    {"prometheus-node-exporter", "prometheus-node-exporter"},
}};

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
  const auto searched = path == nullptr ? fmt::format("PATH={}", usual_folders)
                                        : fmt::format("PATH={}:{}", path, usual_folders);
  const auto found = os::find_program(std::string{name}, {searched});
  if (!found) return not_installed(name);
  return std::filesystem::path{*found};
}

bool installed(std::string_view name) { return find_program(name).has_value(); }

}  // namespace dyntest::services
