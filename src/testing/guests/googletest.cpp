#include "testing/guests/googletest.hpp"

#include <algorithm>
#include <charconv>

#include "testing/guests/detail/xml.hpp"

namespace dyntest::guests {
namespace {

using model::Outcome;

bool is_disabled(const std::string& name) {
  return name.starts_with("DISABLED_") || name.find("/DISABLED_") != std::string::npos;
}

base::Result<std::vector<Test>> read_lists(const std::vector<std::string>& answers) {
  tinyxml2::XMLDocument document;
  if (document.Parse(answers.at(0).c_str()) != tinyxml2::XML_SUCCESS ||
      document.FirstChildElement("testsuites") == nullptr)
    return base::Error{"its list of tests is not GoogleTest's XML"};
  std::vector<Test> tests;
  for (const auto* suite : all_below(document, "testsuite"))
    for (const auto* element : all_below(*suite, "testcase")) {
      Test& test = tests.emplace_back();
      test.item.class_name = attribute(*suite, "name");
      test.item.name = attribute(*element, "name");
      test.place = place_of(*element, "file");
      if (is_disabled(test.item.class_name) || is_disabled(test.item.name))
        test.left_out = "disabled by its name";
    }
  return tests;
}

// What has a meaning in a filter is left to match any character: of several tests that fit then,
// the report tells which is which.
std::vector<std::string> run(const Test& test, const std::string& file) {
  std::string filter = test.item.class_name + "." + test.item.name;
  for (char& c : filter)
    if (c == '*' || c == ':' || c == '-') c = '?';
  return {"--gtest_filter=" + filter, "--gtest_output=xml:" + file};
}

// `file.cpp:12` and, on the next lines, the message; `unknown file` where there is no place.
model::Failure failure_from(const std::string& text) {
  model::Failure failure;
  const auto line_end = text.find('\n');
  const std::string head = text.substr(0, line_end);
  failure.message = line_end == std::string::npos ? text : text.substr(line_end + 1);
  const auto colon = head.rfind(':');
  if (colon == std::string::npos) return failure;
  failure.place.file = head.substr(0, colon);
  std::from_chars(head.data() + colon + 1, head.data() + head.size(), failure.place.line);
  return failure;
}

std::optional<Verdict> read_report(const std::string& report, const Test& test) {
  tinyxml2::XMLDocument document;
  if (document.Parse(report.c_str()) != tinyxml2::XML_SUCCESS) return std::nullopt;
  const auto cases = all_below(document, "testcase");
  const auto found = std::ranges::find_if(cases, [&](const Element* each) {
    return attribute(*each, "name") == test.item.name &&
           attribute(*each, "classname") == test.item.class_name &&
           attribute(*each, "status") == "run";
  });
  if (found == cases.end()) return std::nullopt;
  Verdict verdict;
  for (const auto* failure : all_below(**found, "failure")) {
    verdict.failures.push_back(failure_from(attribute(*failure, "message")));
    verdict.outcome = Outcome::failed;
  }
  // What fails outside of tests, in SetUpTestSuite or an Environment, is a test case without a
  // name.
  for (const auto* each : cases)
    if (attribute(*each, "name").empty())
      for (const auto* failure : all_below(*each, "failure")) {
        verdict.failures.push_back(failure_from(attribute(*failure, "message")));
        verdict.outcome = Outcome::failed;
      }
  for (const auto* property : all_below(**found, "property"))
    verdict.properties.push_back({attribute(*property, "name"), attribute(*property, "value")});
  const auto* skipped = (*found)->FirstChildElement("skipped");
  if (skipped == nullptr || verdict.outcome == Outcome::failed) return verdict;
  auto [place, context, kind, reason, source] = failure_from(attribute(*skipped, "message"));
  verdict.outcome = Outcome::skipped;
  verdict.reason = reason.substr(0, reason.find_last_not_of('\n') + 1);
  verdict.reason_place = place;
  return verdict;
}

}  // namespace

const Dialect googletest{"GoogleTest",
                         {{"--gtest_list_tests", "--gtest_output=xml:{file}"}},
                         read_lists,
                         run,
                         read_report};

}  // namespace dyntest::guests
