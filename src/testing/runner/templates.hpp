// The files of a new project, for `dyntest init`. They lie in templates/ as they will lie in the
// project; the build puts them into the program (CMakeLists.txt).
#pragma once

#include <span>
#include <string_view>

namespace dyntest::runner {

struct Template {
  std::string_view path;  // relative to the project, '/' between parts
  std::string_view text;  // `my_project` stands for the project's name
};

std::span<const Template> templates();

}  // namespace dyntest::runner
