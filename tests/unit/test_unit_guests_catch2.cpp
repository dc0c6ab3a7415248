// Catch2's answers, as those of Catch2 2.13.10 and 3.
#include <string>

#include "conftest.hpp"
#include "guests_test_utils.hpp"
#include "testing/guests/catch2.hpp"

using dyntest::guests::catch2;
using dyntest::model::Outcome;
using dyntest::model::Place;
using guests_test::test_named;

namespace {

constexpr const char* table = R"(Matching test cases:
  adds, well [x]
      [fast][math]
  a name that is so long that it had to be broken, since it would not have
    fitted into a line otherwise
      [one][two][three][four][five][six][seven][eight][nine][ten][eleven]
      [twelve]
  hidden
      [.][slow]
  #1913 is mended
4 matching test cases

)";
constexpr const char* names =
    "adds, well [x]\t@/src/c.cpp:3\n"
    "a name that is so long that it had to be broken, since it would not have fitted into a line "
    "otherwise\t@/src/c.cpp:4\n"
    "hidden\t@/src/c.cpp:5\n"
    "\"#1913 is mended\"\t@/src/c.cpp:6\n";

constexpr const char* xml_list = R"(<?xml version="1.0" encoding="UTF-8"?>
<MatchingTests>
  <TestCase>
    <Name>adds, well [x]</Name>
    <ClassName/>
    <Tags>[fast][math]</Tags>
    <SourceInfo>
      <File>/src/c.cpp</File>
      <Line>3</Line>
    </SourceInfo>
  </TestCase>
  <TestCase>
    <Name>hidden</Name>
    <ClassName/>
    <Tags>[.][slow]</Tags>
    <SourceInfo>
      <File>/src/c.cpp</File>
      <Line>5</Line>
    </SourceInfo>
  </TestCase>
</MatchingTests>)";

constexpr const char* report = R"(<?xml version="1.0" encoding="UTF-8"?>
<Catch name="c" filters="fails">
  <Group name="c">
    <TestCase name="fails" tags="[math]" filename="c.cpp" line="4">
      <Info>
        ctx
      </Info>
      <Expression success="false" type="CHECK" filename="c.cpp" line="4">
        <Original>
          f() == 3
        </Original>
        <Expanded>
          f() == 3
        </Expanded>
        <Exception filename="c.cpp" line="4">
          boom
        </Exception>
      </Expression>
      <Section name="a" filename="c.cpp" line="5">
        <Expression success="false" type="CHECK_NOFAIL" filename="c.cpp" line="6">
          <Expanded>
            false
          </Expanded>
        </Expression>
        <Failure filename="c.cpp" line="7">
          bad
        </Failure>
        <OverallResults successes="0" failures="1" expectedFailures="0"/>
      </Section>
      <OverallResult success="false"/>
    </TestCase>
    <TestCase name="should fail" tags="[!shouldfail]" filename="c.cpp" line="9">
      <OverallResult success="false"/>
    </TestCase>
    <TestCase name="may fail" tags="[!mayfail]" filename="c.cpp" line="10">
      <Expression success="false" type="CHECK" filename="c.cpp" line="10">
        <Expanded>
          false
        </Expanded>
      </Expression>
      <OverallResult success="true"/>
    </TestCase>
    <TestCase name="crash" filename="c.cpp" line="13">
      <FatalErrorCondition filename="c.cpp" line="13">
        SIGSEGV - Segmentation violation signal
      </FatalErrorCondition>
      <OverallResult success="false"/>
    </TestCase>
    <TestCase name="skips" filename="c.cpp" line="20">
      <Skip filename="c.cpp" line="21">
        no gpu
      </Skip>
      <OverallResult success="true" skips="1"/>
    </TestCase>
  </Group>
</Catch>)";

auto verdict_on(const std::string& name) {
  return catch2.read_report(report, test_named("", name));
}

}  // namespace

