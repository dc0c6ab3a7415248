// --ignore and --ignore-glob: paths whose tests are as if they were not there. pytest's rules.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "testing/select/node_id.hpp"

namespace dyntest::select {

class Ignore {
 public:
  // Both as typed; what is relative is so to `invocation`. In a glob `*` also matches '/'.
  Ignore(const std::vector<std::string>& paths, const std::vector<std::string>& globs,
         const std::filesystem::path& invocation);

  bool empty() const { return paths_.empty() && globs_.empty(); }
  // Whether the file, an absolute path, or a folder above it is ignored. A path that an argument
  // names, or that lies above it, is not: what somebody asks for by name is there.
  bool covers(const std::filesystem::path& file, const std::vector<NodeArgument>& arguments) const;

 private:
  bool matches(const std::filesystem::path& path) const;

  std::vector<std::filesystem::path> paths_;
  std::vector<std::string> globs_;
};

}  // namespace dyntest::select
