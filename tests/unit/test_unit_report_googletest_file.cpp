// A run, and a list of tests, as GoogleTest's XML and JSON.
#include <time.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/builtin/env.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/report/googletest_file.hpp"

using namespace report_test;
using dyntest::builtin::Env;
using dyntest::builtin::TmpDir;
using dyntest::report::GoogleTestFile;
using dyntest::report::GoogleTestFormat;
using dyntest::report::GoogleTestNames;

namespace {

const std::string file = "tests/unit/test_unit_kv_x.cpp";
// 2026-11-23T08:00:00.250Z
constexpr std::chrono::system_clock::time_point now{std::chrono::milliseconds{1795420800250}};

std::string told(Run run, const TmpDir& dir, GoogleTestFile::Options options = {}) {
  options.path = (dir / "new/out").string();
  const auto selected = run.collection().selected;
  const GoogleTestNames names{{selected.begin(), selected.end()}};
  GoogleTestFile reporter{options, names, [] { return now; }};
  run.tell(reporter);
  CHECK(!reporter.error().has_value());
  return contents_of(options.path);
}

nlohmann::json json_of(const Run& run, const TmpDir& dir, bool only_lists = false) {
  return nlohmann::json::parse(told(run, dir, {GoogleTestFormat::json, "", only_lists, ""}));
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Run some() {
  Run run;
  PhaseFinished call = failed("a < b");
  call.failures[0].place = {file, 12};
  call.seconds = 0.0121;
  call.properties = {{"ttft_ms", "12.5"}};
  run.test(with_parameters(item(file, "routes"), "a-1"), {call});
  run.test(item(file, "skips", "TestKv"), {skipped("no GPU", {file, 7})});
  run.never_reached(item(file, "waits"));
  run.finished().seconds = 0.0434;
  return run;
}

}  // namespace

TEST(xml_has_the_attributes_of_googletest, (TmpDir& dir, Env& env)) {
  env.set("TZ", "UTC");
  ::tzset();
  CHECK(told(some(), dir, {GoogleTestFormat::xml, "", false, "/s"}) ==
        R"(<?xml version="1.0" encoding="UTF-8"?><testsuites tests="3" failures="1" disabled="0")"
        R"( errors="0" time="0.043" timestamp="2026-11-23T08:00:00.250" name="AllTests">
    <testsuite name="test_unit_kv_x" tests="2" failures="1" disabled="0" skipped="0" errors="0")"
        R"( time="0.012" timestamp="2026-11-23T08:00:00.250">
        <testcase name="routes/a_1" value_param="a-1" file="/s/tests/unit/test_unit_kv_x.cpp")"
        R"( line="0" status="run" result="completed" time="0.012")"
        R"( timestamp="2026-11-23T08:00:00.250" classname="test_unit_kv_x">
            <failure message="/s/tests/unit/test_unit_kv_x.cpp:12&#10;a &lt; b" type="">)"
        R"(<![CDATA[/s/tests/unit/test_unit_kv_x.cpp:12
a < b]]></failure>
            <properties>
                <property name="ttft_ms" value="12.5"/>
            </properties>
        </testcase>
        <testcase name="waits" file="/s/tests/unit/test_unit_kv_x.cpp" line="0" status="notrun")"
        R"( result="suppressed" time="0" timestamp="1970-01-01T00:00:00.000")"
        R"( classname="test_unit_kv_x"/>
    </testsuite>
    <testsuite name="test_unit_kv_x/TestKv" tests="1" failures="0" disabled="0" skipped="1")"
        R"( errors="0" time="0" timestamp="2026-11-23T08:00:00.250">
        <testcase name="skips" file="/s/tests/unit/test_unit_kv_x.cpp" line="0" status="run")"
        R"( result="skipped" time="0" timestamp="2026-11-23T08:00:00.250")"
        R"( classname="test_unit_kv_x/TestKv">
            <skipped message="/s/tests/unit/test_unit_kv_x.cpp:7&#10;no GPU">)"
        R"(<![CDATA[/s/tests/unit/test_unit_kv_x.cpp:7
no GPU]]></skipped>
        </testcase>
    </testsuite>
</testsuites>
)");
}

