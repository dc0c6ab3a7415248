// The fixtures that are alive in this worker, in the order in which they were built.
//
//   one of scope run is built by its host alone; here it is attached to by what the host says of
//   it, and asked before each test whether it is well: if not, it is asked for anew
//   one instance for each (node, place of its scope); a failed set-up is remembered there too
//   torn down, last built first, when the next test is outside that place, or uses another row of
//   the same fixture: there is one instance of a fixture at a time
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/clock.hpp"
#include "testing/runner/guard.hpp"
#include "testing/runner/leftovers.hpp"
#include "testing/runner/recorder.hpp"
#include "testing/runner/suite.hpp"

namespace dyntest::runner {

// An instance was built or ended.
struct FixtureMove {
  bool up = true;
  bool failed = false;  // its set-up did not come to its end
  double seconds = 0;
  std::string note;  // what the run should say of it; empty = nothing
};

class FixtureStore {
 public:
  using Observer = std::function<void(const FixtureNode&, const FixtureMove&)>;
  // Who knows where the hosted ones are.
  struct Hosts {
    // Blocks until the fixture's host has built it; may throw os::Interrupted.
    std::function<Handed(const Want&)> ask;
    // Grows when one of them is built anew.
    std::function<std::uint32_t()> rebuilt;
  };

  // `plan`: nothing is built or torn down, only said.
  FixtureStore(Recorder& recorder, Leftovers& leftovers, Observer observer, Hosts hosts,
               bool plan = false)
      : recorder_{recorder},
        leftovers_{leftovers},
        observer_{std::move(observer)},
        hosts_{std::move(hosts)},
        plan_{plan} {}

  // Builds what `test` needs and is not there yet. Stops at the first that cannot be built.
  Verdict set_up(const Test& test);

  // The object of a node that set_up has built.
  void* object(const FixtureNode& node, const Test& test) const;

  // Ends every instance that `next` does not share with `test` (null: all). Every teardown runs,
  // even if one before it fails; failures go to the recorder. True if the time of one was over.
  bool tear_down(const Test& test, const Test* next);

  // The test has failed: says so where a hosted one that it uses is not well.
  void look_after(const Test& test);

  // What the test has left in those that live on, a line each.
  std::vector<std::string> leftovers(const Test& test);

  // Set-ups that failed for `test` are forgotten: it is run again, and they are tried again.
  void forget_failures(const Test& test);

  // Whether one is alive: after a test, one that lives on.
  bool has_any() const { return !alive_.empty(); }
  // How many instances that were wider than a test have ended so far.
  std::size_t wide_ended() const { return wide_ended_; }

 private:
  struct Instance {
    const FixtureNode* node = nullptr;
    std::string place;  // that it lives for
    check::Built built;
    Verdict verdict;                       // how its set-up went
    std::vector<model::Failure> failures;  // of its set-up, told again to every user
    std::uint32_t generation = 0;          // of what it is attached to; 0 = it was built here
    std::uint32_t rebuilt = 0;             // as the hosts counted when it was the newest
  };
  struct Health {
    Verdict verdict;            // not passed: the question was cut short
    std::string why_dead = {};  // empty: it is well
  };

  Instance* find(const FixtureNode& node, const Test& test);
  const Instance* find(const FixtureNode& node, const Test& test) const;
  Verdict build(const FixtureNode& node, const Test& test);
  void build(Instance& instance, void* const* arguments);
  void build_once(Instance& instance, void* const* arguments);
  Verdict attach(const FixtureNode& node, const Test& test, const Want& want);
  void attach_once(Instance& instance, const Want& want);
  Verdict renew(Instance& instance, const Test& test);
  bool is_newest(const Instance& instance);
  Health health(const Instance& instance);
  Verdict destroy(Instance& instance);
  void end_with_users(const FixtureNode& node);
  bool end_where(const std::function<bool(const Instance&)>& is_over);
  Verdict keep(Instance instance, base::Clock::time_point begin);
  bool end(Instance& instance);
  bool is_failed(const Instance& instance) const {
    return !plan_ && instance.built.destroy == nullptr;
  }

  Recorder& recorder_;
  Leftovers& leftovers_;
  Observer observer_;
  Hosts hosts_;
  bool plan_;
  std::vector<Instance> alive_;
  std::size_t wide_ended_ = 0;
};

}  // namespace dyntest::runner
