#include "testing/guests/doctest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "testing/guests/detail/assertions.hpp"

namespace dyntest::guests {
namespace {

base::Result<std::vector<Test>> read_lists(const std::vector<std::string>& answers) {
  tinyxml2::XMLDocument document;
  if (document.Parse(answers.at(0).c_str()) != tinyxml2::XML_SUCCESS ||
      document.FirstChildElement("doctest") == nullptr)
    return base::Error{"its list of tests is not doctest's XML"};
  std::vector<Test> tests;
  for (const auto* element : all_below(document, "TestCase")) {
    Test test;
    test.item.class_name = attribute(*element, "testsuite");
    test.item.name = attribute(*element, "name");
    test.place = place_of(*element, "filename");
    if (!test.item.class_name.empty()) test.item.marks.push_back({test.item.class_name, {}});
    if (is_true(*element, "skipped")) test.left_out = "decorated with doctest::skip";
    // Several of one name cannot be told apart: they are one test.
    if (std::ranges::none_of(
            tests, [&](const Test& each) { return each.item.title() == test.item.title(); }))
      tests.push_back(std::move(test));
  }
  return tests;
}

// As a filter that stands for this text alone, as far as doctest can say so.
std::string exactly(const std::string& text) {
  std::string filter;
  for (const char c : text) {
    if (c == ',' || c == '\\') filter += '\\';
    filter += c;
  }
  return filter;
}

std::vector<std::string> run(const Test& test, const std::string& file) {
  const auto& suite = test.item.class_name;
  return {"--dt-test-case=" + exactly(test.item.name),
          suite.empty() ? "--dt-test-suite-exclude=?*" : "--dt-test-suite=" + exactly(suite),
          "--dt-case-sensitive=true", "--dt-reporters=xml", "--dt-out=" + file};
}

std::string why_failed(const Element& test_case) {
  if (is_true(test_case, "should_fail")) return "should_fail, and it did not fail";
  if (const auto limit = attribute(test_case, "timeout"); !limit.empty())
    return fmt::format("it took longer than its timeout({})", limit);
  return "its number of failures is not the one that it expects";
}

std::optional<Verdict> read_report(const std::string& report, const Test& test) {
  tinyxml2::XMLDocument document;
  if (document.Parse(report.c_str()) != tinyxml2::XML_SUCCESS) return std::nullopt;
  std::vector<model::Failure> failures;
  bool ran = false;
  bool passed = true;
  std::string why;
  for (const auto* suite : all_below(document, "TestSuite"))
    for (const auto* element : all_below(*suite, "TestCase")) {
      const auto* result = element->FirstChildElement("OverallResultsAsserts");
      if (result == nullptr || attribute(*suite, "name") != test.item.class_name ||
          attribute(*element, "name") != test.item.name)
        continue;
      ran = true;
      std::ranges::move(failures_in(*element), std::back_inserter(failures));
      if (is_true(*result, "test_case_success")) continue;
      passed = false;
      why = why_failed(*element);
    }
  if (!ran) return std::nullopt;
  return verdict_on(std::move(failures), passed, why);
}

}  // namespace

const Dialect doctest{
    "doctest",
    {{"--dt-list-test-cases", "--dt-no-skip=true", "--dt-reporters=xml", "--dt-out={file}"}},
    read_lists,
    run,
    read_report};

}  // namespace dyntest::guests
