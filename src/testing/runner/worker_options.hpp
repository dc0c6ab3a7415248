// What the controller tells a worker on its command line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "testing/runner/benchmark_options.hpp"
#include "testing/runner/protocol.hpp"
#include "testing/runner/settings.hpp"

namespace dyntest::runner {

struct WorkerOptions {
  std::uint32_t protocol =
      runner::protocol;       // the controller's; with another one nothing else is read
  bool collect = false;       // Hello carries the collection
  bool live = false;          // output is not captured; every phase waits until it has been shown
  GivenSettings settings;     // unknown ones are passed over: the controller has checked them
  bool isolated = false;      // every attempt runs in a process of its own, forked from this one
  bool stays_failed = false;  // a failed test waits for GoOn before its teardown
  bool plan = false;          // says what would be set up; runs nothing
  std::uint32_t failures_max = 0;  // ends after so many failed tests; 0 = never
  std::string root;                // absolute path of the root folder
  std::string cache_folder;        // the same of the cache's
  BenchmarkWork benchmarks;

  // The protocol, and the rest as JSON.
  std::vector<std::string> to_arguments() const;
  static WorkerOptions from_arguments(const std::vector<std::string>& arguments);
};

}  // namespace dyntest::runner
