// The controller of a run: the one place that schedules, waits and judges time. It never runs test
// code and never forks; workers come from the keeper.
//
//   worker      starts -> Hello -> (Run -> Next)* -> Finish -> ended; what it runs: dispatcher.hpp
//   a worker that dies in a test costs that test: what it has left goes to others
//   one in which a test left memory or threads behind ends after that test, likewise
//   an attempt that failed is told when it is known whether another one follows
//   overdue     deadline: the worker's own waits throw; + 0.1 s: stacks; + 2 s: killed
#pragma once

#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/os/keeper.hpp"
#include "testing/model/event.hpp"
#include "testing/runner/dispatcher.hpp"
#include "testing/runner/protocol.hpp"
#include "testing/runner/sequencer.hpp"
#include "testing/runner/wire.hpp"
#include "testing/runner/worker_process.hpp"

namespace dyntest::runner {

struct ControllerOptions {
  std::size_t workers = 1;
  bool live = false;
  bool whole_files = false;    // no file is cut
  bool tell_fixtures = false;  // FixtureStep events
  GivenSettings settings;
  bool plan = false;             // nothing runs
  std::size_t failures_max = 0;  // 0 = no limit
  std::string root;
  BenchmarkWork benchmarks;
};

struct RunResult {
  std::size_t failures = 0;  // failed reports of any phase
  std::size_t flaky = 0;     // tests that passed, but not at once
  std::string stopped;       // why the run ended early; empty = it did not
  bool interrupted = false;  // by a signal
  std::string broken;        // a bug of ours or a broken process tree; empty = fine
  schedule::Costs costs;     // what the tests took
};

class Controller {
 public:
  Controller(os::Keeper& keeper, ControllerOptions options, std::vector<std::string> executables,
             model::Reporter& reporter);

  // Starts a worker in each executable; does not wait.
  void start_collecting();
  // Waits until each of them has told what it holds. An executable that dies first, or that another
  // version of dyntest built, yields a collection error. To be called once.
  std::vector<Collection> collect();
  bool interrupted() const { return !stop_signal_.empty(); }

  // Runs the tests; events name them by their index. `tests`: where each of `items` is, and how it
  // is run; `costs`: what they took before.
  RunResult run(const std::vector<Selected>& tests, const model::Items& items,
                schedule::Costs costs);

 private:
  using Workers = std::list<WorkerProcess>;

  WorkerProcess* start_worker(std::size_t executable, bool collect);
  void fill();
  bool may_start() const;

  // One round: waits, then handles whatever has happened.
  void step();
  int poll_timeout() const;
  void on_signal();
  void on_control(WorkerProcess& worker);
  void on_hello(WorkerProcess& worker, const Hello& hello, std::string_view body);
  std::string file_name_of(const WorkerProcess& worker) const;
  void drain(WorkerProcess& worker);
  void on_message(WorkerProcess& worker, RingMessage message);
  void on_phase(WorkerProcess& worker, PhaseEnded&& ended);
  void on_fixture(WorkerProcess& worker, FixtureMoved&& moved);
  void on_end(Workers::iterator worker);
  void report_death(WorkerProcess& worker, os::ExitStatus status);
  void tell(std::uint32_t item, model::PhaseFinished&& phase);
  void end_attempt(WorkerProcess& worker, std::uint32_t item);
  bool has_attempts_left(std::uint32_t item) const;
  const Policy& policy(std::uint32_t item) const { return *tests_[item].policy; }
  void check_time(WorkerProcess& worker);
  void check_slow(WorkerProcess& worker, std::uint32_t item);
  void count_failure();
  bool too_many_failures() const;
  void start_item(WorkerProcess& worker, std::uint32_t item);
  void end_item(WorkerProcess& worker, std::uint32_t item, bool died = false);

  os::Keeper& keeper_;
  ControllerOptions options_;
  std::vector<std::string> executables_;
  model::Reporter& reporter_;
  os::Fd signals_;
  Workers workers_;
  std::vector<Collection> collections_;
  std::vector<Selected> tests_;
  model::Items items_;                    // the same
  std::optional<Dispatcher> dispatcher_;  // while tests run
  std::optional<Sequencer> sequencer_;
  RunResult result_;
  std::size_t barren_deaths_ = 0;  // in a row: workers that ended without having run a test
  std::string stop_signal_;        // SIGINT, SIGTERM; empty = none came
  base::Deadline stop_deadline_ = base::Deadline::never();
  std::string interrupted_test_;
  int quiet_rounds_ = 0;
};

}  // namespace dyntest::runner
