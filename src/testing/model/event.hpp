// The one stream of typed events that a run is. The controller makes them, in an order that does
// not depend on the number of workers where nothing is stopped early: tests appear in collection
// order. Reporters (terminal, JUnit, …) are pure consumers: they see events and nothing else.
//
//   RunStarted  CollectionFinished
//   (TestStarted AttemptFailed* PhaseFinished+ TestFinished)*
//   BenchmarksJudged? RunFinished
//
//   FixtureStep stands between the first and the last event of its test. TestSlow, TestsRunning and
//   Notice come when there is reason to, and so does the one, anywhere between.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "testing/model/benchmark.hpp"
#include "testing/model/captured.hpp"
#include "testing/model/item.hpp"
#include "testing/model/shard.hpp"
#include "testing/model/written_lines.hpp"

namespace dyntest::model {

enum class Phase { setup, call, teardown };

// What a phase came to. `failed` in setup or teardown is what people call an ERROR.
enum class Outcome {
  passed,
  failed,
  skipped,
  xfailed,
  xpassed,
  timed_out,    // the test's time was over: failed, and said so
  flaky,        // passed, but not at the first attempt
  quarantined,  // failed, but its test is known to, and does not count
};

// What makes a run fail.
constexpr bool is_failure(Outcome outcome) {
  return outcome == Outcome::failed || outcome == Outcome::timed_out;
}

// Lines of a source file, as they were when the test ran.
struct SourceLines {
  int first = 1;  // 1-based
  std::vector<std::string> lines;
  bool operator==(const SourceLines&) const = default;
};

// One thing that went wrong, as it is to be shown.
struct Failure {
  Place place;           // where; line 0 = not known
  int context_line = 0;  // first line of the source to show (the test's head); 0 = none
  std::string kind;      // CHECK, REQUIRE, …; the exception's type; `Timeout`; `Crash`
  std::string message;   // first line = the summary's; then details
  // What a report may show of the file. None: whoever shows it reads the file itself.
  std::optional<SourceLines> source = std::nullopt;
};

// A value that a test put beside its verdict.
struct Property {
  std::string name;
  std::string value;
};

struct RunStarted {
  std::string root;                       // absolute path of the root folder
  std::string config;                     // its configuration file, relative to root; empty = none
  std::vector<std::string> header_lines;  // `cells: off`, … printed as they are
  std::string version;                    // dyntest's
  std::string timestamp;                  // start, ISO 8601 with offset
  std::string hostname;
  std::string invocation = {};  // absolute folder that the user stood in; empty = the root
  // Runs a test of it again, as it was run: its id is to follow, in a shell. Empty = not known.
  std::string again = {};
  std::optional<Shard> shard = std::nullopt;  // none: all tests are its own
};

struct CollectionFinished {
  std::size_t collected = 0;  // before deselection
  std::size_t deselected = 0;
  Items selected;  // in collection order; later events name them by index
  std::vector<CollectionError> errors;
  std::size_t workers = 1;
  std::vector<std::string> lines = {};          // why just these: `run-last-failure: …`
  std::optional<Shares> shares = std::nullopt;  // of a shard
};

struct TestStarted {
  std::size_t item = 0;
};

struct PhaseFinished {
  std::size_t item = 0;
  Phase phase = Phase::call;
  Outcome outcome = Outcome::passed;
  double seconds = 0;
  std::string reason;              // of skip, xfail, xpass; `[XPASS(strict)] …` comes as a failure
  Place reason_place;              // of the skip
  std::vector<Failure> failures;   // non-empty where something failed, even if it may
  std::vector<std::string> notes;  // `teardown not run: Etcd (session): …`, stacks, …
  Captured captured;               // only filled when the phase did not pass
  std::vector<Property> properties;
  std::optional<Measurement> measurement = std::nullopt;  // the fixture Benchmark's
};

// The test failed, and is run again. What its phases came to does not count.
struct AttemptFailed {
  std::size_t item = 0;
  std::size_t attempt = 1;   // from 1 on
  std::size_t attempts = 1;  // as many as it has
  double seconds = 0;        // all phases
  std::vector<PhaseFinished> phases;
};

// The test runs for longer than it should. Told once an attempt, while it runs.
struct TestSlow {
  std::size_t item = 0;
  double seconds = 0;                          // so far
  std::optional<double> usual = std::nullopt;  // what it took in earlier runs
};

// What a worker does just now.
struct RunningTest {
  std::size_t item = 0;
  std::size_t worker = 1;  // counted in the order in which a run started them, from 1 on
  Phase phase = Phase::setup;
  double seconds = 0;                          // of this attempt, so far
  std::optional<double> usual = std::nullopt;  // what it took in earlier runs
  std::vector<std::string> fixtures = {};      // wider than the test, or its own: `Etcd (session)`
  std::string stacks = {};                     // of its process's threads, a line a frame
};

// Told while tests run: because somebody asked (SIGUSR1, Enter), and then whole; else, where
// somebody looks on, a few times a second, without fixtures and stacks. Changes nothing.
struct TestsRunning {
  std::vector<RunningTest> tests;
  bool asked = false;
};

// A fixture was built for the test, or ended with it. Told where somebody asked (--setup-show).
struct FixtureStep {
  std::size_t item = 0;
  bool up = true;       // else down
  bool failed = false;  // its set-up did not come to its end
  std::string name;     // `Plane[tcp]`
  Scope scope = Scope::function;
  std::vector<std::string> uses;  // names of the fixtures that it asked for
};

struct TestFinished {
  std::size_t item = 0;
  double seconds = 0;  // all phases of the last attempt
};

// A line that changes no verdict: `… left 1 thread running; its worker is replaced`, a lost worker.
struct Notice {
  std::string text;
};

// The benchmarks of the run beside those of a stored one, or where they were stored. Told where
// somebody asked (--benchmark-compare, --benchmark-save).
struct BenchmarksJudged {
  std::string baseline;                   // `0001_main`; empty = nothing to compare with
  std::vector<StoredMeasurement> before;  // of the tests that both runs measured
  std::vector<std::string> regressions;   // a line each; such a run has failed
  std::string saved;                      // file, relative to the root; empty = not stored
};

struct RunFinished {
  double seconds = 0;
  std::string stopped;  // `Interrupted: SIGINT`, `stopping after …`; empty = ran to its end
  int exit_code = 0;
  std::string error = {};  // for stderr, with its newlines: why nothing was run; empty = it was
};

using Event = std::variant<RunStarted, CollectionFinished, TestStarted, AttemptFailed,
                           PhaseFinished, FixtureStep, TestFinished, TestSlow, TestsRunning, Notice,
                           BenchmarksJudged, RunFinished>;

// A consumer of the stream.
class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void on(const Event& event) = 0;
  // What was said so far is to be seen by others from now on: called before somebody waits.
  virtual void flush() {}
  // What tests write just now. No part of the stream: no recording has it.
  virtual void show(const WrittenLines&) {}
};

}  // namespace dyntest::model
