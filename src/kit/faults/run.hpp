// Carries out a schedule of faults while a workload runs, and heals: at the end of each step, and
// at the end of the run however it ends.
//
// Who uses it: tests that demand something in spite of faults. The faults begin and heal on a
// thread of the run's own, in exactly the schedule's order; the workload stays in the caller's
// thread. What the workload has to show afterwards is the test's business.
//
//   Run run{Schedule::random(table, places_of(targets), plan, seed), table, targets};
//   const auto history = run.play([&] {
//     const auto calm = run.calm();
//     const bool worked = one_bounded_call();
//     CHECK((worked || !calm.held()));      // must work only while the faults allow it
//   });
//   REQUIRE(history);                       // all is healed
//   REQUIRE(recovered_within(Deadline::in(10s), probe));
//   CHECK(history->require_bites());
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "kit/faults/history.hpp"
#include "kit/faults/schedule.hpp"
#include "kit/faults/table.hpp"
#include "kit/services/service.hpp"

namespace dyntest::faults {

class Run {
 public:
  // Progress may be demanded while so many targets are free of faults that stop it: all, or the
  // majority of a cluster.
  Run(Schedule schedule, FaultTable table, std::vector<Target> targets,
      std::optional<std::size_t> healthy_min = {});
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;
  // Heals what stands.
  ~Run();

  // Once. Calls `workload` again and again, at least once, until the last fault is healed. Each
  // call must be bounded by itself. What it throws ends the run at once; all is healed before it
  // goes on to the caller. May throw os::Interrupted, likewise. A fault that could not begin is in
  // the history; one that cannot be healed is the error, which names the seed.
  base::Result<History> play(const std::function<void()>& workload);

  // Whether enough targets are healthy now. Any thread.
  bool allows_progress() const;

  // A span of time from when it was made.
  class Calm {
   public:
    // Progress was allowed all the time until now.
    bool held() const;

   private:
    friend class Run;
    Calm(const Run& run, bool began_well, std::uint64_t disturbances)
        : run_{run}, began_well_{began_well}, disturbances_{disturbances} {}
    const Run& run_;
    bool began_well_;
    std::uint64_t disturbances_;
  };
  Calm calm() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Asks until there is an answer, fast first, then slower. The error has the last answer. May throw
// os::Interrupted.
base::Status recovered_within(base::Deadline deadline, const services::Probe& probe);

}  // namespace dyntest::faults
