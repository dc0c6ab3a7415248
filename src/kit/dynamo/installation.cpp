#include "kit/dynamo/installation.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <string_view>

namespace dyntest::dynamo {
namespace {

namespace fs = std::filesystem;

// `ai_dynamo-1.6.1.dist-info` → `1.6.1`; empty if there is no such package.
std::string release_of(const std::string& package, const fs::path& packages) {
  constexpr std::string_view end = ".dist-info";
  std::error_code none;
  for (const auto& entry : fs::directory_iterator{packages, none}) {
    const std::string name = entry.path().filename();
    if (name.starts_with(package + "-") && name.ends_with(end))
      return name.substr(package.size() + 1, name.size() - package.size() - 1 - end.size());
  }
  return {};
}

// `1.6.1.post1` → 1, 6, 1
std::array<int, 3> numbers_of(const std::string& release) {
  std::array<int, 3> numbers{};
  std::sscanf(release.c_str(), "%d.%d.%d", &numbers[0], &numbers[1], &numbers[2]);
  return numbers;
}

}  // namespace

bool Installation::is_at_least(const std::string& other) const {
  return numbers_of(release) >= numbers_of(other);
}

bool Installation::has_package(const std::string& name) const {
  return !release_of(name, packages).empty();
}

base::Result<Installation> find_installation(const fs::path& place) {
  std::error_code none;
  const fs::path python = fs::is_directory(place, none) ? place / "bin/python" : place;
  if (!fs::exists(python, none))
    return base::Error{
        fmt::format("Dynamo is not installed: there is no {} (./dev setup installs "
                    "it; DYNTEST_DYNAMO names another)",
                    python.string())};
  for (const auto& entry :
       fs::directory_iterator{python.parent_path().parent_path() / "lib", none}) {
    const fs::path packages = entry.path() / "site-packages";
    const std::string release = release_of("ai_dynamo", packages);
    if (!release.empty()) return Installation{python, release, packages};
  }
  return base::Error{
      fmt::format("Dynamo is not installed: {} has no package ai-dynamo", python.string())};
}

}  // namespace dyntest::dynamo
