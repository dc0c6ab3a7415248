// GoogleTest's command line and environment.
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/captured_output.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/model/exit_code.hpp"
#include "testing/runner/googletest_options.hpp"
#include "testing/runner/options.hpp"

using namespace dyntest::runner;
using dyntest::builtin::CapturedOutput;
using dyntest::builtin::TmpDir;
using dyntest::report::GoogleTestFormat;
using Words = std::vector<std::string>;
using Variables = std::map<std::string, std::string>;
namespace code = dyntest::model::exit_code;

namespace {

dyntest::base::Result<std::optional<GoogleTestOptions>> taken(Words& words,
                                                              const Variables& variables = {}) {
  return take_googletest(words, [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  });
}

GoogleTestOptions parsed(Words words, const Variables& variables = {}) {
  const auto options = taken(words, variables);
  REQUIRE(options.has_value());
  REQUIRE(options->has_value());
  return **options;
}

std::string error_of(const std::string& word) {
  Words words{word};
  const auto options = taken(words);
  return options ? "" : options.error().text();
}

}  // namespace

TEST(nothing_of_googletest_is_nothing) {
  Words words{"-k", "router", "tests/unit"};
  const auto options = taken(words, {{"GTEST_COLOR", "no"}});
  REQUIRE(options.has_value());
  CHECK(!options->has_value());
  CHECK(words == Words{"-k", "router", "tests/unit"});
}

TEST(other_words_stay_where_they_are) {
  Words words{"-k", "--gtest_filter=A.*", "router", "--gtest_brief"};
  const auto options = taken(words);
  REQUIRE(options.has_value());
  CHECK(words == Words{"-k", "router"});
  CHECK((*options)->filter == "A.*");
}

TEST(
    a_flag_is_on_unless_it_says_no, (std::string word, bool on),
    cases(row("--gtest_brief", true), row("--gtest_brief=1", true), row("--gtest_brief=true", true),
          row("--gtest_brief=0", false), row("--gtest_brief=f", false),
          row("--gtest_brief=F", false), row("--gtest_brief=false", false))) {
  CHECK(parsed({word}).brief == on);
}

TEST(the_last_of_two_counts) {
  CHECK(parsed({"--gtest_filter=A.*", "--gtest_filter=B.*"}).filter == "B.*");
  CHECK(!parsed({"--gtest_output=xml", "--gtest_output="}).output.has_value());
}

TEST(a_report_has_a_format_and_a_path,
     (std::string value, GoogleTestFormat format, std::string path),
     cases(row("xml", GoogleTestFormat::xml, "test_detail.xml").id("xml"),
           row("json", GoogleTestFormat::json, "test_detail.json").id("json"),
           row("xml:", GoogleTestFormat::xml, "test_detail.xml").id("no_path"),
           row("json:a:b.json", GoogleTestFormat::json, "a:b.json").id("file"),
           row("xml:out/", GoogleTestFormat::xml, "out/").id("folder"))) {
  const auto output = parsed({"--gtest_output=" + value}).output;
  REQUIRE(output.has_value());
  CHECK((output->format == format));
  CHECK(output->path == path);
}

TEST(the_environment_asks_as_well, (std::string name, std::string value),
     cases(row("GTEST_FILTER", "A.*"), row("TESTBRIDGE_TEST_ONLY", "A.*"))) {
  const auto options = parsed({}, {{name, value}});
  CHECK(options.filter == "A.*");
  CHECK(!options.filter_was_typed);
}

TEST(of_two_that_say_it_the_nearer_counts) {
  const Variables variables{{"XML_OUTPUT_FILE", "bazel.xml"}, {"TESTBRIDGE_TEST_ONLY", "B.*"}};
  CHECK(parsed({}, variables).output->path == "bazel.xml");
  Variables both = variables;
  both["GTEST_OUTPUT"] = "json:g.json";
  both["GTEST_FILTER"] = "G.*";
  CHECK(parsed({}, both).output->path == "g.json");
  CHECK(parsed({}, both).filter == "G.*");
  const auto typed = parsed({"--gtest_filter=T.*", "--gtest_output=xml:t.xml"}, both);
  CHECK(typed.output->path == "t.xml");
  CHECK(typed.filter == "T.*");
  CHECK(typed.filter_was_typed);
}

TEST(each_flag_can_be_a_variable) {
  const auto options = parsed({"--gtest_filter=*"}, {{"GTEST_BRIEF", "1"},
                                                     {"GTEST_PRINT_TIME", "0"},
                                                     {"GTEST_COLOR", "yes"},
                                                     {"GTEST_LIST_TESTS", "1"},
                                                     {"TESTBRIDGE_TEST_RUNNER_FAIL_FAST", "1"}});
  CHECK(options.brief);
  CHECK(!options.print_time);
  CHECK(options.colour == "yes");
  CHECK(!options.only_lists);
  CHECK(options.fail_fast);
}

TEST(what_cannot_change_a_verdict_is_passed_over, (std::string word),
     cases("also_run_disabled_tests", "break_on_failure", "catch_exceptions=0", "throw_on_failure",
           "death_test_style=fast", "print_utf8=0", "repeat=1", "shuffle=0", "random_seed=0",
           "stream_result_to=", "recreate_environments_when_repeating", "stack_trace_depth=9")) {
  CHECK(error_of("--gtest_" + word).empty());
}

