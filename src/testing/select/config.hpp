// dyntest.toml: what a suite says about itself once, so that nobody has to type it. Its folder is
// the root of the suite.
//
//   [dyntest]
//   testpaths = ["tests"]                        # folders or files; used where no argument is
//   given build = "cmake --build --preset dev"         # brings the test executables up to date
//   build_dir = "build/dev"
//   timeout = 60                                 # seconds a test may take; 0 = as long as it likes
//   addopts = ["-ra"]                            # put before what the user types
//   workers = "auto"                             # or a number
//   require = ["etcd", "nats-server"]            # programs that a machine must have
//
//   [settings]                                   # of the suite's own SETTINGs
//   registration_timeout = 30
//
// Used by the command line. Profiles and overrides are not read yet. A mistake is one line that
// names the place: `dyntest.toml:3: unknown key 'timout'; did you mean timeout?`.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"

namespace dyntest::select {

inline constexpr std::string_view config_name = "dyntest.toml";

struct Config {
  std::filesystem::path root;  // absolute
  std::string file;            // relative to root; empty if there is none
  std::vector<std::string> testpaths;
  std::string build;
  std::string build_dir;
  std::optional<double> timeout;  // seconds
  std::vector<std::string> addopts;
  std::optional<std::size_t> workers;  // none = auto
  std::vector<std::string> require;
  std::map<std::string, std::string> settings;  // [settings], as text
};

// Reads the nearest dyntest.toml: from the common ancestor of `arguments` upward, then from the
// `invocation` folder upward. Without one the invocation folder is the root and all else is empty.
// Paths are absolute; arguments that do not exist are passed over.
base::Result<Config> load_config(const std::vector<std::filesystem::path>& arguments,
                                 const std::filesystem::path& invocation);

// The settings in `text`; root and file are left empty. `name` stands in errors.
base::Result<Config> parse_config(std::string_view text, std::string_view name = config_name);

}  // namespace dyntest::select
