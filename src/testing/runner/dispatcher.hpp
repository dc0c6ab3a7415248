// Who runs what: gives pieces of the plan to waiting workers, starts and ends workers, and lets a
// worker that has nothing else to do take over the end of another one's piece.
//
// Decides only; what workers say comes from the controller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "testing/runner/hosts.hpp"
#include "testing/runner/policy.hpp"
#include "testing/runner/worker_process.hpp"
#include "testing/schedule/plan.hpp"

namespace dyntest::runner {

class Dispatcher {
 public:
  using Workers = std::list<WorkerProcess>;
  // Of a crew, with `gpus` for CUDA_VISIBLE_DEVICES; null if that was not possible.
  using Start = std::function<WorkerProcess*(const schedule::Crew& crew, const std::string& gpus)>;

  // `costs`: of `tests`, as far as they are known. A test stands behind those that it depends on.
  Dispatcher(const std::vector<Selected>& tests, const model::Items& items, schedule::Costs costs,
             schedule::PlanOptions options, schedule::Dependencies dependencies,
             schedule::Gpus gpus, const Hosts& hosts);

  // Once in each round. `may_start`: else every worker that asks for work is told to finish.
  void fill(Workers& workers, bool may_start, const Start& start);

  // They end; others are started for what is to be run.
  void finish_all(Workers& workers);
  void on_hello(const WorkerProcess& worker);
  // A test has come to its end, which took so long without the wide fixtures that it built.
  void on_test(WorkerProcess& worker, std::uint32_t item, double seconds);
  // Of a test's last attempt, before its end.
  void on_phase(std::uint32_t item, model::Outcome outcome);
  void on_item_end(std::uint32_t item) { plan_.end(item); }
  // One of its attempts has failed, and there will be another one.
  void on_attempt(WorkerProcess& worker, std::uint32_t item);
  // How many of its attempts have failed.
  std::uint32_t attempts(std::uint32_t item) const { return attempts_[item]; }
  void on_fixture(WorkerProcess& worker, const model::FixtureStep& step, double seconds);
  // The worker is gone; with `goes_on` what it has left is to be run by others.
  void on_end(WorkerProcess& worker, bool goes_on);
  // Tests that need this host may begin.
  void open(std::size_t host) { pool_.open(host); }
  // Nothing more is given out.
  void stop() { plan_.clear(); }
  bool is_empty() const { return plan_.empty(); }

  const schedule::Costs& costs() const { return costs_; }

 private:
  using Piece = schedule::Piece;
  struct Help {
    WorkerProcess* from = nullptr;
    schedule::Plan::Cut cut;
    std::size_t end = 0;
  };

  // `worker`: null = one that is not there yet.
  bool may_begin(const WorkerProcess* worker, const Workers& workers) const;
  void serve(WorkerProcess& worker, Workers& workers, const Start& start);
  void fill_alone(Workers& workers, bool may_start, const Start& start);
  void give(WorkerProcess& worker, const Piece& piece);
  std::vector<Prerequisite> prerequisites(std::size_t item) const;
  void finish(WorkerProcess& worker);
  WorkerProcess* start_one(const schedule::Crew& crew, const Start& start);
  // Takes over what gains most from a worker of `crew` (any, if none is given).
  std::optional<Help> best_help(Workers& workers, const std::optional<schedule::Crew>& crew,
                                double start_seconds) const;
  bool help(WorkerProcess& worker, Workers& workers);
  void let_go(WorkerProcess& worker);
  double seconds_until_next(const WorkerProcess& worker, std::size_t begin) const;

  std::vector<Selected> tests_;
  model::Items items_;
  std::vector<std::uint32_t> attempts_;  // of each test, failed ones
  schedule::Costs costs_;
  schedule::PlanOptions options_;
  schedule::Plan plan_;
  std::map<std::size_t, std::string> not_passed_;  // what it has come to instead
  schedule::Pool pool_;
  schedule::Plan::Starting starting_;
  double start_seconds_ = 0;  // from the start of a worker to its hello
};

}  // namespace dyntest::runner
