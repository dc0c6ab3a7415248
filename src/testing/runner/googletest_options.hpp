// GoogleTest's command line, which every test executable answers beside its own: flags that begin
// with --gtest_, and the environment variables that GoogleTest and Bazel read. IDEs, CTest and
// Bazel so run tests without a plug-in: docs/design/020-googletest-command-line.md.
//
// Not told by it: what is selected (select/googletest_filter.hpp) and what is printed
// (report/googletest_*.hpp). `dyntest` itself does not take these flags.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/report/googletest_file.hpp"

namespace dyntest::runner {

struct Options;

struct GoogleTestOutput {
  report::GoogleTestFormat format = report::GoogleTestFormat::xml;
  std::string path;  // as given: ends with / where it is a folder
};

struct GoogleTestOptions {
  bool only_lists = false;
  std::string filter = "*";
  bool filter_was_typed = false;  // not taken from the environment
  std::optional<GoogleTestOutput> output;
  std::string colour = "auto";
  bool brief = false;
  bool print_time = true;
  bool fail_fast = false;
  std::uint32_t repeat = 1;
  bool shuffle = false;
  std::optional<std::uint64_t> seed;
  std::string source_root;  // see report/googletest_case.hpp
};

// The value of a variable; nothing if it is not set, or empty.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
std::optional<std::string> environment_variable(const std::string& name);

// Takes GoogleTest's flags out of `words`. Nothing if there is none, and no variable that asks for
// tests or for a report either. An error is one line with the remedy.
base::Result<std::optional<GoogleTestOptions>> take_googletest(std::vector<std::string>& words,
                                                               const Environment& environment);

// What they mean in the words of this command.
void apply(const GoogleTestOptions& googletest, Options& options);

// The file that an output names: in a folder it is called after the executable, with a number where
// that is there already.
std::string googletest_path(const GoogleTestOutput& output, const std::string& executable);

// A run's exit code as GoogleTest's: 0 or 1, and 4 for wrong words. Says on stderr if no test ran;
// that is a failure where a test was asked for by its whole name.
int googletest_exit_code(const GoogleTestOptions& googletest, int of_run);

// For --help. Tools know by its words that an executable answers.
std::string googletest_help();

}  // namespace dyntest::runner
