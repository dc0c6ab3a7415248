// The fixture Benchmark: the figures of known samples, and rounds under a clock of our own.
#include <cmath>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "testing/builtin/benchmark.hpp"
#include "testing/builtin/benchmark_setup.hpp"
#include "testing/builtin/sampling.hpp"
#include "testing/builtin/statistics.hpp"

using dyntest::builtin::Benchmark;
using dyntest::builtin::BenchmarkSetup;
using dyntest::builtin::Sampler;
using dyntest::builtin::SamplingLimits;
using dyntest::builtin::set_up_benchmarks;
using dyntest::builtin::summarise;
using dyntest::model::Measurement;

namespace {

// A clock that costs `tick` each time it is read, and a piece of code that takes `call`.
struct Time {
  long long now = 0;
  long long tick = 0;
  std::uint64_t calls = 0;
  int pauses = 0;
  std::vector<std::uint64_t> rounds;  // calls of each
};
Time time_here;

long long read_clock() { return time_here.now += time_here.tick; }
const Sampler sampler{&read_clock, [] { ++time_here.pauses; }};

Sampler::Loop code_that_takes(double call_ns) {
  time_here = {};
  return [call_ns](std::uint64_t iterations) {
    time_here.calls += iterations;
    time_here.rounds.push_back(iterations);
    time_here.now += std::llround(call_ns * static_cast<double>(iterations));
  };
}

// Where the results of benchmarks go while it lives; they measure for a very short time.
class Results {
 public:
  explicit Results(bool measure = true) {
    BenchmarkSetup setup;
    setup.measure = measure;
    setup.limits.max_time = 1e-5;
    setup.report = [this](const Measurement& measured) { all.push_back(measured); };
    before_ = set_up_benchmarks(setup);
  }
  Results(const Results&) = delete;
  Results& operator=(const Results&) = delete;
  ~Results() { set_up_benchmarks(before_); }

  std::vector<Measurement> all;

 private:
  BenchmarkSetup before_;  // the running worker's
};

}  // namespace

// What Python's statistics.mean, stdev and median and pytest-benchmark's Stats.iqr, stddev_outliers
// and iqr_outliers say of the same samples.
TEST(figures_are_those_of_pytest_benchmark,
     (std::vector<double> samples, double mean, double stddev, double median, double iqr,
      std::uint64_t stddev_outliers, std::uint64_t iqr_outliers),
     cases(row(std::vector<double>{3}, 3.0, 0.0, 3.0, 0.0, 0u, 0u).id("one"),
           row(std::vector<double>{1, 2}, 1.5, 0.7071067811865476, 1.5, 1.0, 0u, 0u).id("two"),
           row(std::vector<double>{1, 2, 4, 8, 16}, 6.2, 6.099180272790763, 4.0, 8.25, 1u, 0u)
               .id("five"),
           row(std::vector<double>{5, 1, 4, 2, 9, 100}, 20.166666666666668, 39.209267611964734, 4.5,
               7.0, 1u, 1u)
               .id("six"),
           row(std::vector<double>{7, 1, 5, 3, 9, 11, 60}, 13.714285714285714, 20.69391444937606,
               7.0, 7.0, 1u, 1u)
               .id("seven"),
           row(std::vector<double>{1, 1, 1, 1, 1, 1, 1, 1, 50}, 6.444444444444445,
               16.333333333333332, 1.0, 0.0, 1u, 1u)
               .id("nine"),
           row(std::vector<double>{3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5}, 4.0, 2.3664319132398464, 4.0,
               2.75, 3u, 0u)
               .id("eleven"))) {
  const Measurement result = summarise(samples, 7);
  CHECK(result.mean == approx(mean));
  CHECK(result.stddev == approx(stddev));
  CHECK(result.median == approx(median));
  CHECK(result.iqr == approx(iqr));
  CHECK(result.stddev_outliers == stddev_outliers);
  CHECK(result.iqr_outliers == iqr_outliers);
  CHECK(result.rounds == samples.size());
  CHECK(result.iterations == 7u);
}

TEST(least_and_most_are_found_in_any_order) {
  const Measurement result = summarise({2, 8, 1, 4}, 1);
  CHECK(result.min == 1.0);
  CHECK(result.max == 8.0);
  CHECK(result.operations() == approx(1 / 3.75));
}

TEST(code_that_takes_no_time_has_no_operations_a_second) {
  CHECK(summarise({0}, 1).operations() == 0.0);
}

TEST(short_code_is_called_until_a_round_takes_long_enough) {
  const auto samples = sampler.sample(code_that_takes(3), {.min_time = 5e-6, .max_time = 5e-6});
  CHECK(samples.iterations == 1667u);
  CHECK(samples.seconds.size() == 5u);
  CHECK(samples.seconds.front() == approx(3e-9));
  CHECK(time_here.rounds ==
        std::vector<std::uint64_t>{1, 10, 100, 1000, 1667, 1667, 1667, 1667, 1667, 1667});
}

