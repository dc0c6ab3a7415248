// A worker's side of what it and its controller tell each other: says hello, takes the tests of a
// Run one by one, keeps their time, and tells what their phases come to.
//
//   Hello -> (Run -> Next)* -> ended        within a Run, for each test, as often as it is run:
//                                           begin(setup) end  begin(call) end  begin(teardown) end
//
// What a test is, and how it runs, is the business of whoever has a Dialogue: worker.cpp for tests
// of this executable, guest_worker.cpp for those of another framework.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/os/fd.hpp"
#include "testing/runner/channel.hpp"
#include "testing/runner/phase_result.hpp"
#include "testing/runner/wire.hpp"
#include "testing/runner/worker_options.hpp"

namespace dyntest::runner {

// Makes this process a worker: takes the descriptors that it was started with (worker.hpp). Ends
// the process if its controller is of another protocol. The first thing to be called, once.
void become_worker(const WorkerOptions& options);

// As those outside its cell know it.
pid_t init_of_this_process();

class Dialogue {
 public:
  // Who can run tests.
  class Tests {
   public:
    virtual ~Tests() = default;
    // Runs the test once, and says begin and end of each phase; asks for the next one before the
    // teardown.
    virtual void run(const RunTest& test) = 0;
    // This process was forked for the attempt that comes next.
    virtual void forked() = 0;
    // The test has failed and is run again: what is left of the failure must not fail it.
    virtual void forget_failures(const RunTest& test) = 0;
    // No further test may run in this process.
    virtual bool is_spent() const = 0;
  };

  // `failed_fd`: readable once the running test is lost for a reason outside its thread; -1 = there
  // is no such reason. Both are borrowed.
  Dialogue(const WorkerOptions& options, Tests& tests, int failed_fd = -1);
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;
  ~Dialogue();

  // Until the controller has nothing more. The collection is told if the controller asked for it.
  void run(const Collection& collection);

  // From here on the phase's waits end with the test's time (os/wait.hpp).
  void begin(model::Phase phase);
  // `ran_code`: the test's own code may have written something.
  void end(const PhaseResult& result, bool ran_code = true);
  // The test that follows the running one here: the same once more, another one, or none. May wait
  // for the controller.
  const RunTest* next();
  // Asks the controller, and waits for its answer while the test's clock stands still. May throw
  // os::Interrupted: the run is being stopped.
  SocketMessage ask(const SocketMessage& message);
  // Grows when a fixture of scope run is built anew.
  std::uint32_t rebuilt() { return channel_.shared().rebuilt; }
  // Something about the running test, or about none.
  void write(const RingMessage& message) { channel_.write(encode(message)); }

  // When the running attempt began.
  base::Clock::time_point began();

  const RunTest& asked() const { return batch_[position_]; }
  // Why the running test must be skipped: one that it depends on has not passed. Empty = it need
  // not.
  std::string unmet() const;

 private:
  void watch_time(bool stoppable);
  bool run_one();
  void run_attempt();
  void run_isolated();
  void introduce_process();
  bool may_run_again();
  bool pause_between_attempts();
  bool prepare_next();
  bool claim();
  bool receive_batch();
  void sync();
  void stay();

  const WorkerOptions& options_;
  Tests& tests_;
  int failed_fd_;
  Channel channel_;
  const base::Clock::Skipped& own_skipped_ = base::Clock::skipped();
  std::vector<RunTest> batch_;
  std::size_t claimed_ = 0;   // of batch_, ours
  std::size_t position_ = 0;  // in batch_, of the running test
  os::Fd output_;  // the captured streams; a test may put something else in their standard places
  os::Fd error_;
  std::uint64_t output_end_ = 0;  // their sizes when code last ran
  std::uint64_t error_end_ = 0;
  double timeout_ = 0;
  base::Deadline deadline_ = base::Deadline::never();
  bool cut_short_ = false;                                // the run is being stopped
  bool failed_ = false;                                   // the running attempt has
  model::Outcome outcome_ = model::Outcome::passed;       // of its first phase that did not pass
  std::map<std::uint32_t, std::string> not_passed_ = {};  // items run here, and what they came to
  bool again_ = false;                                    // and there will be another one
  std::optional<bool> more_;  // whether there is a test behind the running one; none: not asked yet
  std::uint32_t failures_ = 0;
};

}  // namespace dyntest::runner
