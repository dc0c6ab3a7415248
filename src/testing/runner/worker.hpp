// The worker: a process that runs tests one after another and owns the fixtures built in it. It is
// this executable, started by an init; it says hello, is told what to run, and reports through the
// channel.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "testing/runner/benchmark_options.hpp"
#include "testing/runner/protocol.hpp"
#include "testing/runner/settings.hpp"
#include "testing/runner/wire.hpp"

namespace dyntest::runner {

// Where a worker finds its descriptors.
struct WorkerFds {
  static constexpr int control = 3;  // SocketMessages
  static constexpr int channel = 4;  // Shared
  static constexpr int stop = 5;     // eventfd: interrupts the test that is running
  static constexpr int host = 6;     // process host
};

struct WorkerOptions {
  std::uint32_t protocol =
      runner::protocol;    // the controller's; with another one nothing else is read
  bool collect = false;    // Hello carries the collection
  bool live = false;       // output is not captured; every phase waits until it has been shown
  double timeout = 0;      // seconds for a test without a mark of its own; 0 = none
  GivenSettings settings;  // unknown ones are passed over: the controller has checked them
  bool plan = false;       // says what would be set up; runs nothing
  std::uint32_t failures_max = 0;  // ends after so many failed tests; 0 = never
  std::string root;                // absolute path of the root folder
  BenchmarkWork benchmarks;

  std::vector<std::string> to_arguments() const;
  static WorkerOptions from_arguments(const std::vector<std::string>& arguments);
};

inline constexpr const char* worker_flag = "--dyntest-worker";

// Runs until the controller has nothing more. Does not return to main's caller: static destructors
// are not run, as nothing may depend on what a test left behind.
[[noreturn]] void run_worker(const WorkerOptions& options);

}  // namespace dyntest::runner
