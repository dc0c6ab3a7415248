// GoogleTest's JSON, member by member as version 1.12 writes it.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "testing/report/detail/model_json.hpp"
#include "testing/report/googletest_file.hpp"

namespace dyntest::report {

namespace {

using State = GoogleTestCase::State;

std::string time_text(std::chrono::system_clock::time_point when) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(when)));
}

Json test_json(const GoogleTestSuite& suite, const GoogleTestSuite::Test& test, bool only_lists) {
  Json json{{"name", test.name}};
  if (test.item != nullptr && test.item->has_parameters)
    json["value_param"] = legal_text(test.item->parameters);
  if (test.item != nullptr) {
    json["file"] = legal_text(test.file);
    json["line"] = test.item->line;
  }
  if (only_lists) return json;
  const bool ran = test.what.state != State::not_run;
  const bool skipped = test.what.state == State::skipped;
  json["status"] = ran ? "RUN" : "NOTRUN";
  json["result"] = skipped ? "SKIPPED" : ran ? "COMPLETED" : "SUPPRESSED";
  json["timestamp"] = time_text(test.what.began);
  json["time"] = googletest_seconds(test.what.seconds) + "s";
  json["classname"] = test.item == nullptr ? "" : suite.name;
  for (const auto& failure : test.what.failures)
    json["failures"].push_back(
        Json::object({{"failure", legal_text(failure.text())}, {"type", ""}}));
  if (skipped && test.what.skipped)
    json["skipped"].push_back(Json::object({{"message", legal_text(test.what.skipped->text())}}));
  // A property is a member beside the others, so a name that is taken is lost.
  for (const auto& [name, value] : test.what.properties)
    json.emplace(legal_text(name), legal_text(value));
  return json;
}

Json suite_json(const GoogleTestSuite& suite, bool only_lists) {
  Json json{{"name", suite.name}, {"tests", suite.tests.size()}};
  if (!only_lists) {
    json["failures"] = suite.count(State::failed);
    json["disabled"] = 0;
    json["errors"] = 0;
    json["timestamp"] = time_text(suite.began());
    json["time"] = googletest_seconds(suite.seconds()) + "s";
  }
  json["testsuite"] = Json::array();
  for (const auto& test : suite.tests)
    json["testsuite"].push_back(test_json(suite, test, only_lists));
  return json;
}

}  // namespace

std::string googletest_json(const GoogleTestDocument& document) {
  Json json{{"tests", document.tests()}};
  if (!document.only_lists) {
    json["failures"] = document.failures();
    json["disabled"] = 0;
    json["errors"] = 0;
    json["timestamp"] = time_text(document.began);
    json["time"] = googletest_seconds(document.seconds) + "s";
  }
  json["name"] = "AllTests";
  json["testsuites"] = Json::array();
  for (const auto& suite : document.suites)
    json["testsuites"].push_back(suite_json(suite, document.only_lists));
  return json.dump(2) + "\n";
}

}  // namespace dyntest::report