TEST(json_has_the_members_of_googletest, (TmpDir& dir)) {
  const auto json = json_of(some(), dir);
  CHECK(json["tests"] == 3);
  CHECK(json["failures"] == 1);
  CHECK(json["timestamp"] == "2026-11-23T08:00:00Z");
  CHECK(json["time"] == "0.043s");
  const auto& suite = json["testsuites"][0];
  CHECK(suite["name"] == "test_unit_kv_x");
  CHECK(suite["time"] == "0.012s");
  const auto& routes = suite["testsuite"][0];
  CHECK(routes["value_param"] == "a-1");
  CHECK(routes["status"] == "RUN");
  CHECK(routes["result"] == "COMPLETED");
  CHECK(routes["ttft_ms"] == "12.5");
  CHECK(routes["failures"][0]["failure"] == "tests/unit/test_unit_kv_x.cpp:12\na < b");
  CHECK(suite["testsuite"][1]["result"] == "SUPPRESSED");
  const auto& skips = json["testsuites"][1]["testsuite"][0];
  CHECK(skips["result"] == "SKIPPED");
  CHECK(skips["skipped"][0]["message"] == "tests/unit/test_unit_kv_x.cpp:7\nno GPU");
}

TEST(a_property_does_not_take_the_place_of_a_member, (TmpDir& dir)) {
  Run run;
  PhaseFinished call = failed("no");
  call.properties = {{"result", "fine"}, {"failures", "none"}};
  run.test(item(file, "a"), {call});
  const auto test = json_of(run, dir)["testsuites"][0]["testsuite"][0];
  CHECK(test["result"] == "COMPLETED");
  CHECK(test["failures"].size() == 1u);
}

TEST(a_list_tells_where_the_tests_are, (TmpDir& dir)) {
  const std::string xml = told(some(), dir, {GoogleTestFormat::xml, "", true, "/s"});
  CHECK(has(xml, R"(<testsuites tests="3" name="AllTests">)"));
  CHECK(has(xml, R"(<testsuite name="test_unit_kv_x" tests="2">)"));
  CHECK(has(xml, R"(<testcase name="routes/a_1" value_param="a-1" )"
                 R"(file="/s/tests/unit/test_unit_kv_x.cpp" line="0"/>)"));
  const auto json = json_of(some(), dir, true);
  CHECK(json["testsuites"][0]["testsuite"][0]["line"] == 0);
  CHECK(!json["testsuites"][0]["testsuite"][0].contains("status"));
}

TEST(markup_stays_in_its_section, (TmpDir& dir)) {
  Run run;
  run.test(item(file, "a"), {failed("x ]]> y \a")});
  CHECK(has(told(run, dir), "<![CDATA[unknown file\nx ]]]]><![CDATA[> y #x07]]></failure>"));
}

TEST(text_that_is_not_utf_8_is_still_json, (TmpDir& dir)) {
  Run run;
  run.test(item(file, "a"), {failed("\xff")});
  const auto test = json_of(run, dir)["testsuites"][0]["testsuite"][0];
  CHECK(test["failures"][0]["failure"] == "unknown file\n\xef\xbf\xbd");
}

TEST(a_broken_collection_is_a_failure_outside_of_all_tests, (TmpDir& dir)) {
  Run run;
  run.collection().errors = {{"tests/unit/test_unt_x.cpp", "unknown type 'unt'"}};
  const std::string xml = told(run, dir);
  CHECK(has(xml, R"(<testsuites tests="1" failures="1")"));
  CHECK(has(xml, R"(<testsuite name="NonTestSuiteFailure" tests="1")"));
  CHECK(has(xml, "ERROR collecting tests/unit/test_unt_x.cpp\nunknown type 'unt'"));
}

TEST(no_list_where_something_is_missing, (TmpDir& dir)) {
  Run run;
  run.collection().errors = {{"tests/unit/test_unt_x.cpp", "unknown type 'unt'"}};
  CHECK(told(run, dir, {GoogleTestFormat::xml, "", true, ""}).empty());
}

TEST(says_why_there_is_no_file, (TmpDir& dir)) {
  std::ofstream{dir / "taken"} << "a file, no folder";
  const GoogleTestNames names;
  GoogleTestFile::Options options;
  options.path = (dir / "taken/out.xml").string();
  GoogleTestFile reporter{options, names, [] { return now; }};
  Run{}.tell(reporter);
  REQUIRE(reporter.error().has_value());
  CHECK(reporter.error()->starts_with("writing " + options.path + ": "));
}
