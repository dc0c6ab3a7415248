// Brings the test executables up to date, and finds them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/item.hpp"
#include "testing/select/guest.hpp"

namespace dyntest::runner {

// Runs `command` with sh in `root`. What does not compile becomes one collection error a file, with
// the compiler's first lines; a failure that names no file becomes one with the last lines.
std::vector<model::CollectionError> run_build(const std::string& command,
                                              const std::filesystem::path& root);

// The errors in a failed build's output.
std::vector<model::CollectionError> build_errors(const std::string& command,
                                                 const std::string& output,
                                                 const std::filesystem::path& root);

// What dyntest_add_tests wrote about one executable, or dyntest.toml about a guest.
struct Executable {
  std::string path;                // absolute
  std::vector<std::string> files;  // its test files, relative to the root
  std::optional<select::Guest> guest = std::nullopt;
};

// The executables of the suite at `root`, from <build_folder>/suite/*.json.
base::Result<std::vector<Executable>> find_executables(const std::filesystem::path& build_folder,
                                                       const std::filesystem::path& root);

// Where the sources of a test executable are, an absolute folder; empty if what dyntest_add_tests
// wrote about it is not there any more.
std::string root_of(const std::filesystem::path& executable);

// Those that are not on disk, each with what to do about it. `build` is the command of
// dyntest.toml, empty if there is none; `no_build` says that it did not run.
std::vector<model::CollectionError> missing_executables(const std::vector<Executable>& executables,
                                                        const std::string& build, bool no_build);

}  // namespace dyntest::runner
