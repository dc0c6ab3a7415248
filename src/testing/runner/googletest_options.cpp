#include "testing/runner/googletest_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string_view>

#include "testing/model/exit_code.hpp"
#include "testing/runner/options.hpp"
#include "testing/select/googletest_filter.hpp"
#include "testing/select/nearest.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view prefix = "--gtest_";

// A flag as it was said. `value` has none where there is no `=`.
struct Said {
  std::string_view name;
  std::optional<std::string> value;
  std::string as_typed;
};

bool is_true(const Said& said) {
  return !said.value ||
         (*said.value != "0" && *said.value != "f" && *said.value != "F" && *said.value != "false");
}

template <bool GoogleTestOptions::* member>
base::Status read_truth(const Said& said, GoogleTestOptions& options) {
  options.*member = is_true(said);
  return {};
}

base::Status read_value(const Said& said, std::string& to) {
  if (!said.value)
    return base::Error{fmt::format("{} takes a value: {}=…", said.as_typed, said.as_typed)};
  to = *said.value;
  return {};
}

base::Status read_output(const Said& said, GoogleTestOptions& options) {
  std::string text;
  if (auto read = read_value(said, text); !read) return read;
  options.output.reset();
  if (text.empty()) return {};
  const std::string format = text.substr(0, text.find(':'));
  if (format != "xml" && format != "json")
    return base::Error{fmt::format(
        "{}: a report is xml or json, as in xml:out.xml or json:reports/", said.as_typed)};
  auto& output = options.output.emplace();
  if (format == "json") output.format = report::GoogleTestFormat::json;
  if (text.size() > format.size() + 1) output.path = text.substr(format.size() + 1);
  if (output.path.empty()) output.path = "test_detail." + format;
  return {};
}

base::Status read_colour(const Said& said, GoogleTestOptions& options) {
  if (auto read = read_value(said, options.colour); !read) return read;
  constexpr std::array known = {"yes", "true", "t", "1", "no", "false", "f", "0", "auto"};
  if (std::ranges::find(known, options.colour) == known.end())
    return base::Error{fmt::format("{}: it takes yes, no or auto", said.as_typed)};
  return {};
}

template <class Number>
base::Status read_number(const Said& said, Number& to, const char* takes) {
  std::string text;
  if (auto read = read_value(said, text); !read) return read;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  if (error == std::errc{} && end == text.data() + text.size()) return {};
  return base::Error{fmt::format("{}: it takes {}", said.as_typed, takes)};
}

base::Status read_repeat(const Said& said, GoogleTestOptions& options) {
  constexpr const char* takes = "a number from 1 on; for ever: a large one, and --gtest_fail_fast";
  auto read = read_number(said, options.repeat, takes);
  if (read && options.repeat == 0)
    return base::Error{fmt::format("{}: it takes {}", said.as_typed, takes)};
  return read;
}

// 0 asks for a new one.
base::Status read_seed(const Said& said, GoogleTestOptions& options) {
  std::uint64_t seed = 0;
  if (auto read = read_number(said, seed, "a whole number"); !read) return read;
  options.seed.reset();
  if (seed != 0) options.seed = seed;
  return {};
}

// What would change which tests run, or how often, is not passed over.
base::Error not_there(const Said& said, std::string_view remedy) {
  return base::Error{fmt::format("{} is not supported yet: {}", said.as_typed, remedy)};
}

base::Status without_effect(const Said&, GoogleTestOptions&) { return {}; }

struct Flag {
  std::string_view name;
  base::Status (*read)(const Said& said, GoogleTestOptions& options);
};

using O = GoogleTestOptions;
constexpr Flag flags[] = {
    {"list_tests", read_truth<&O::only_lists>},
    {"filter", [](const Said& said, O& o) { return read_value(said, o.filter); }},
    {"output", read_output},
    {"color", read_colour},
    {"brief", read_truth<&O::brief>},
    {"print_time", read_truth<&O::print_time>},
    {"fail_fast", read_truth<&O::fail_fast>},
    {"repeat", read_repeat},
    {"shuffle", read_truth<&O::shuffle>},
    {"random_seed", read_seed},
    {"stream_result_to",
     [](const Said& said, O&) {
       return said.value == "" ? base::Status{}
                               : not_there(said, "--report-log FILE writes events as they come");
     }},
    {"flagfile",
     [](const Said& said, O&) {
       return said.value == "" ? base::Status{}
                               : not_there(said, "put the flags on the command line");
     }},
    // No test is disabled here; each runs in a process of its own, where an exception or a crash
    // fails it and no other. None of these can change a verdict.
    {"also_run_disabled_tests", without_effect},
    {"break_on_failure", without_effect},
    {"catch_exceptions", without_effect},
    {"throw_on_failure", without_effect},
    {"death_test_style", without_effect},
    {"death_test_use_fork", without_effect},
    {"install_failure_signal_handler", without_effect},
    {"print_utf8", without_effect},
    {"recreate_environments_when_repeating", without_effect},
    {"show_internal_stack_frames", without_effect},
    {"stack_trace_depth", without_effect},
};

base::Error unknown(const Said& said) {
  std::vector<std::string> known;
  for (const Flag& flag : flags) known.push_back(std::string{prefix} + std::string{flag.name});
  const auto typed = said.as_typed.substr(0, said.as_typed.find('='));
  return base::Error{fmt::format("unrecognized arguments: {}{}", said.as_typed,
                                 select::did_you_mean(typed, known))};
}

