#include "testing/guests/catch2.hpp"

#include <algorithm>
#include <charconv>
#include <regex>

#include "foundation/base/split.hpp"
#include "testing/guests/detail/assertions.hpp"

namespace dyntest::guests {
namespace {

using model::Outcome;

constexpr const char* all = "*,[.]";  // hidden ones, too

// From `[fast][.]`.
void set_tags(Test& test, const std::string& tags) {
  static const std::regex tag{R"(\[([^\]]*)\])"};
  for (std::sregex_iterator match{tags.begin(), tags.end(), tag}, end; match != end; ++match)
    test.item.marks.push_back({(*match)[1], {}});
  if (test.item.mark(".") != nullptr || test.item.mark("!hide") != nullptr)
    test.left_out = "hidden by its tag [.]";
}

// Version 3.
std::vector<Test> tests_from_xml(const tinyxml2::XMLDocument& document) {
  std::vector<Test> tests;
  for (const auto* element : all_below(document, "TestCase")) {
    Test& test = tests.emplace_back();
    test.item.name = text_of(*element, "Name");
    for (const auto* source : all_below(*element, "SourceInfo")) {
      const auto line = text_of(*source, "Line");
      test.place.file = text_of(*source, "File");
      std::from_chars(line.data(), line.data() + line.size(), test.place.line);
    }
    set_tags(test, text_of(*element, "Tags"));
  }
  return tests;
}

// Version 2 shows tags only in a table for people: a name begins behind two blanks, its tags behind
// six; long lines are broken. The second list has the names as they are, in the same order:
// `name<tab>@file:line`, in quotes if it begins with `#`.
base::Result<std::vector<Test>> tests_from_text(const std::string& table,
                                                const std::string& names) {
  static const std::regex named{R"re((?:"(#.*)"|(.*))\t@(.*):(\d+))re"};
  std::vector<Test> tests;
  for (const auto& line : base::split(names, '\n')) {
    std::smatch match;
    if (!std::regex_match(line, match, named))
      return base::Error{"its list of tests is not Catch2's"};
    Test& test = tests.emplace_back();
    test.item.name = match[1].matched ? match[1] : match[2];
    test.place = {match[3], std::stoi(match[4])};
  }
  std::vector<std::string> tags;
  for (const auto& line : base::split(table, '\n')) {
    const auto indentation = line.find_first_not_of(' ');
    if (indentation == 2) tags.emplace_back();
    if (indentation == 6 && !tags.empty()) tags.back() += line.substr(indentation);
  }
  if (tags.size() != tests.size()) return base::Error{"its lists of tests differ in their number"};
  for (std::size_t i = 0; i < tests.size(); ++i) set_tags(tests[i], tags[i]);
  return tests;
}

base::Result<std::vector<Test>> read_lists(const std::vector<std::string>& answers) {
  tinyxml2::XMLDocument document;
  if (document.Parse(answers.at(0).c_str()) == tinyxml2::XML_SUCCESS)
    return tests_from_xml(document);
  return tests_from_text(answers.at(0), answers.at(1));
}

std::vector<std::string> run(const Test& test, const std::string& file) {
  std::string name;  // only what must be escaped: of too much Catch2 2.13 loses its place
  for (const char c : test.item.name) {
    const std::string_view special = name.empty() ? "\\,[\"~-" : "\\,[";
    if (special.find(c) != std::string_view::npos) name += '\\';
    name += c;
  }
  return {name, "-r", "xml", "-o", file};
}

std::optional<Verdict> read_report(const std::string& report, const Test& test) {
  tinyxml2::XMLDocument document;
  if (document.Parse(report.c_str()) != tinyxml2::XML_SUCCESS) return std::nullopt;
  const auto cases = all_below(document, "TestCase");
  const auto found = std::ranges::find_if(
      cases, [&](const Element* each) { return attribute(*each, "name") == test.item.name; });
  if (found == cases.end()) return std::nullopt;
  const auto* result = (*found)->FirstChildElement("OverallResult");
  if (result == nullptr) return std::nullopt;
  const bool should_fail = attribute(**found, "tags").find("[!shouldfail]") != std::string::npos;
  auto verdict = verdict_on(failures_in(**found), is_true(*result, "success"),
                            should_fail ? "[!shouldfail], and it did not fail"
                                        : "it asserted nothing, or did not say what failed");
  const auto skips = all_below(**found, "Skip");
  if (!skips.empty() && verdict.outcome == Outcome::passed)
    verdict = {.outcome = Outcome::skipped,
               .reason = text_of(*skips[0]),
               .reason_place = place_of(*skips[0], "filename")};
  return verdict;
}

}  // namespace

const Dialect catch2{
    "Catch2",
    {{"--list-tests", "-r", "xml", all}, {"--list-test-names-only", "-v", "high", all}},
    read_lists,
    run,
    read_report,
    4};

}  // namespace dyntest::guests
