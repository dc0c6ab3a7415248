// Which threads of this process are accounted for, so that one that a test leaves behind is seen.
//
//   accounted for   those there at the start, those that run once a fixture wider than a test has
//                   been set up, and those that these begin later: they are that fixture's
//   left behind     any other that runs when the test's own fixtures are down, and goes on doing so
//
// Used by the worker's executor and fixture store. A test that leaves none costs one fstat: the
// links of /proc/self/task count the threads. The kernel does not tell who began a thread, but it
// names it after that thread: those begun for a wide fixture bear a name of ours, and so do those
// that they begin, such as that of a client that has lost its server. One that the test's thread
// begins for a wide fixture while a test runs is held to be the test's.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/os/fd.hpp"

namespace dyntest::runner {

class Threads {
 public:
  // All threads of this process are accounted for. A thread that is about to end by itself gets
  // `grace` for it.
  explicit Threads(base::Duration grace = std::chrono::milliseconds{200});

  // After a fork: this process has threads of its own.
  void start_anew();

  // A wide fixture is to be set up: until `adopt`, the calling thread and those it begins bear our
  // name.
  void adopt_from_here();
  // It has been set up: what has begun since is accounted for, too.
  void adopt();
  // A wide fixture is down: what has ended since counts no longer.
  void forget_ended();

  // The names of those left behind; empty for one without a name of its own. Blocks for `grace` at
  // most, and only if there are any.
  std::vector<std::string> left_behind();

 private:
  struct Thread {
    pid_t id = 0;
    std::string name;
  };

  std::size_t count() const;
  // Without those that are ending already.
  std::vector<Thread> running() const;
  std::vector<std::string> strangers();

  base::Duration grace_;
  os::Fd tasks_;              // /proc/self/task
  std::string program_;       // the name of threads that nobody has named
  std::string name_;          // of the thread that sets up a wide fixture; empty = none does
  std::vector<pid_t> known_;  // accounted for, by number
};

// Whether the kernel is ending the thread of which proc(5) says this: `12 (name) S`, five numbers,
// flags, and more. One that was joined may be there for a moment still. Nothing: it has ended.
bool is_ending(std::string_view stat);

// `left 2 threads running ('poller'); its worker is replaced`, for what left_behind returned and
// what is done about it.
std::string left_behind_text(const std::vector<std::string>& names, const char* remedy);

}  // namespace dyntest::runner
