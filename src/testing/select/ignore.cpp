#include "testing/select/ignore.hpp"

#include <fnmatch.h>

#include <algorithm>

namespace dyntest::select {
namespace fs = std::filesystem;
namespace {

fs::path without_slash(const fs::path& path) {
  const fs::path normal = path.lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

bool is_named(const fs::path& path, const std::vector<NodeArgument>& arguments) {
  return std::ranges::any_of(arguments, [&path](const NodeArgument& argument) {
    const fs::path relative = argument.path.lexically_relative(path);
    return !relative.empty() && *relative.begin() != "..";
  });
}

}  // namespace

Ignore::Ignore(const std::vector<std::string>& paths, const std::vector<std::string>& globs,
               const fs::path& invocation) {
  for (const std::string& path : paths) paths_.push_back(without_slash(invocation / path));
  for (const std::string& glob : globs) globs_.push_back(without_slash(invocation / glob));
}

bool Ignore::covers(const fs::path& file, const std::vector<NodeArgument>& arguments) const {
  if (empty()) return false;
  for (fs::path path = file; path != path.parent_path(); path = path.parent_path())
    if (matches(path) && !is_named(path, arguments)) return true;
  return false;
}

bool Ignore::matches(const fs::path& path) const {
  return std::ranges::find(paths_, path) != paths_.end() ||
         std::ranges::any_of(globs_, [&path](const std::string& glob) {
           return ::fnmatch(glob.c_str(), path.c_str(), FNM_NOESCAPE) == 0;
         });
}

}  // namespace dyntest::select
