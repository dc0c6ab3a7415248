// The JUnit file.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "conftest.hpp"
#include "report_test_utils.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/report/junit.hpp"
#include "testing/report/xml_text.hpp"

using namespace report_test;
using dyntest::builtin::TmpDir;
using dyntest::report::Junit;
using dyntest::report::legal_xml;
using dyntest::report::shortened_message;

namespace {

const std::string file = "tests/unit/test_unit_kv_x.cpp";

std::string xml_of(const Run& run, const TmpDir& dir) {
  Junit junit{(dir / "new/out.xml").string()};
  run.tell(junit);
  CHECK(!junit.error().has_value());
  return contents_of(junit.path());
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST(writes_a_case_for_each_test, (TmpDir& dir)) {
  Run run;
  run.started().timestamp = "2026-11-22T08:40:08.859911+00:00";
  run.started().hostname = "vm";
  run.finished().seconds = 0.0434;
  PhaseFinished call = passed();
  call.seconds = 0.0011;
  run.test(with_parameters(item(file, "routes", "TestKv"), "a-1"), {call});
  run.test(item(file, "skips"), {skipped("no GPU", {file, 7})});
  run.test(item(file, "xfails"), {phase(Phase::call, Outcome::xfailed, "bug 12")});
  run.test(item(file, "xpasses"), {phase(Phase::call, Outcome::xpassed, "fixed")});
  CHECK(xml_of(run, dir) ==
        R"(<?xml version="1.0" encoding="utf-8"?><testsuites name="dyntest tests">
    <testsuite name="dyntest" errors="0" failures="0" skipped="2" tests="4" time="0.043")"
        R"( timestamp="2026-11-22T08:40:08.859911+00:00" hostname="vm">
        <testcase classname="tests.unit.test_unit_kv_x.TestKv" name="routes[a-1]" time="0.001"/>
        <testcase classname="tests.unit.test_unit_kv_x" name="skips" time="0.000">
            <skipped type="pytest.skip" message="no GPU">)"
        R"(tests/unit/test_unit_kv_x.cpp:7: no GPU</skipped>
        </testcase>
        <testcase classname="tests.unit.test_unit_kv_x" name="xfails" time="0.000">
            <skipped type="pytest.xfail" message="bug 12"/>
        </testcase>
        <testcase classname="tests.unit.test_unit_kv_x" name="xpasses" time="0.000"/>
    </testsuite>
</testsuites>
)");
}

TEST(keeps_a_failing_call_and_a_failing_teardown_apart, (TmpDir& dir)) {
  Run run;
  run.test(item(file, "a"), {failed("no"), failed("still alive", Phase::teardown)});
  const std::string xml = xml_of(run, dir);
  CHECK(has(xml, R"(errors="1" failures="1" skipped="0" tests="2")"));
  CHECK(has(xml, R"(<failure message="no">no</failure>)"));
  CHECK(has(xml, R"(<error message="failed on teardown with &quot;still alive&quot;">)"));
}

TEST(keeps_a_passing_call_and_a_failing_teardown_together, (TmpDir& dir)) {
  Run run;
  run.test(item(file, "a"), {passed(), failed("still alive", Phase::teardown)});
  CHECK(has(xml_of(run, dir), R"(errors="1" failures="0" skipped="0" tests="1")"));
}

TEST(forgets_the_failures_of_the_test_before, (TmpDir& dir)) {
  Run run;
  run.test(item(file, "a"), {failed("no")});
  run.test(item(file, "b"), {passed(), failed("still alive", Phase::teardown)});
  CHECK(has(xml_of(run, dir), R"(errors="1" failures="1" skipped="0" tests="2")"));
}

TEST(tells_of_a_failed_collection, (TmpDir& dir)) {
  Run run;
  run.collection().errors = {{"tests/unit/test_unt_x.cpp", "unknown type 'unt'"}};
  const std::string xml = xml_of(run, dir);
  CHECK(has(xml, R"(<testcase classname="" name="tests.unit.test_unt_x" time="0.000">)"));
  CHECK(has(xml, R"(<error message="collection failure">unknown type 'unt'</error>)"));
}

TEST(keeps_the_lines_of_a_message, (TmpDir& dir)) {
  Run run;
  run.test(item(file, "a"), {failed("a < b\n  2 < 1")});
  CHECK(has(xml_of(run, dir), R"(<failure message="a &lt; b&#10;  2 &lt; 1">)"));
}

TEST(leaves_out_a_test_that_never_came_to_anything, (TmpDir& dir)) {
  Run run;
  run.test(item(file, "a"), {passed()}).test(item(file, "b"), {});
  CHECK(has(xml_of(run, dir), R"(tests="1")"));
}

TEST(says_why_there_is_no_file, (TmpDir& dir)) {
  std::ofstream{dir / "taken"} << "a file, no folder";
  Junit junit{(dir / "taken/out.xml").string()};
  Run{}.tell(junit);
  REQUIRE(junit.error().has_value());
  CHECK(junit.error()->starts_with("writing " + junit.path() + ": "));
}

TEST(leaves_nothing_but_the_file_behind, (TmpDir& dir)) {
  xml_of(Run{}, dir);
  CHECK(std::distance(std::filesystem::directory_iterator{dir / "new"}, {}) == 1);
}

TEST(shows_what_xml_cannot_hold, (std::string text, std::string shown),
     cases(row("hello\aworld\b", "hello#x07world#x08").id("control"),
           row("\xff\xc3", "#xFF#xC3").id("not_utf8"), row("\x7f", "#x7F").id("delete"),
           row("\xef\xbf\xbe", "#xFFFE").id("no_character"),
           row("\xed\xa0\x80", "#xED#xA0#x80").id("surrogate"),
           row("a\tb\n\xc3\xa9 \xf0\x9f\x98\x80", "a\tb\n\xc3\xa9 \xf0\x9f\x98\x80").id("legal"))) {
  CHECK(legal_xml(text) == shown);
}

TEST(shortens_a_long_message_by_lines) {
  const std::string line(300, 'x');
  CHECK(shortened_message(line + "\n" + line + "\nz") ==
        line + "\n[+2 more lines; full report in element text]");
  CHECK(shortened_message(line + line) ==
        line + std::string(200, 'x') + "...\n[truncated; full report in element text]");
  CHECK(shortened_message("short\nlines\n") == "short\nlines\n");
}
