// What a command line names: folders, files, classes, tests. Arguments are written as node ids,
// with paths relative to the folder that the user stands in.
//
//   tests/unit   tests/unit/test_unit_x.cpp   …::TestX   …::TestX::name   …::name   …::name[2-True]
//
// Used by whoever selects tests. Every rule and error text is pytest's; hints are added to the
// errors.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/item.hpp"

namespace dyntest::select {

// The seam to the disk.
enum class OnDisk { nothing, file, folder };
using LookAtDisk = std::function<OnDisk(const std::filesystem::path&)>;
OnDisk look_at_disk(const std::filesystem::path& path);

struct NodeArgument {
  std::string given;
  std::filesystem::path path;  // absolute, normal, no '/' at its end
  bool is_folder = false;
  std::vector<std::string> parts;         // what follows the path: class and name
  std::optional<std::string> parameters;  // `[2-True]`; must then match exactly
};

// Errors: `file or directory not found: X`, `path cannot contain [] parametrization: X`,
// `directory argument cannot contain :: selection parts: X`.
base::Result<NodeArgument> parse_argument(std::string_view text,
                                          const std::filesystem::path& invocation,
                                          const LookAtDisk& disk = look_at_disk);

// Without those that another one covers already; the order stays.
std::vector<NodeArgument> without_overlap(std::vector<NodeArgument> arguments);

// Whether one of them is the file, an absolute path, or a folder above it. No arguments cover all.
bool covers_file(const std::vector<NodeArgument>& arguments, const std::filesystem::path& file);

struct Selected {
  std::vector<std::size_t> items;  // indices, argument by argument, each in collection order
  std::vector<std::string>
      errors;  // `not found: /abs/path::name\n(no match in any of [<File x.cpp>])`
};

// Arguments must not overlap. No arguments select everything. A folder without tests is no error.
Selected select_items(const std::vector<model::Item>& items,
                      const std::vector<NodeArgument>& arguments,
                      const std::filesystem::path& root);

}  // namespace dyntest::select
