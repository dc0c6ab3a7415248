// How tests that fail now and then did in their last runs: what is remembered, and for how long.
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/runner/history.hpp"
#include "testing/runner/past_outcomes.hpp"

using namespace dyntest;
using builtin::TmpDir;
using model::Outcome;
using model::Phase;
using runner::History;
using runner::PastOutcomes;
using runner::PastRuns;

namespace {

// What is remembered of a test that had these outcomes, a letter each.
std::string remembered(const std::string& letters) {
  PastOutcomes outcomes;
  for (const char letter : letters) outcomes.add("a.cpp::one", letter);
  return outcomes.empty() ? "" : outcomes.letters().at("a.cpp::one");
}

std::string note_after(const std::string& letters) {
  return PastOutcomes{{{"a.cpp::one", letters}}}.note_of_failure("a.cpp::one");
}

using Phases = std::vector<std::pair<Phase, Outcome>>;

// A run of one test whose phases come to this.
class Run {
 public:
  explicit Run(std::uint32_t repetition = 0) {
    model::Item item;
    item.file = "a.cpp";
    item.name = "one";
    item.repetition = repetition;
    model::CollectionFinished collection;
    collection.selected = std::vector{item};
    history_.on(collection);
  }
  // What is noted at its last phase.
  std::string end_test(const Phases& phases) {
    std::string note;
    for (const auto& [phase, outcome] : phases) {
      model::PhaseFinished finished;
      finished.phase = phase;
      finished.outcome = outcome;
      history_.on(finished);
      note = history_.note_of(finished);
    }
    history_.on(model::TestFinished{});
    return note;
  }
  std::string letters() const {
    const auto letters = history_.past().outcomes.letters();
    return letters.empty() ? "" : letters.at("a.cpp::one");
  }

 private:
  History history_{PastRuns{}, {}};
};

const Phases passes{{Phase::setup, Outcome::passed},
                    {Phase::call, Outcome::passed},
                    {Phase::teardown, Outcome::passed}};
const Phases fails{{Phase::setup, Outcome::passed},
                   {Phase::call, Outcome::passed},
                   {Phase::teardown, Outcome::failed}};

}  // namespace

TEST(a_test_is_remembered_from_its_first_failure_on) {
  CHECK(remembered("...") == "");
  CHECK(remembered("..F.") == "F.");
  CHECK(remembered("..R.F") == "R.F");
}

TEST(it_is_forgotten_when_enough_runs_have_passed) {
  CHECK(remembered("F" + std::string(31, '.')) == "F" + std::string(31, '.'));
  CHECK(remembered("F" + std::string(32, '.')) == "");
  CHECK(remembered("FFR" + std::string(31, '.')) == "R" + std::string(31, '.'));
}

TEST(a_failure_is_noted_beside_passes, (std::string before, std::string note),
     cases(row("F.", "history: 2 failed, 1 passed of its last 3 runs: F.F").id("now_and_then"),
           row("R", "history: 1 failed, 1 passed of its last 2 runs: RF").id("second_attempt"),
           row("F", "").id("always"), row("", "").id("first"))) {
  CHECK(note_after(before) == note);
}

TEST(a_note_has_no_more_runs_than_are_remembered) {
  CHECK(note_after("F" + std::string(31, '.')) ==
        "history: 1 failed, 31 passed of its last 32 runs: " + std::string(31, '.') + "F");
}

TEST(what_is_no_outcome_is_left_out) {
  const PastOutcomes outcomes{{{"a", "F?"}, {"b", ""}, {"c", "F" + std::string(40, 'R')}}};
  CHECK(outcomes.letters().size() == 1u);
  CHECK(outcomes.letters().at("c") == std::string(32, 'R'));
}

TEST(any_phase_fails_its_test) {
  Run run;
  run.end_test(fails);
  run.end_test(passes);
  run.end_test({{Phase::setup, Outcome::timed_out}, {Phase::teardown, Outcome::passed}});
  run.end_test({{Phase::setup, Outcome::passed}, {Phase::call, Outcome::quarantined}});
  run.end_test({{Phase::setup, Outcome::passed}, {Phase::call, Outcome::flaky}});
  CHECK(run.letters() == "F.FFR");
}

TEST(what_did_not_run_has_no_outcome) {
  Run run;
  run.end_test(fails);
  run.end_test({{Phase::setup, Outcome::skipped}, {Phase::teardown, Outcome::passed}});
  run.end_test({{Phase::setup, Outcome::passed}, {Phase::call, Outcome::xfailed}});
  CHECK(run.letters() == "F");
}

TEST(its_history_is_noted_where_it_fails) {
  Run run;
  CHECK(run.end_test(fails) == "");
  CHECK(run.end_test(passes) == "");
  CHECK(run.end_test(fails) == "history: 2 failed, 1 passed of its last 3 runs: F.F");
}

TEST(repetitions_tell_that_by_themselves) {
  Run run{2};
  run.end_test(fails);
  run.end_test(passes);
  CHECK(run.end_test(fails) == "");
}

TEST(they_outlive_a_run, (TmpDir& folder)) {
  PastRuns past;
  past.outcomes = PastOutcomes{{{"a.cpp::one", "F."}}};
  REQUIRE(runner::write_past_runs(folder.path(), past).has_value());
  CHECK(runner::read_past_runs(folder.path()).outcomes.letters() == past.outcomes.letters());
}

TEST(what_cannot_be_read_is_as_nothing, (TmpDir& folder, std::string text),
     cases("", "[]", R"({"a.cpp::one": 7})", R"({"a.cpp::one": "?"})")) {
  std::filesystem::create_directories(folder / "v/dyntest");
  std::ofstream{folder / "v/dyntest/outcomes"} << text;
  CHECK(runner::read_past_runs(folder.path()).outcomes.empty());
}
