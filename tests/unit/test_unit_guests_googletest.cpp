// GoogleTest's answers: made after those of 1.12.1, shortened.
#include <string>

#include "conftest.hpp"
#include "guests_test_utils.hpp"
#include "testing/guests/googletest.hpp"

using dyntest::guests::googletest;
using dyntest::model::Outcome;
using dyntest::model::Place;
using guests_test::test_named;

namespace {

constexpr const char* list = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" name="AllTests">
  <testsuite name="Add" tests="2">
    <testcase name="Works" file="/src/g.cpp" line="3" />
    <testcase name="DISABLED_Off" file="/src/g.cpp" line="6" />
  </testsuite>
  <testsuite name="Ty/0" tests="1">
    <testcase name="Zero" type_param="int" file="/src/g.cpp" line="14" />
  </testsuite>
  <testsuite name="Nums/DISABLED_P" tests="1">
    <testcase name="Odd/0" value_param="1" file="/src/g.cpp" line="12" />
  </testsuite>
</testsuites>)";

constexpr const char* report = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="5" failures="2" disabled="1" errors="0" time="0" name="AllTests">
  <testsuite name="Add" tests="5" failures="2" disabled="1" skipped="1" errors="0" time="0">
    <testcase name="Works" file="g.cpp" line="3" status="run" result="completed" classname="Add">
      <properties>
        <property name="k" value="v"/>
      </properties>
    </testcase>
    <testcase name="Fails" file="g.cpp" line="4" status="run" result="completed" classname="Add">
      <failure message="/src/g.cpp:4&#x0A;Expected equality of these values:&#x0A;  1+1&#x0A;  3"
               type=""></failure>
      <failure message="/src/g.cpp:5&#x0A;Value of: false" type=""></failure>
    </testcase>
    <testcase name="Skips" file="g.cpp" line="5" status="run" result="skipped" classname="Add">
      <skipped message="/src/g.cpp:5&#x0A;no gpu&#x0A;"></skipped>
    </testcase>
    <testcase name="Off" line="6" status="notrun" result="suppressed" classname="Add" />
    <testcase name="Throws" file="g.cpp" line="7" status="run" result="completed" classname="Add">
      <failure message="unknown file&#x0A;C++ exception with description &quot;boom&quot;"
               type=""></failure>
    </testcase>
  </testsuite>
</testsuites>)";

auto verdict_on(const char* name) {
  return googletest.read_report(report, test_named("Add", name));
}

}  // namespace

TEST(a_list_names_suites_and_tests) {
  const auto tests = googletest.read_lists({list});
  REQUIRE(tests.has_value());
  REQUIRE(tests->size() == 4);
  CHECK(tests->at(0).item.title() == "Add.Works");
  CHECK((tests->at(0).place == Place{"/src/g.cpp", 3}));
  CHECK(tests->at(0).left_out == "");
  CHECK(tests->at(2).item.title() == "Ty/0.Zero");
}

TEST(a_test_is_disabled_by_its_name_or_its_suites, (int index), cases(1, 3)) {
  const auto tests = googletest.read_lists({list});
  REQUIRE(tests.has_value());
  CHECK(tests->at(static_cast<std::size_t>(index)).left_out == "disabled by its name");
}

TEST(what_is_no_list_is_an_error, (std::string text), cases("", "<a/>", "Add.\n  Works\n")) {
  CHECK(!googletest.read_lists({text}).has_value());
}

TEST(a_filter_leaves_open_what_has_a_meaning_in_it) {
  const auto words = googletest.run(test_named("A", "a-b:c*d?"), "/tmp/x");
  CHECK(words[0] == "--gtest_filter=A.a?b?c?d?");
  CHECK(words[1] == "--gtest_output=xml:/tmp/x");
}

TEST(failures_have_place_and_message) {
  const auto verdict = verdict_on("Fails");
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::failed);
  REQUIRE(verdict->failures.size() == 2);
  CHECK((verdict->failures[0].place == Place{"/src/g.cpp", 4}));
  CHECK(verdict->failures[0].message == "Expected equality of these values:\n  1+1\n  3");
  CHECK((verdict->failures[1].place == Place{"/src/g.cpp", 5}));
}

TEST(a_failure_without_a_place_is_told) {
  const auto verdict = verdict_on("Throws");
  REQUIRE(verdict.has_value());
  CHECK((verdict->failures.at(0).place == Place{}));
  CHECK(verdict->failures.at(0).message == "C++ exception with description \"boom\"");
}

TEST(a_skip_has_a_reason_and_a_place) {
  const auto verdict = verdict_on("Skips");
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::skipped);
  CHECK(verdict->reason == "no gpu");
  CHECK((verdict->reason_place == Place{"/src/g.cpp", 5}));
}

TEST(properties_come_along) {
  const auto verdict = verdict_on("Works");
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::passed);
  REQUIRE(verdict->properties.size() == 1);
  CHECK(verdict->properties[0].name == "k");
  CHECK(verdict->properties[0].value == "v");
}

TEST(there_is_no_verdict_on_what_did_not_run, (const char* name), cases("Off", "Other")) {
  CHECK(!verdict_on(name).has_value());
}

TEST(a_report_that_breaks_off_holds_no_verdict) {
  CHECK(!googletest.read_report("<testsuites><testsuite", test_named("Add", "Works")).has_value());
}

TEST(a_failure_outside_of_tests_fails_those_that_needed_it) {
  const auto verdict = googletest.read_report(R"(<testsuites>
  <testsuite name="F"><testcase name="Any" status="run" result="skipped" classname="F">
    <skipped message="/src/g.cpp:10&#x0A;"></skipped></testcase></testsuite>
  <testsuite name="NonTestSuiteFailure"><testcase name="" status="run" classname="">
    <failure message="/src/g.cpp:9&#x0A;Failed&#x0A;suite setup" type=""></failure></testcase>
  </testsuite></testsuites>)",
                                              test_named("F", "Any"));
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::failed);
  CHECK(verdict->failures.at(0).message == "Failed\nsuite setup");
}
