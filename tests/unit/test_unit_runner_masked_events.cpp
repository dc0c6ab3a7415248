// No secret leaves with an event, whichever text of it holds it.
#include <string>
#include <variant>

#include "conftest.hpp"
#include "testing/runner/masked_events.hpp"

namespace model = dyntest::model;
using dyntest::runner::masked;
using dyntest::runner::Secrets;

namespace {

const Secrets secrets{{"HF_TOKEN=hf_abcdef"}};
const std::string said = "for hf_abcdef";
const std::string shown = "for ***";

template <class Event>
Event told(const Event& event) {
  return std::get<Event>(masked(event, secrets).value());
}

model::PhaseFinished phase_that_says_it() {
  model::PhaseFinished phase;
  phase.reason = said;
  phase.failures = {{{}, 0, "CHECK", said}};
  phase.notes = {"first", said};
  phase.captured = {said, said, said};
  phase.properties = {{"token", said}};
  return phase;
}

void check_masked(const model::PhaseFinished& phase) {
  CHECK(phase.reason == shown);
  CHECK(phase.failures.at(0).message == shown);
  CHECK(phase.notes.at(0) == "first");
  CHECK(phase.notes.at(1) == shown);
  CHECK(phase.captured.standard_output == shown);
  CHECK(phase.captured.standard_error == shown);
  CHECK(phase.captured.log == shown);
  CHECK(phase.properties.at(0).value == shown);
}

}  // namespace

TEST(phase_is_masked) { check_masked(told(phase_that_says_it())); }

TEST(each_attempt_is_masked) {
  model::AttemptFailed attempt;
  attempt.phases = {phase_that_says_it(), phase_that_says_it()};
  const auto clean = told(attempt);
  REQUIRE(clean.phases.size() == 2u);
  for (const auto& phase : clean.phases) check_masked(phase);
}

TEST(command_line_is_masked) {
  model::RunStarted run;
  run.again = "dyntest -o token=hf_abcdef";
  run.header_lines = {said};
  CHECK(told(run).again == "dyntest -o token=***");
  CHECK(told(run).header_lines.at(0) == shown);
}

TEST(what_else_is_said_is_masked) {
  CHECK(told(model::Notice{said}).text == shown);
  model::RunFinished run;
  run.error = said;
  CHECK(told(run).error == shown);
  model::CollectionFinished collection;
  collection.errors = {{"tests_unit", said}};
  CHECK(told(collection).errors.at(0).text == shown);
  model::WrittenLines written;
  written.lines = {"first", said};
  CHECK(masked(written, secrets).lines.at(1) == shown);
}

TEST(what_tests_cannot_say_is_not_copied) {
  CHECK(!masked(model::TestStarted{}, secrets).has_value());
  CHECK(!masked(model::CollectionFinished{}, secrets).has_value());
  CHECK(!masked(model::PhaseFinished{}, secrets).has_value());
}