TEST(version_2_lists_names_and_tags_apart) {
  const auto tests = catch2.read_lists({table, names});
  REQUIRE(tests.has_value());
  REQUIRE(tests->size() == 4);
  CHECK(tests->at(0).item.name == "adds, well [x]");
  CHECK((tests->at(0).place == Place{"/src/c.cpp", 3}));
  CHECK(tests->at(0).item.mark("fast") != nullptr);
  CHECK(tests->at(1).item.name.ends_with("have fitted into a line otherwise"));
  CHECK(tests->at(1).item.marks.size() == 12);
  CHECK(tests->at(3).item.name == "#1913 is mended");
  CHECK(tests->at(3).item.marks.empty());
}

TEST(version_3_lists_as_xml) {
  const auto tests = catch2.read_lists({xml_list, "unrecognised token\n"});
  REQUIRE(tests.has_value());
  REQUIRE(tests->size() == 2);
  CHECK(tests->at(0).item.name == "adds, well [x]");
  CHECK((tests->at(0).place == Place{"/src/c.cpp", 3}));
  CHECK(tests->at(0).item.mark("math") != nullptr);
}

TEST(hidden_tests_are_left_out, (std::string first, std::string second, int index),
     cases(row(table, names, 2).id("version_2"), row(xml_list, "", 1).id("version_3"))) {
  const auto tests = catch2.read_lists({first, second});
  REQUIRE(tests.has_value());
  CHECK(tests->at(static_cast<std::size_t>(index)).left_out == "hidden by its tag [.]");
}

TEST(what_is_no_list_is_an_error, (std::string first, std::string second),
     cases(row("", "[ RUN      ] A.b\n"), row(table, "plain\t@/src/c.cpp:6\n"))) {
  CHECK(!catch2.read_lists({first, second}).has_value());
}

TEST(a_name_is_escaped_where_it_must_be, (std::string name, std::string filter),
     cases(row("a, [b] \\ *", "a\\, \\[b] \\\\ *").id("inside"),
           row("\"q\" ~ - #", "\\\"q\" ~ - #").id("quote"), row("~no", "\\~no").id("tilde"),
           row("-dash", "\\-dash").id("dash"), row("# 1", "# 1").id("hash"))) {
  CHECK(catch2.run(test_named("", name), "/tmp/x")[0] == filter);
}

TEST(failures_tell_expression_notes_and_section) {
  const auto verdict = verdict_on("fails");
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::failed);
  REQUIRE(verdict->failures.size() == 2);
  CHECK((verdict->failures[0].place == Place{"c.cpp", 4}));
  CHECK(verdict->failures[0].message == "CHECK(f() == 3)\nunexpected exception: boom\nctx");
  CHECK((verdict->failures[1].place == Place{"c.cpp", 7}));
  CHECK(verdict->failures[1].message == "FAIL: bad\nin section: a");
}

TEST(a_crash_is_a_failure) {
  const auto verdict = verdict_on("crash");
  REQUIRE(verdict.has_value());
  CHECK(verdict->failures.at(0).message == "SIGSEGV - Segmentation violation signal");
}

TEST(what_should_fail_and_does_not_has_failed) {
  const auto verdict = verdict_on("should fail");
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::failed);
  CHECK(verdict->failures.at(0).message == "[!shouldfail], and it did not fail");
}

TEST(what_may_fail_and_does_is_an_expected_failure) {
  const auto verdict = verdict_on("may fail");
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::xfailed);
}

TEST(a_skip_has_a_reason_and_a_place) {
  const auto verdict = verdict_on("skips");
  REQUIRE(verdict.has_value());
  CHECK(verdict->outcome == Outcome::skipped);
  CHECK(verdict->reason == "no gpu");
  CHECK((verdict->reason_place == Place{"c.cpp", 21}));
}

TEST(there_is_no_verdict_without_a_whole_report, (std::string text),
     cases("", "<Catch><TestCase")) {
  CHECK(!catch2.read_report(text, test_named("", "fails")).has_value());
}
