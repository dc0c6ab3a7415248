// Runs one test: set-up, call, teardown, and what each phase came to.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "testing/runner/fixture_store.hpp"
#include "testing/runner/guard.hpp"
#include "testing/runner/leftovers.hpp"
#include "testing/runner/phase_result.hpp"
#include "testing/runner/recorder.hpp"
#include "testing/runner/suite.hpp"

namespace dyntest::runner {

class Executor {
 public:
  struct Observer {
    std::function<void(model::Phase)> begin;
    std::function<void(const PhaseResult&)> end;
    // Something of the test is still there although its fixtures are down; that is no failure.
    std::function<void(const std::string& line)> left_behind;
    // This fixture is built for the whole run; returns once nobody needs it any more.
    std::function<void(const FixtureNode& node, const void* object)> host;
  };

  // `remedy`: what is done about a process in which something stays behind. `plan`: no test runs;
  // only what would be set up for it is said.
  Executor(Recorder& recorder, FixtureStore& fixtures, Leftovers& leftovers, Observer observer,
           const char* remedy, bool plan = false)
      : recorder_{recorder},
        fixtures_{fixtures},
        leftovers_{leftovers},
        observer_{std::move(observer)},
        remedy_{remedy},
        plan_{plan} {}

  // Why the test cannot begin; empty = it can.
  struct Obstacles {
    std::string unmet;      // it is skipped
    std::string refused;    // its set-up fails
    bool may_leak = false;  // what it leaves behind is no failure
  };
  // `next` is asked before the teardown: the test that follows in this worker, null = none.
  using Next = std::function<const Test*()>;
  void run(const Test& test, const Obstacles& obstacles, const Next& next);

  // A test left memory (as the sanitizer sees it), threads or descriptors behind: all fixtures are
  // down, run no other test here.
  bool leaked() const { return leaked_; }

 private:
  PhaseResult set_up(const Test& test, const Obstacles& obstacles);
  PhaseResult call(const Test& test);
  PhaseResult tear_down(const Test& test, const Obstacles& obstacles, const Next& next);
  // Whether something of the test is still there; has told so.
  bool leaks(const Test& test, bool may_leak);
  bool may_have_leaked();
  // Times `code` and turns its verdict into a result.
  PhaseResult phase(model::Phase phase, const Test& test, const std::function<Verdict()>& code);
  void judge(PhaseResult& result, const Verdict& verdict, const Test& test);

  Recorder& recorder_;
  FixtureStore& fixtures_;
  Leftovers& leftovers_;
  Observer observer_;
  const char* remedy_;
  bool plan_;
  void* object_ = nullptr;  // of the test's class
  bool object_ready_ = false;
  std::ptrdiff_t blocks_ = -1;  // allocated when the last test was torn down
  std::size_t wide_ended_ = 0;  // instances of fixtures, by then
  bool leaked_ = false;
};

}  // namespace dyntest::runner
