// What the runner says to the fixture Benchmark: whether to measure, how long, and where results
// go. Not for tests.
#pragma once

#include <functional>

#include "testing/builtin/sampling.hpp"
#include "testing/model/benchmark.hpp"

namespace dyntest::builtin {

struct BenchmarkSetup {
  bool measure = true;  // false: measured code is called once (--benchmark-disable)
  SamplingLimits limits;
  std::function<void(const model::Measurement&)> report = [](const model::Measurement&) {};
};

// Holds for all benchmarks from now on; returns what held before.
BenchmarkSetup set_up_benchmarks(BenchmarkSetup setup);

}  // namespace dyntest::builtin