TEST(long_code_is_called_once_a_round) {
  const auto samples = sampler.sample(code_that_takes(6000), {.min_time = 5e-6, .max_time = 1e-4});
  CHECK(samples.iterations == 1u);
  CHECK(samples.seconds.size() == 17u);  // 16.7 rounds fit into the time
}

TEST(slow_code_has_as_many_rounds_as_must_be) {
  SamplingLimits limits;
  limits.min_rounds = 3;
  CHECK(sampler.sample(code_that_takes(2e9), limits).seconds.size() == 3u);
}

TEST(a_test_may_be_ended_between_slow_rounds) {
  sampler.sample(code_that_takes(2e7), {.max_time = 0.09});
  CHECK(time_here.pauses == 6);  // that of the calibration, too
  sampler.sample(code_that_takes(1e6), {.max_time = 0.09});
  CHECK(time_here.pauses == 0);
}

TEST(a_coarse_clock_has_longer_rounds) {
  const auto loop = code_that_takes(50);
  CHECK(sampler.sample(loop, {.max_time = 1e-4}).iterations == 100u);
  time_here.tick = 1000;
  CHECK(sampler.precision() == approx(1e-6));
  CHECK(sampler.sample(loop, {.max_time = 1e-4}).iterations > 150u);
}

TEST(code_that_the_clock_cannot_see_ends) {
  const auto samples = sampler.sample(code_that_takes(0), {.min_time = 5e-6, .max_time = 1e-4});
  CHECK(samples.iterations == dyntest::builtin::iterations_max);
  CHECK(samples.seconds.size() == 20u);
}

TEST(a_benchmark_returns_what_its_code_does) {
  const Results results;
  Benchmark benchmark;
  CHECK(benchmark([] { return std::string{"route"}; }) == "route");
  REQUIRE(results.all.size() == 1);
  CHECK(results.all[0].rounds >= 5u);
  CHECK(results.all[0].min > 0.0);
  CHECK(results.all[0].group == "");
}

TEST(a_benchmark_may_be_in_a_group) {
  const Results results;
  Benchmark benchmark;
  benchmark.group("routes");
  benchmark([] {});
  REQUIRE(results.all.size() == 1);
  CHECK(results.all[0].group == "routes");
}

TEST(a_disabled_benchmark_calls_its_code_once) {
  const Results results{false};
  int calls = 0;
  Benchmark calibrated;
  calibrated([&] { ++calls; });
  CHECK(calls == 1);
  int set_ups = 0;
  Benchmark pedantic;
  pedantic.pedantic([&] { ++calls; }, {.rounds = 7}, [&] { ++set_ups; });
  CHECK(calls == 2);
  CHECK(set_ups == 1);
  CHECK(results.all.empty());
}

TEST(a_test_measures_once) {
  const Results results;
  Benchmark benchmark;
  benchmark([] {});
  const auto error = CHECK_RAISES(std::logic_error, benchmark([] {}));
  CHECK(error.message().contains("a test of its own"));
  CHECK(results.all.size() == 1u);
}

TEST(pedantic_rounds_are_counted) {
  const Results results;
  int calls = 0;
  Benchmark benchmark;
  CHECK(benchmark.pedantic([&] { return ++calls; },
                           {.rounds = 3, .iterations = 4, .warmup_rounds = 2}) == 21);
  REQUIRE(results.all.size() == 1);
  CHECK(results.all[0].rounds == 3u);
  CHECK(results.all[0].iterations == 4u);
}

TEST(a_set_up_comes_before_each_round) {
  const Results results;
  std::string order;
  Benchmark benchmark;
  benchmark.pedantic([&] { order += 'c'; }, {.rounds = 2, .warmup_rounds = 1},
                     [&] { order += 's'; });
  CHECK(order == "scscscsc");
}

TEST(counts_that_make_no_sense_are_refused, (std::uint64_t rounds, std::uint64_t iterations),
     cases(row(0u, 1u), row(1u, 0u), row(2'000'000u, 1u), row(1u, 2u))) {
  const Results results;
  Benchmark benchmark;
  CHECK_RAISES(std::invalid_argument,
               benchmark.pedantic([] {}, {.rounds = rounds, .iterations = iterations}, [] {}));
  CHECK(results.all.empty());
}

TEST(code_that_throws_is_not_measured) {
  const Results results;
  Benchmark benchmark;
  CHECK_RAISES(std::runtime_error, benchmark([] { throw std::runtime_error{"no worker"}; }));
  CHECK(results.all.empty());
}

int forty_two() { return 42; }

TEST(functions_and_constant_callables_are_measured) {
  const Results results;
  const auto constant = [] { return 7; };
  Benchmark first;
  Benchmark second;
  CHECK(first(forty_two) == 42);
  CHECK(second(constant) == 7);
  Benchmark::keep(results.all.size());
  CHECK(results.all.size() == 2u);
}
