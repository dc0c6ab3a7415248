// The one way in which code of ours waits inside a test: for descriptors, for a while, or for both.
//
// A worker sets what interrupts the waits of its test's thread: the test's deadline, and
// descriptors that become readable when the run is being stopped, or the test is lost. When one
// strikes, the wait throws `Interrupted`, so that the test unwinds and its teardown runs as after
// any failure. On other threads, while an exception unwinds, and outside a worker, nothing is
// thrown.
#pragma once

#include <poll.h>

#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"

namespace dyntest::os {

// Deliberately not a std::exception: a `catch (const std::exception&)` in a test must not swallow
// it.
struct Interrupted {
  enum class Cause {
    deadline,  // the test's time is over
    stop,      // the run is being stopped
    failed,    // the test has failed on another thread, beyond repair
  };
  Cause cause;
  std::string reason;  // `Timeout (>0.3s)`, `interrupted by SIGINT`
};

// Waits until one of `fds` is ready or `deadline` passes; true if one is ready. May throw
// Interrupted.
bool wait_for(std::vector<pollfd>& fds, base::Deadline deadline);

// The same for destructors and other code that must not throw: nothing interrupts it.
bool wait_quietly(std::vector<pollfd>& fds, base::Deadline deadline);

// Pauses for `duration`. May throw Interrupted.
void pause_for(base::Duration duration);

// Throws Interrupted if the test must end now. For loops that do not wait.
void check_interrupted();

// Something else whose end ends the waits of the thread that made it, as long as it lives: a
// service that must not die meanwhile, say. Made and destroyed on one thread.
class Alarm {
 public:
  Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  // Readable = ring; -1 = nothing to hear for now. Asked before each wait; stays open until it is
  // asked again.
  virtual int fd() = 0;
  // Throws what is to end the wait. Where it returns, the wait goes on, and fd() is another.
  virtual void ring() = 0;

 protected:
  virtual ~Alarm();
};

// What interrupts the calling thread's waits, from now on. Set by whoever runs tests; not by tests.
struct Interrupts {
  base::Deadline deadline = base::Deadline::never();
  std::string deadline_reason;
  int stop_fd = -1;  // borrowed; readable = stop
  std::string stop_reason;
  int failed_fd = -1;  // borrowed; readable = failed
};
void interrupt_waits(Interrupts interrupts);

}  // namespace dyntest::os
