#include "testing/guests/pytest_answer.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "testing/guests/files.hpp"

namespace dyntest::guests {
namespace {

using model::Outcome;
using nlohmann::json;

model::Place place_from(const json& from, const std::string& root) {
  return {file_below(root, from.value("file", "")), from.value("line", 0)};
}

Test test_from(const json& from, const std::string& root) {
  Test test;
  test.place = place_from(from, root);
  test.item.file = test.place.file;
  test.item.line = test.place.line;
  test.item.class_name = from.at("class");
  test.item.name = from.at("name");
  test.item.has_parameters = !from.at("parameters").is_null();
  if (test.item.has_parameters) test.item.parameters = from.at("parameters");
  for (const auto& mark : from.at("marks")) test.item.marks.push_back({mark, {}});
  for (const std::string other : from.value("depends_on", json::array()))
    test.item.marks.push_back({"depends_on", {{"test", other}}});
  return test;
}

// The place where the exception came from; those that it came through, outermost first, stand
// behind the message.
model::Failure failure_from(const json& from, const std::string& root) {
  model::Failure failure;
  failure.message = from.at("message");
  failure.place = place_from(from, root);
  const json trace = from.value("trace", json::array());
  if (trace.empty()) return failure;
  failure.kind = trace.back().at("kind");
  for (std::size_t i = 0; i + 1 < trace.size(); ++i) {
    const auto [file, line] = place_from(trace[i], root);
    failure.message +=
        fmt::format("\n{} {}:{}", i == 0 ? "called from" : "       from", file, line);
  }
  return failure;
}

Outcome outcome_from(const std::string& name) {
  if (name == "failed") return Outcome::failed;
  if (name == "skipped") return Outcome::skipped;
  if (name == "xfailed") return Outcome::xfailed;
  return name == "xpassed" ? Outcome::xpassed : Outcome::passed;
}

}  // namespace

PytestListing read_collected(const std::string& line, const std::string& root) {
  const auto from = json::parse(line);
  PytestListing read;
  for (const auto& item : from.at("collected")) {
    read.listing.tests.push_back(test_from(item, root));
    read.ids.push_back(item.at("id"));
  }
  for (const auto& error : from.at("errors"))
    read.listing.errors.push_back({place_from(error, root).file, error.at("text")});
  return read;
}

Verdict read_verdict(const std::string& line, const std::string& root) {
  const auto from = json::parse(line);
  Verdict verdict;
  verdict.outcome = outcome_from(from.at("outcome"));
  verdict.reason = from.value("reason", "");
  if (from.contains("file")) verdict.reason_place = place_from(from, root);
  if (from.contains("failure")) verdict.failures.push_back(failure_from(from.at("failure"), root));
  for (const auto& property : from.at("properties")) {
    const auto& value = property.at(1);
    verdict.properties.push_back(
        {property.at(0), value.is_string() ? value.get<std::string>() : value.dump()});
  }
  return verdict;
}

}  // namespace dyntest::guests