base::Status read_flag(const Said& said, GoogleTestOptions& options) {
  const auto* flag = std::ranges::find(flags, said.name, &Flag::name);
  return flag == std::end(flags) ? base::Status{unknown(said)} : flag->read(said, options);
}

Said said_in(const std::string& word) {
  const auto end = word.find('=');
  Said said{std::string_view{word}.substr(0, end).substr(prefix.size()), std::nullopt, word};
  if (end != std::string::npos) said.value = word.substr(end + 1);
  return said;
}

// GTEST_PRINT_TIME=0 says what --gtest_print_time=0 does. Of a list the environment says nothing.
base::Status read_environment(const Environment& environment, GoogleTestOptions& options) {
  // Bazel's words stand in for those of GoogleTest that are not there.
  options.filter = environment("TESTBRIDGE_TEST_ONLY").value_or("*");
  options.fail_fast = environment("TESTBRIDGE_TEST_RUNNER_FAIL_FAST") == "1";
  if (const auto xml = environment("XML_OUTPUT_FILE"))
    options.output = GoogleTestOutput{report::GoogleTestFormat::xml, *xml};
  for (const Flag& flag : flags) {
    if (flag.name == "list_tests") continue;
    std::string name = fmt::format("GTEST_{}", flag.name);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
    const auto value = environment(name);
    if (!value) continue;
    const Said said{flag.name, value, name + "=" + *value};
    if (auto read = flag.read(said, options); !read) return read;
  }
  return {};
}

bool is_asked_by(const Environment& environment) {
  constexpr std::array asking = {"GTEST_FILTER", "GTEST_OUTPUT", "TESTBRIDGE_TEST_ONLY",
                                 "XML_OUTPUT_FILE"};
  return std::ranges::any_of(asking,
                             [&](const char* name) { return environment(name).has_value(); });
}

}  // namespace

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>{value};
}

base::Result<std::optional<GoogleTestOptions>> take_googletest(std::vector<std::string>& words,
                                                               const Environment& environment) {
  const auto taken = std::ranges::stable_partition(
      words, [](const std::string& word) { return !word.starts_with(prefix); });
  const std::vector<std::string> flagged{taken.begin(), taken.end()};
  words.erase(taken.begin(), taken.end());
  if (flagged.empty() && !is_asked_by(environment)) return std::optional<GoogleTestOptions>{};
  GoogleTestOptions options;
  if (auto read = read_environment(environment, options); !read) return read.error();
  for (const auto& word : flagged) {
    const Said said = said_in(word);
    if (auto read = read_flag(said, options); !read) return read.error();
    if (said.name == "filter") options.filter_was_typed = true;
  }
  return std::optional{std::move(options)};
}

void apply(const GoogleTestOptions& googletest, Options& options) {
  options.googletest = googletest;
  if (googletest.only_lists) options.collect_only = true;
  // What tests write is shown as it comes, as GoogleTest does: with one worker, unless -n asks for
  // more; then it is shown of tests that did not pass.
  if (options.workers.empty()) options.report.capture = false;
  if (googletest.fail_fast) options.failures_max = 1;
  if (googletest.repeat > 1) options.repeat = googletest.repeat;
  if (googletest.shuffle) options.shuffle = true;
  if (googletest.seed) options.seed = googletest.seed;
}

std::string googletest_path(const GoogleTestOutput& output, const std::string& executable) {
  const fs::path path = fs::absolute(output.path);
  if (!output.path.ends_with('/')) return path;
  const std::string stem = fs::path{executable}.filename();
  const char* type = output.format == report::GoogleTestFormat::json ? ".json" : ".xml";
  fs::path file = path / (stem + type);
  for (int next = 1; fs::exists(file); ++next)
    file = path / fmt::format("{}_{}{}", stem, next, type);
  return file;
}

int googletest_exit_code(const GoogleTestOptions& googletest, int of_run) {
  namespace code = model::exit_code;
  if (of_run == code::ok || of_run == code::usage_error) return of_run;
  if (of_run != code::no_tests_selected) return code::tests_failed;
  // A pattern may be meant for another executable; the name of a test that is gone may not pass.
  const bool fails = googletest.filter_was_typed && !googletest.only_lists &&
                     select::GoogleTestFilter{googletest.filter}.lists_names();
  fmt::print(stderr, "{}: no test matches the filter '{}'; --gtest_list_tests lists their names\n",
             fails ? "ERROR" : "WARNING", googletest.filter);
  return fails ? code::tests_failed : code::ok;
}

std::string googletest_help() {
  return R"(
This program contains tests written using dyntest. It also answers GoogleTest's command line:
  --gtest_list_tests
      List the names of all tests instead of running them.
  --gtest_filter=POSITIVE_PATTERNS[-NEGATIVE_PATTERNS]
      Run only the tests whose names match one of the positive patterns and none of the negative
      ones: '*' is any text, '?' any character, ':' stands between two patterns.
  --gtest_output=(json|xml)[:DIRECTORY_PATH/|:FILE_PATH]
      Write a report, or with --gtest_list_tests the list.
  --gtest_color=(yes|no|auto), --gtest_brief=1, --gtest_print_time=0
      How the run is shown.
  --gtest_fail_fast
      Stop after the first failure.
  --gtest_repeat=COUNT, --gtest_shuffle, --gtest_random_seed=NUMBER
      Run each test so often; run them in any order; the same order again.
GTEST_FILTER, GTEST_OUTPUT, … and Bazel's XML_OUTPUT_FILE and TESTBRIDGE_TEST_ONLY are read, too.
)";
}

}  // namespace dyntest::runner
