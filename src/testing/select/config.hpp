// dyntest.toml: what a suite says about itself once, so that nobody has to type it. Its folder is
// the root of the suite.
//
//   [dyntest]
//   testpaths = ["tests"]                        # folders or files; where no argument is given
//   build = "cmake --build --preset dev"         # brings the test executables up to date
//   build_dir = "build/dev"
//   require = ["etcd", "nats-server"]            # programs that a machine must have
//   gpus = [24, 80]                              # GiB of each; else nvidia-smi is asked
//   cache_dir = ".dyntest_cache"                 # what is remembered from run to run
//   timeout = 60                                 # a rule: see select/rules.hpp
//   workers = "auto"                             # or a number
//   addopts = ["-ra"]                            # put before what the user types
//   marks = "not weekly"                         # what -m would say; keywords: -k
//   flaky = "fail"                               # a test that passed at a second attempt
//   all_skipped = "fail"                         # a run in which no test did anything
//   cell = "full"                                # or "processes" or "off"
//   visible = ["/tmp/models"]                    # what cells show below /tmp
//
//   [profile.ci]                                 # --profile ci: from timeout on, the same keys
//   reruns = 1
//
//   [[override]]                                 # rules for some tests, also of a profile
//   marks = "e2e and vllm"                       # which: as -m; keywords: as -k; tests: node ids
//   timeout = 300
//
//   [[guest]]                                    # tests of another framework: select/guest.hpp
//   kind = "googletest"
//   path = "{build_dir}/router_test"
//
//   [settings]                                   # of the suite's own SETTINGs
//   registration_timeout = 30
//
// Used by the command line. A mistake is one line that names the place:
// `dyntest.toml:3: unknown key 'timout'; did you mean timeout?`.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/select/guest.hpp"
#include "testing/select/rules.hpp"

namespace dyntest::select {

inline constexpr std::string_view config_name = "dyntest.toml";

// How a run goes on. Of a profile only what it says itself.
struct RunDefaults {
  std::vector<std::string> addopts;
  std::string workers;               // a number or auto; empty = not said, as are the next
  std::string marks;                 // an expression
  std::string keywords;              // likewise
  std::string flaky;                 // pass or fail
  std::string all_skipped;           // likewise
  std::string cell;                  // full, processes or off
  std::vector<std::string> visible;  // absolute paths
  Rules rules;
  std::vector<Override> overrides;  // the first one that says something about a test counts
};

struct Config {
  std::filesystem::path root;  // absolute
  std::string file;            // relative to root; empty if there is none
  std::vector<std::string> testpaths;
  std::string build;
  std::string build_dir;
  std::vector<std::string> require;
  std::vector<double> gpus;  // GiB of each
  std::string cache_dir = ".dyntest_cache";
  RunDefaults run;
  std::vector<Guest> guests;
  std::map<std::string, RunDefaults> profiles;  // those that every suite has, and its own
  std::map<std::string, std::string> settings;  // [settings], as text

  // What earlier runs have left for later ones.
  std::filesystem::path cache_folder() const { return root / cache_dir; }
};

// The same with what the profile says on top: its rules win, its overrides come first, its addopts
// last; both expressions must hold. An error names the profiles that there are.
base::Result<Config> with_profile(Config config, const std::string& profile);

// What both expressions select; an empty one selects everything.
std::string both(const std::string& one, const std::string& other);

// Reads the nearest dyntest.toml: from the common ancestor of `arguments` upward, then from the
// `invocation` folder upward. Without one the invocation folder is the root and all else is empty.
// Paths are absolute; arguments that do not exist are passed over.
base::Result<Config> load_config(const std::vector<std::filesystem::path>& arguments,
                                 const std::filesystem::path& invocation);

// The settings in `text`; root and file are left empty. `name` stands in errors.
base::Result<Config> parse_config(std::string_view text, std::string_view name = config_name);

}  // namespace dyntest::select