TEST(what_cannot_be_done_is_one_line_with_the_remedy, (std::string word, std::string text),
     cases(row("--gtest_repeat=-1",
               "--gtest_repeat=-1: it takes a number from 1 on; for ever: a large one, and "
               "--gtest_fail_fast")
               .id("repeat"),
           row("--gtest_random_seed=soon", "--gtest_random_seed=soon: it takes a whole number")
               .id("seed"),
           row("--gtest_stream_result_to=a:1",
               "--gtest_stream_result_to=a:1 is not supported yet: --report-log FILE writes events "
               "as they come")
               .id("stream"),
           row("--gtest_filtre=A",
               "unrecognized arguments: --gtest_filtre=A; did you mean --gtest_filter?")
               .id("unknown"),
           row("--gtest_filter", "--gtest_filter takes a value: --gtest_filter=…").id("no_value"),
           row("--gtest_color=pink", "--gtest_color=pink: it takes yes, no or auto").id("colour"),
           row("--gtest_output=html",
               "--gtest_output=html: a report is xml or json, as in xml:out.xml or json:reports/")
               .id("format"))) {
  CHECK(error_of(word) == text);
}

TEST(a_wrong_variable_is_named) {
  Words words{"--gtest_filter=*"};
  const auto options = taken(words, {{"GTEST_FLAGFILE", "all"}});
  REQUIRE(!options.has_value());
  CHECK(options.error().text().starts_with("GTEST_FLAGFILE=all is not supported yet: "));
}

TEST(repetition_and_order_are_those_of_a_run) {
  Options options;
  apply(parsed({"--gtest_repeat=3", "--gtest_shuffle", "--gtest_random_seed=7"}), options);
  CHECK(options.repeat == 3u);
  CHECK(options.shuffle);
  CHECK(options.seed.value_or(0) == 7u);
  Options untouched;
  apply(parsed({"--gtest_repeat=1", "--gtest_shuffle=0", "--gtest_random_seed=0"}), untouched);
  CHECK(untouched.repeat == 1u);
  CHECK(!untouched.shuffle);
  CHECK(!untouched.seed.has_value());
}

TEST(output_comes_as_it_is_written_unless_there_are_workers, (std::string workers, bool capture),
     cases(row("", false).id("one"), row("4", true).id("four"))) {
  Options options;
  options.workers = workers;
  apply(GoogleTestOptions{}, options);
  CHECK(options.report.capture == capture);
}

TEST(fail_fast_and_a_list_have_words_of_ours) {
  Options options;
  GoogleTestOptions googletest;
  googletest.fail_fast = true;
  googletest.only_lists = true;
  apply(googletest, options);
  CHECK(options.failures_max == 1u);
  CHECK(options.collect_only);
}

TEST(a_report_in_a_folder_is_called_after_the_executable, (TmpDir& dir)) {
  const std::string folder = dir.path().string() + "/";
  const GoogleTestOutput output{GoogleTestFormat::json, folder};
  CHECK(googletest_path(output, "/build/tests_unit") == folder + "tests_unit.json");
  std::ofstream{dir / "tests_unit.json"} << "{}";
  CHECK(googletest_path(output, "/build/tests_unit") == folder + "tests_unit_1.json");
  CHECK(googletest_path({GoogleTestFormat::xml, folder + "a.xml"}, "/x") == folder + "a.xml");
}

TEST(exit_codes_are_googletests, (int of_run, int said),
     cases(row(code::ok, 0).id("ok"), row(code::tests_failed, 1).id("failed"),
           row(code::interrupted, 1).id("interrupted"), row(code::internal_error, 1).id("bug"),
           row(code::usage_error, 4).id("usage"))) {
  CHECK(googletest_exit_code({}, of_run) == said);
}

TEST(no_test_is_a_failure_where_one_was_named,
     (std::string filter, bool typed, bool lists, int said, CapturedOutput& output),
     cases(row("A.x", true, false, 1).id("name"), row("A.*", true, false, 0).id("pattern"),
           row("A.x", false, false, 0).id("of_the_environment"),
           row("A.x", true, true, 0).id("list"))) {
  GoogleTestOptions options;
  options.filter = filter;
  options.filter_was_typed = typed;
  options.only_lists = lists;
  CHECK(googletest_exit_code(options, code::no_tests_selected) == said);
  CHECK(output.read().err == std::string{said == 0 ? "WARNING" : "ERROR"} +
                                 ": no test matches the filter '" + filter +
                                 "'; --gtest_list_tests lists their names\n");
}

// How VS Code's TestMate finds out what an executable is.
TEST(help_is_what_tools_look_for) {
  static const std::regex look{
      "This program contains tests written using [^]*--(\\w+)list_tests[^]*"
      "List the names of all tests instead of running them"};
  std::smatch found;
  const std::string help = googletest_help();
  REQUIRE(std::regex_search(help, found, look));
  CHECK(found[1] == "gtest_");
}
