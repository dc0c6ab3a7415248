// The worker: a process that runs tests one after another and owns the fixtures built in it. It is
// this executable, started by an init; it says hello, is told what to run, and reports through the
// channel.
#pragma once

#include "testing/runner/worker_options.hpp"

namespace dyntest::runner {

// Where a worker finds its descriptors.
struct WorkerFds {
  static constexpr int control = 3;  // SocketMessages
  static constexpr int channel = 4;  // Shared
  static constexpr int stop = 5;     // eventfd: interrupts the test that is running
  static constexpr int host = 6;     // process host
  static constexpr int board = 7;    // cell::Board
  static constexpr int last = board;
};

// In the environment of a worker for isolated tests, unless our own says so: the loader resolves
// all symbols before the worker forks, not each in every test's process anew. The worker takes it
// out again.
inline constexpr const char* resolve_now_variable = "LD_BIND_NOW";
inline constexpr const char* resolve_now = "for_isolated_tests";

inline constexpr const char* worker_flag = "--dyntest-worker";

// Runs until the controller has nothing more. Does not return to main's caller: static destructors
// are not run, as nothing may depend on what a test left behind.
[[noreturn]] void run_worker(const WorkerOptions& options);

}  // namespace dyntest::runner
