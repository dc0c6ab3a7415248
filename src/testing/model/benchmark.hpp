// How fast a piece of code was, as the fixture Benchmark measured it: what travels in events, is
// stored, and is compared. Plain values; builtin/statistics makes them, report shows and stores
// them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dyntest::model {

// How the measured code was compiled: only figures of an optimised build say how fast it is.
enum class Build { optimised, debug, sanitized };

constexpr std::string_view build_name(Build build) {
  switch (build) {
    case Build::optimised:
      return "optimised";
    case Build::debug:
      return "debug";
    case Build::sanitized:
      return "sanitized";
  }
  return "";
}

// Of one test. Times are seconds for one call; a round's time divided by its iterations is one
// sample.
struct Measurement {
  std::string group;  // benchmarks of one group stand in one table; empty = the common one
  Build build = Build::optimised;
  std::uint64_t rounds = 0;      // samples
  std::uint64_t iterations = 0;  // calls a round
  double min = 0;
  double max = 0;
  double mean = 0;
  double stddev = 0;  // of the sample: n - 1
  double median = 0;
  double iqr = 0;                     // third quartile - first quartile
  std::uint64_t stddev_outliers = 0;  // farther than one stddev from the mean
  std::uint64_t iqr_outliers = 0;     // farther than 1.5 IQR outside the quartiles

  // Calls in a second, 1 / mean; 0 where the mean is 0.
  double operations() const { return mean > 0 ? 1 / mean : 0; }
  bool operator==(const Measurement&) const = default;
};

// What a test of this run measured in a run that was stored.
struct StoredMeasurement {
  std::size_t item = 0;  // index of the test in this run
  Measurement measured;
};

}  // namespace dyntest::model
