// The controller of a run: the one place that schedules, waits and judges time. It never runs test
// code and never forks; workers come from the keeper.
//
//   worker      starts -> Hello -> (Run -> Next)* -> Finish -> ended; what it runs: dispatcher.hpp
//   a worker that dies in a test costs that test: what it has left goes to others
//   one in which a test left memory or threads behind ends after that test, likewise
//   an attempt that failed is told when it is known whether another one follows
//   Ctrl-Z      all that runs is stopped, and time with it (base/clock.hpp)
//   overdue     deadline: the worker's own waits throw; + 0.1 s: stacks; 2 s behind those: killed
#pragma once

#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/cell/keeper.hpp"
#include "foundation/cell/level.hpp"
#include "testing/model/event.hpp"
#include "testing/runner/bundles.hpp"
#include "testing/runner/dispatcher.hpp"
#include "testing/runner/hosts.hpp"
#include "testing/runner/protocol.hpp"
#include "testing/runner/sequencer.hpp"
#include "testing/runner/wire.hpp"
#include "testing/runner/worker_process.hpp"

namespace dyntest::runner {

struct ControllerOptions {
  std::size_t workers = 1;
  bool live = false;                  // workers write to our own stdout and stderr
  bool written_lines = false;         // what tests write is told line by line
  bool keep_alive = false;            // a failed test stays up until somebody presses Enter
  Bundles* bundles = nullptr;         // take what is there when a test fails; borrowed
  bool keep_output = true;            // reports have what tests wrote
  std::vector<std::string> debugger;  // its words, in front of the worker's; empty = none
  bool live_lines = false;            // TestsRunning events a few times a second
  bool whole_files = false;           // no file is cut
  std::uint32_t together = 0;         // see schedule::PlanOptions
  bool isolated = false;              // most tests are, by what is known before they are collected
  bool tell_fixtures = false;         // FixtureStep events
  GivenSettings settings;
  cell::Level cells = cell::Level::off;
  bool plan = false;             // nothing runs
  std::size_t failures_max = 0;  // 0 = no limit
  std::string root;
  std::string cache_folder;
  BenchmarkWork benchmarks;
};

// What is to be run. Events name a test by its index here.
struct Work {
  std::vector<Selected> tests;  // where each of `items` is, and how it is run
  model::Items items;
  schedule::Costs costs;                // what they took before
  schedule::Dependencies dependencies;  // see dispatcher.hpp
  std::set<std::size_t> followed;       // whose output is told while they run; none = all
  schedule::Gpus gpus;                  // that the tests may have
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
  Controller(cell::Keeper& keeper, ControllerOptions options, std::vector<Program> programs,
             model::Reporter& reporter);

  // Starts a worker in each executable; does not wait.
  void start_collecting();
  // Waits until each of them has told what it holds. An executable that dies first, or that another
  // version of dyntest built, yields a collection error. To be called once.
  std::vector<Collection> collect();
  bool interrupted() const { return !stop_signal_.empty(); }
  // A broken process tree; empty = fine.
  const std::string& broken() const { return result_.broken; }

  // Runs the tests. To be called once.
  RunResult run(Work work);

 private:
  using Workers = std::list<WorkerProcess>;

  WorkerProcess* start_worker(const schedule::Crew& crew, bool collect,
                              const std::string& gpus = {});
  std::optional<WorkerProcess> start_host(std::size_t executable);
  WorkerOptions worker_options() const;
  void choose_networks();
  bool is_left() const;
  bool is_over() const;
  void fill();
  bool may_start() const;

  // One round: waits, then handles whatever has happened.
  void step();
  int poll_timeout() const;
  void on_signal();
  void stop(int signal);
  void suspend();
  void wait_until_still();
  std::vector<WorkerProcess*> processes();  // workers and hosts
  // Where Enter is read from; -1 if nobody sits there.
  int keyboard() const;
  void on_key();
  void on_kept(WorkerProcess& worker);
  void keep_processes(WorkerProcess& worker, std::uint32_t item,
                      std::optional<os::ExitStatus> status = {});
  std::vector<pid_t> inits_of(WorkerProcess& worker, std::uint32_t item);
  void let_go();
  void tell_running();
  void ask_for_stacks();
  model::RunningTest running_test(WorkerProcess& worker) const;
  std::vector<WorkerProcess*> running();
  void on_control(WorkerProcess& worker);
  void on_hello(WorkerProcess& worker, const Hello& hello, std::string_view body);
  const Program& program_of(const WorkerProcess& worker) const {
    return programs_[worker.executable()];
  }
  void drain(WorkerProcess& worker);
  struct Glance {
    WorkerProcess::Written written;
    std::uint32_t item = no_item;  // that ran then
  };
  Glance glance(WorkerProcess& worker) const;
  void show_output(WorkerProcess& worker, const Glance& up_to, bool all = false);
  void on_message(WorkerProcess& worker, RingMessage message);
  void on_phase(WorkerProcess& worker, PhaseEnded&& ended);
  void on_fixture(WorkerProcess& worker, FixtureMoved&& moved);
  void on_end(Workers::iterator worker);
  void report_death(WorkerProcess& worker, os::ExitStatus status);
  void tell(std::uint32_t item, model::PhaseFinished&& phase);
  void add_phase(std::uint32_t item, model::PhaseFinished&& phase);
  void end_attempt(WorkerProcess& worker, std::uint32_t item);
  bool has_attempts_left(std::uint32_t item) const;
  const Policy& policy(std::uint32_t item) const { return *tests_[item].policy; }
  void check_time(WorkerProcess& worker);
  void check_slow(WorkerProcess& worker, std::uint32_t item);
  void count_failure();
  bool too_many_failures() const;
  void start_item(WorkerProcess& worker, std::uint32_t item);
  void end_item(WorkerProcess& worker, std::uint32_t item, bool died = false);
  void finish_item(std::uint32_t item, double seconds);
  void settle_hosts();

  cell::Keeper& keeper_;
  ControllerOptions options_;
  std::vector<Program> programs_;
  model::Reporter& reporter_;
  os::Fd signals_;
  Workers workers_;
  std::vector<Collection> collections_;
  std::vector<std::vector<Hosted>> hosted_;  // by executable
  std::vector<Selected> tests_;
  model::Items items_;              // the same
  std::set<std::size_t> followed_;  // of these; empty = all
  // A test that is over but for what it used last.
  struct Held {
    std::optional<model::PhaseFinished> teardown;
    std::optional<double> seconds;  // that it took; none: not over yet
  };
  std::map<std::uint32_t, Held> held_;
  std::optional<Hosts> hosts_;  // while tests run
  schedule::Network network_of_hosts_ = schedule::Network::own;
  std::optional<Dispatcher> dispatcher_;  // likewise
  std::optional<Sequencer> sequencer_;
  RunResult result_;
  std::size_t barren_deaths_ = 0;  // in a row: workers that ended without having run a test
  std::string stop_signal_;        // SIGINT, SIGTERM; empty = none came
  base::Deadline stop_deadline_ = base::Deadline::never();
  std::string interrupted_test_;
  base::Deadline next_look_ = base::Deadline::in({});  // of TestsRunning
  std::optional<base::Deadline> stacks_due_;           // somebody has asked what runs
  std::size_t workers_started_ = 0;
  bool keyboard_closed_ = false;
  int quiet_rounds_ = 0;
};

}  // namespace dyntest::runner
