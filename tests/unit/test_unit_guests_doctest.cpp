// doctest's answers, as those of doctest 2.4.9.
#include <string>

#include "conftest.hpp"
#include "guests_test_utils.hpp"
#include "testing/guests/doctest.hpp"

using dyntest::guests::doctest;
using dyntest::model::Outcome;
using dyntest::model::Place;
using guests_test::test_named;

namespace {

constexpr const char* list = R"(<?xml version="1.0" encoding="UTF-8"?>
<doctest binary="./d" version="2.4.9">
  <Options order_by="file" rand_seed="0" no_skip="true"/>
  <TestCase name="adds, well" testsuite="math" filename="/src/d.cpp" line="5" skipped="false"/>
  <TestCase name="off" filename="/src/d.cpp" line="8" skipped="true"/>
  <TestCase name="dup" filename="/src/d.cpp" line="18" skipped="false"/>
  <TestCase name="dup" filename="/src/e.cpp" line="2" skipped="false"/>
  <TestCase name="dup" testsuite="math" filename="/src/d.cpp" line="19" skipped="false"/>
  <OverallResultsTestCases unskipped="5"/>
</doctest>)";

constexpr const char* report = R"(<?xml version="1.0" encoding="UTF-8"?>
<doctest binary="./d" version="2.4.9">
  <TestSuite name="math">
    <TestCase name="adds, well" filename="d.cpp" line="5" skipped="true"/>
    <TestCase name="fails" filename="d.cpp" line="6">
      <Expression success="false" type="CHECK" filename="d.cpp" line="6">
        <Original>
          1+1==3
        </Original>
        <Expanded>
          2 == 3
        </Expanded>
        <Info>
          ctx 3
        </Info>
      </Expression>
      <SubCase name="a" filename="d.cpp" line="7">
        <SubCase name="deep" filename="d.cpp" line="8">
          <Expression success="false" type="CHECK_THROWS" filename="d.cpp" line="9">
            <Original>
              f()
            </Original>
          </Expression>
        </SubCase>
      </SubCase>
      <OverallResultsAsserts successes="0" failures="2" test_case_success="false"/>
    </TestCase>
  </TestSuite>
  <TestSuite>
    <TestCase name="throws" filename="d.cpp" line="9">
      <Exception crash="false">
        boom
      </Exception>
      <OverallResultsAsserts successes="0" failures="0" test_case_success="false"/>
    </TestCase>
    <TestCase name="may fail" filename="d.cpp" line="11" may_fail="true">
      <Expression success="false" type="CHECK" filename="d.cpp" line="11">
        <Expanded>
          false
        </Expanded>
      </Expression>
      <OverallResultsAsserts successes="0" failures="1" test_case_success="true"/>
    </TestCase>
    <TestCase name="should fail" filename="d.cpp" line="12" should_fail="true">
      <OverallResultsAsserts successes="1" failures="0" test_case_success="false"/>
    </TestCase>
    <TestCase name="slow" filename="d.cpp" line="17" timeout="0.0001">
      <OverallResultsAsserts successes="0" failures="0" test_case_success="false"/>
    </TestCase>
    <TestCase name="warns" filename="d.cpp" line="14">
      <Expression success="false" type="WARN" filename="d.cpp" line="14">
        <Expanded>
          false
        </Expanded>
      </Expression>
      <Message type="WARNING" filename="d.cpp" line="14">
        <Text>
          hi
        </Text>
      </Message>
      <OverallResultsAsserts successes="0" failures="0" test_case_success="true"/>
    </TestCase>
    <TestCase name="gives up" filename="d.cpp" line="13">
      <Message type="FATAL ERROR" filename="d.cpp" line="13">
        <Text>
          bad
        </Text>
      </Message>
      <OverallResultsAsserts successes="0" failures="1" test_case_success="false"/>
    </TestCase>
  </TestSuite>
</doctest>)";

}  // namespace

TEST(a_list_tells_suites_places_and_what_is_skipped) {
  const auto tests = doctest.read_lists({list});
  REQUIRE(tests.has_value());
  REQUIRE(tests->size() == 4);
  CHECK(tests->at(0).item.title() == "math.adds, well");
  CHECK(tests->at(0).item.mark("math") != nullptr);
  CHECK((tests->at(0).place == Place{"/src/d.cpp", 5}));
  CHECK(tests->at(0).left_out == "");
  CHECK(tests->at(1).left_out == "decorated with doctest::skip");
}

TEST(tests_of_one_name_and_suite_are_one) {
  const auto tests = doctest.read_lists({list});
  REQUIRE(tests.has_value());
  CHECK(tests->at(2).item.title() == "dup");
  CHECK((tests->at(2).place == Place{"/src/d.cpp", 18}));
  CHECK(tests->at(3).item.title() == "math.dup");
}

TEST(what_is_no_list_is_an_error, (std::string text), cases("", "<a/>", "adds\n")) {
  CHECK(!doctest.read_lists({text}).has_value());
}

TEST(a_filter_takes_commas_and_backslashes_as_they_are) {
  CHECK(doctest.run(test_named("", "a, b \\ c"), "/tmp/x")[0] == "--dt-test-case=a\\, b \\\\ c");
}

TEST(a_filter_names_the_suite, (std::string suite, std::string word),
     cases(row("math", "--dt-test-suite=math"), row("", "--dt-test-suite-exclude=?*"))) {
  CHECK(doctest.run(test_named(suite, "x"), "/tmp/x")[1] == word);
}

TEST(failures_tell_expression_notes_and_section) {
  const auto verdict = doctest.read_report(report, test_named("math", "fails"));
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::failed);
  REQUIRE(verdict->failures.size() == 2);
  CHECK((verdict->failures[0].place == Place{"d.cpp", 6}));
  CHECK(verdict->failures[0].kind == "CHECK");
  CHECK(verdict->failures[0].message == "CHECK(2 == 3)\nctx 3");
  CHECK((verdict->failures[1].place == Place{"d.cpp", 9}));
  CHECK(verdict->failures[1].message == "CHECK_THROWS(f())\nin section: a / deep");
}

TEST(a_failure_says_what_it_was, (std::string name, std::string message),
     cases(row("throws", "unexpected exception: boom"), row("gives up", "FAIL: bad"),
           row("should fail", "should_fail, and it did not fail"),
           row("slow", "it took longer than its timeout(0.0001)"))) {
  const auto verdict = doctest.read_report(report, test_named("", name));
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::failed);
  REQUIRE(verdict->failures.size() == 1);
  CHECK(verdict->failures[0].message == message);
}

TEST(what_may_fail_and_does_is_an_expected_failure) {
  const auto verdict = doctest.read_report(report, test_named("", "may fail"));
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::xfailed);
  CHECK(verdict->failures.size() == 1);
}

TEST(warnings_are_no_failures) {
  const auto verdict = doctest.read_report(report, test_named("", "warns"));
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::passed);
  CHECK(verdict->failures.empty());
}

TEST(there_is_no_verdict_on_what_did_not_run, (std::string suite, std::string name),
     cases(row("math", "adds, well"), row("", "fails"), row("", "other"))) {
  CHECK(!doctest.read_report(report, test_named(suite, name)).has_value());
}
