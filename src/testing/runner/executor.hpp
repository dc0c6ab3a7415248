// Runs one test: set-up, call, teardown, and what each phase came to.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "testing/runner/fixture_store.hpp"
#include "testing/runner/guard.hpp"
#include "testing/runner/recorder.hpp"
#include "testing/runner/suite.hpp"

namespace dyntest::runner {

struct PhaseResult {
  model::Phase phase = model::Phase::setup;
  model::Outcome outcome = model::Outcome::passed;
  double seconds = 0;
  std::string reason;
  model::Place reason_place;
  bool interrupted = false;
};

class Executor {
 public:
  struct Observer {
    std::function<void(model::Phase)> begin;
    std::function<void(const PhaseResult&)> end;
  };

  // `plan`: no test runs; only what would be set up for it is said.
  Executor(Recorder& recorder, FixtureStore& fixtures, Observer observer, bool plan = false)
      : recorder_{recorder}, fixtures_{fixtures}, observer_{std::move(observer)}, plan_{plan} {}

  // `next` is asked before the teardown: the test that follows in this worker, null = none.
  void run(const Test& test, const std::function<const Test*()>& next);

  // A test leaked memory (as the sanitizer sees it): all fixtures are down, run no other test here.
  bool leaked() const { return leaked_; }

 private:
  PhaseResult set_up(const Test& test);
  PhaseResult call(const Test& test);
  PhaseResult tear_down(const Test& test, const std::function<const Test*()>& next);
  // Times `code` and turns its verdict into a result.
  PhaseResult phase(model::Phase phase, const Test& test, const std::function<Verdict()>& code);
  void judge(PhaseResult& result, const Verdict& verdict, const Test& test);

  Recorder& recorder_;
  FixtureStore& fixtures_;
  Observer observer_;
  bool plan_;
  void* object_ = nullptr;  // of the test's class
  bool object_ready_ = false;
  bool leaked_ = false;
};

}  // namespace dyntest::runner
