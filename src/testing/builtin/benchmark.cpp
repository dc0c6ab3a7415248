#include "testing/builtin/benchmark.hpp"

#include <time.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "foundation/os/wait.hpp"
#include "testing/builtin/benchmark_setup.hpp"
#include "testing/builtin/sampling.hpp"
#include "testing/builtin/statistics.hpp"
#include "testing/check/test.hpp"

namespace dyntest::builtin {
namespace {

BenchmarkSetup current;

long long monotonic_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

const Sampler sampler{&monotonic_ns, &os::check_interrupted};

void report(model::Measurement result, const std::string& group, model::Build build) {
  result.group = group;
  result.build = build;
  current.report(result);
}

void check_counts(const Rounds& rounds, bool has_set_up) {
  if (rounds.rounds < 1) throw std::invalid_argument{"pedantic: rounds is at least 1"};
  if (rounds.rounds > rounds_max) throw std::invalid_argument{"pedantic: too many rounds"};
  if (rounds.iterations < 1) throw std::invalid_argument{"pedantic: iterations is at least 1"};
  if (has_set_up && rounds.iterations > 1)
    throw std::invalid_argument{"pedantic: with a set-up for each round, iterations is 1"};
}

}  // namespace

BenchmarkSetup set_up_benchmarks(BenchmarkSetup setup) {
  return std::exchange(current, std::move(setup));
}

void Benchmark::use_once() {
  if (used_)
    throw std::logic_error{
        "Benchmark measures once a test: give the second piece of code a test of its own"};
  used_ = true;
}

void Benchmark::measure(Loop loop, model::Build build) {
  use_once();
  if (!current.measure) return;
  auto [seconds, iterations] =
      sampler.sample([loop](std::uint64_t count) { loop.run(loop.code, count); }, current.limits);
  report(summarise(std::move(seconds), iterations), group_, build);
}

void Benchmark::measure_rounds(Loop loop, Loop set_up, Rounds rounds, model::Build build) {
  check_counts(rounds, set_up.run != nullptr);
  use_once();
  if (!current.measure) return;
  const auto run = [loop](std::uint64_t count) { loop.run(loop.code, count); };
  std::vector<double> seconds;
  seconds.reserve(rounds.rounds);
  for (std::uint64_t i = 0; i < rounds.warmup_rounds + rounds.rounds; ++i) {
    if (set_up.run != nullptr) set_up.run(set_up.code, 1);
    const double round = sampler.round(run, rounds.iterations);
    if (i >= rounds.warmup_rounds)
      seconds.push_back(round / static_cast<double>(rounds.iterations));
  }
  report(summarise(std::move(seconds), rounds.iterations), group_, build);
}

}  // namespace dyntest::builtin

using dyntest::builtin::Benchmark;

DYNTEST_FIXTURE(Benchmark, doc("Measures how long code takes; a table at the end shows it.")) {
  return Benchmark{};
}
