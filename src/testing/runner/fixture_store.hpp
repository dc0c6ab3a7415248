// The fixtures that are alive in this worker, in the order in which they were built.
//
//   one instance for each (node, place of its scope); a failed set-up is remembered there too
//   torn down, last built first, when the next test is outside that place, or uses another row of
//   the same fixture: there is one instance of a fixture at a time
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "testing/runner/guard.hpp"
#include "testing/runner/recorder.hpp"
#include "testing/runner/suite.hpp"
#include "testing/runner/threads.hpp"

namespace dyntest::runner {

// An instance was built or ended.
struct FixtureMove {
  bool up = true;
  bool failed = false;  // its set-up did not come to its end
  double seconds = 0;
};

class FixtureStore {
 public:
  using Observer = std::function<void(const FixtureNode&, const FixtureMove&)>;

  // `plan`: nothing is built or torn down, only said.
  FixtureStore(Recorder& recorder, Threads& threads, Observer observer, bool plan = false)
      : recorder_{recorder}, threads_{threads}, observer_{std::move(observer)}, plan_{plan} {}

  // Builds what `test` needs and is not there yet. Stops at the first that cannot be built.
  Verdict set_up(const Test& test);

  // The object of a node that set_up has built.
  void* object(const FixtureNode& node, const Test& test) const;

  // Ends every instance that `next` does not share with `test` (null: all). Every teardown runs,
  // even if one before it fails; failures go to the recorder. True if the time of one was over.
  bool tear_down(const Test& test, const Test* next);

  // Set-ups that failed for `test` are forgotten: it is run again, and they are tried again.
  void forget_failures(const Test& test);

  // How many instances that were wider than a test have ended so far.
  std::size_t wide_ended() const { return wide_ended_; }

 private:
  struct Instance {
    const FixtureNode* node = nullptr;
    std::string place;  // that it lives for
    check::Built built;
    Verdict verdict;                       // how its set-up went
    std::vector<model::Failure> failures;  // of its set-up, told again to every user
  };

  Instance* find(const FixtureNode& node, const Test& test);
  const Instance* find(const FixtureNode& node, const Test& test) const;
  Verdict build(const FixtureNode& node, const Test& test);
  bool end(Instance& instance);
  bool is_failed(const Instance& instance) const {
    return !plan_ && instance.built.destroy == nullptr;
  }

  Recorder& recorder_;
  Threads& threads_;
  Observer observer_;
  bool plan_;
  std::vector<Instance> alive_;
  std::size_t wide_ended_ = 0;
};

}  // namespace dyntest::runner
