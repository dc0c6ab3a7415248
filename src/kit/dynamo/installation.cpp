#include "kit/dynamo/installation.hpp"

#include <fmt/format.h>

namespace dyntest::dynamo {
namespace {

namespace fs = std::filesystem;

// `ai_dynamo-1.6.1.dist-info` → `1.6.1`
std::string release_in(const fs::path& packages) {
  std::error_code none;
  for (const auto& entry : fs::directory_iterator{packages, none}) {
    const std::string name = entry.path().filename();
    if (name.starts_with("ai_dynamo-") && name.ends_with(".dist-info"))
      return name.substr(10, name.size() - 10 - 10);
  }
  return {};
}

}  // namespace

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
    const std::string release = release_in(entry.path() / "site-packages");
    if (!release.empty()) return Installation{python, release};
  }
  return base::Error{
      fmt::format("Dynamo is not installed: {} has no package ai-dynamo", python.string())};
}

}  // namespace dyntest::dynamo
