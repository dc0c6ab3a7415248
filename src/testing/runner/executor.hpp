// Runs one test: set-up, call, teardown, and what each phase came to.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "testing/runner/fixture_store.hpp"
#include "testing/runner/guard.hpp"
#include "testing/runner/phase_result.hpp"
#include "testing/runner/recorder.hpp"
#include "testing/runner/suite.hpp"
#include "testing/runner/threads.hpp"

namespace dyntest::runner {

class Executor {
 public:
  struct Observer {
    std::function<void(model::Phase)> begin;
    std::function<void(const PhaseResult&)> end;
    // Threads of the test still run although its fixtures are down.
    std::function<void(const std::vector<std::string>& names)> left_behind;
    // This fixture is built for the whole run; returns once nobody needs it any more.
    std::function<void(const FixtureNode& node, const void* object)> host;
  };

  // `plan`: no test runs; only what would be set up for it is said.
  Executor(Recorder& recorder, FixtureStore& fixtures, Threads& threads, Observer observer,
           bool plan = false)
      : recorder_{recorder},
        fixtures_{fixtures},
        threads_{threads},
        observer_{std::move(observer)},
        plan_{plan} {}

  // Why the test cannot begin; empty = it can.
  struct Obstacles {
    std::string unmet;    // it is skipped
    std::string refused;  // its set-up fails
  };
  // `next` is asked before the teardown: the test that follows in this worker, null = none.
  using Next = std::function<const Test*()>;
  void run(const Test& test, const Obstacles& obstacles, const Next& next);

  // A test left memory (as the sanitizer sees it) or threads behind: all fixtures are down, run no
  // other test here.
  bool leaked() const { return leaked_; }

 private:
  PhaseResult set_up(const Test& test, const Obstacles& obstacles);
  PhaseResult call(const Test& test);
  PhaseResult tear_down(const Test& test, const Next& next);
  // Whether something of the test is still there; has told so.
  bool leaks(const Test& test);
  bool may_have_leaked();
  // Times `code` and turns its verdict into a result.
  PhaseResult phase(model::Phase phase, const Test& test, const std::function<Verdict()>& code);
  void judge(PhaseResult& result, const Verdict& verdict, const Test& test);

  Recorder& recorder_;
  FixtureStore& fixtures_;
  Threads& threads_;
  Observer observer_;
  bool plan_;
  void* object_ = nullptr;  // of the test's class
  bool object_ready_ = false;
  std::ptrdiff_t blocks_ = -1;  // allocated when the last test was torn down
  std::size_t wide_ended_ = 0;  // instances of fixtures, by then
  bool leaked_ = false;
};

}  // namespace dyntest::runner
