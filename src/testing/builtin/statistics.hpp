// The figures of a benchmark from the times of its rounds. Used by the fixture Benchmark; knows no
// clock.
#pragma once

#include <cstdint>
#include <vector>

#include "testing/model/benchmark.hpp"

namespace dyntest::builtin {

// `samples`: seconds a call, one for each round, in any order; not empty. `group` and `build` are
// left as they are by default.
//
// The figures are those of pytest-benchmark (its stats.py), so that they can be set beside it:
//   stddev    sqrt(Σ(x - mean)² / (n - 1)), 0 for one sample (Python's statistics.stdev)
//   median    the mean of the middle two where n is even
//   quartiles of even n: medians of the two halves ("method 2" of en.wikipedia.org/wiki/Quartile);
//             of odd n: for n = 4k + 1, counting from 1, ¼x[k] + ¾x[k+1] and ¾x[3k+1] + ¼x[3k+2],
//             for n = 4k + 3, ¾x[k+1] + ¼x[k+2] and ¼x[3k+2] + ¾x[3k+3] ("method 3")
//   outliers  outside mean ± stddev; outside [Q1 - 1.5 IQR, Q3 + 1.5 IQR] (Tukey's fences)
model::Measurement summarise(std::vector<double> samples, std::uint64_t iterations);

}  // namespace dyntest::builtin
