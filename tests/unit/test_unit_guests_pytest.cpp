// What pytest_plugin.py says, as it said it in pytest 7.2.1.
#include <string>

#include "conftest.hpp"
#include "testing/guests/pytest_answer.hpp"

using dyntest::guests::read_collected;
using dyntest::guests::read_verdict;
using dyntest::model::Mark;
using dyntest::model::Outcome;
using dyntest::model::Place;

namespace {

auto verdict_from(const std::string& line) { return read_verdict(line, "/suite"); }

}  // namespace

TEST(collected_tests_keep_their_node_ids) {
  const auto read = read_collected(
      R"({"collected": [
            {"id": "test_a.py::TestA::TestB::test_c[x::y]", "file": "/suite/py/test_a.py",
             "class": "TestA::TestB", "name": "test_c", "parameters": "x::y", "line": 7,
             "marks": ["slow", "parametrize"]},
            {"id": "test_a.py::test_d", "file": "/suite/py/test_a.py", "class": "",
             "name": "test_d", "parameters": null, "line": 9, "marks": []}],
          "errors": []})",
      "/suite");
  const auto& tests = read.listing.tests;
  REQUIRE(tests.size() == 2);
  CHECK(tests[0].item.node_id() == "py/test_a.py::TestA::TestB::test_c[x::y]");
  CHECK(tests[0].item.mark("slow") != nullptr);
  CHECK((tests[0].place == Place{"py/test_a.py", 7}));
  CHECK(read.ids[0] == "test_a.py::TestA::TestB::test_c[x::y]");
  CHECK(tests[1].item.node_id() == "py/test_a.py::test_d");
}

TEST(what_a_test_depends_on_is_a_mark_with_its_name) {
  const auto read = read_collected(
      R"({"collected": [{"id": "t.py::t", "file": "/x/t.py", "class": "", "name": "t",
                         "parameters": null, "line": 1, "marks": ["depends_on"],
                         "depends_on": ["a", "b"]}], "errors": []})",
      "/suite");
  const auto& marks = read.listing.tests.at(0).item.marks;
  REQUIRE(marks.size() == 3);
  CHECK((marks[1] == Mark{"depends_on", {{"test", "a"}}}));
  CHECK((marks[2] == Mark{"depends_on", {{"test", "b"}}}));
}

TEST(an_empty_parameter_is_one) {
  const auto read = read_collected(
      R"({"collected": [{"id": "t.py::t[]", "file": "/x/t.py", "class": "", "name": "t",
                         "parameters": "", "line": 1, "marks": []}], "errors": []})",
      "/suite");
  CHECK(read.listing.tests.at(0).item.node_id() == "/x/t.py::t[]");
}

TEST(a_file_that_is_not_collected_is_an_error) {
  const auto read = read_collected(
      R"({"collected": [], "errors": [{"file": "/suite/py/test_a.py", "text": "ImportError"}]})",
      "/suite");
  REQUIRE(read.listing.errors.size() == 1);
  CHECK(read.listing.errors[0].path == "py/test_a.py");
  CHECK(read.listing.errors[0].text == "ImportError");
}

TEST(an_outcome_is_read, (std::string name, Outcome outcome),
     cases(row("passed", Outcome::passed), row("failed", Outcome::failed),
           row("skipped", Outcome::skipped), row("xfailed", Outcome::xfailed),
           row("xpassed", Outcome::xpassed))) {
  const auto verdict = verdict_from(R"({"outcome": ")" + name + R"(", "properties": []})");
  CHECK(verdict.outcome == outcome);
}

TEST(a_failure_tells_where_it_came_from) {
  const auto verdict = verdict_from(
      R"({"outcome": "failed", "properties": [],
          "failure": {"message": "LookupError: x", "file": "/suite/words.py", "line": 2,
                      "trace": [{"file": "/suite/test_a.py", "line": 27, "kind": ""},
                                {"file": "/usr/a.py", "line": 3, "kind": ""},
                                {"file": "words.py", "line": 2, "kind": "LookupError"}]}})");
  REQUIRE(verdict.failures.size() == 1);
  CHECK((verdict.failures[0].place == Place{"words.py", 2}));
  CHECK(verdict.failures[0].kind == "LookupError");
  CHECK(verdict.failures[0].message ==
        "LookupError: x\ncalled from test_a.py:27\n       from /usr/a.py:3");
}

TEST(a_skip_has_a_reason_and_a_place) {
  const auto verdict = verdict_from(
      R"({"outcome": "skipped", "properties": [], "reason": "offline",
          "file": "/suite/test_a.py", "line": 46})");
  CHECK(verdict.reason == "offline");
  CHECK((verdict.reason_place == Place{"test_a.py", 46}));
}

TEST(properties_are_texts) {
  const auto verdict =
      verdict_from(R"({"outcome": "passed", "properties": [["tokens", 2], ["who", "me"]]})");
  REQUIRE(verdict.properties.size() == 2);
  CHECK(verdict.properties[0].value == "2");
  CHECK(verdict.properties[1].value == "me");
}
