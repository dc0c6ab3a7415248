#include "testing/builtin/sampling.hpp"

#include <algorithm>
#include <cmath>

namespace dyntest::builtin {
namespace {

constexpr double clock_factor = 10;  // a round takes so many times the clock's precision
constexpr double pause_after = 0.01;

}  // namespace

double Sampler::round(const Loop& loop, std::uint64_t iterations) const {
  const long long begin = now_();
  loop(iterations);
  const double seconds = static_cast<double>(now_() - begin) * 1e-9;
  if (seconds >= pause_after) pause_();
  return seconds;
}

double Sampler::precision() const {
  long long least = 0;
  for (int i = 0; i < 100; ++i) {
    const long long begin = now_();
    const long long step = now_() - begin;
    if (step > 0 && (least == 0 || step < least)) least = step;
  }
  return static_cast<double>(least) * 1e-9;
}

std::uint64_t Sampler::calibrate(const Loop& loop, double min_time) const {
  std::uint64_t iterations = 1;
  while (iterations < iterations_max) {
    const double seconds = round(loop, iterations);
    if (seconds >= min_time) break;
    if (seconds < min_time / 2) {
      iterations *= 10;
      continue;
    }
    const double wanted = min_time * static_cast<double>(iterations) / seconds;
    iterations = std::max(iterations + 1, static_cast<std::uint64_t>(std::ceil(wanted)));
  }
  return std::min(iterations, iterations_max);
}

Sampler::Samples Sampler::sample(const Loop& loop, const SamplingLimits& limits) const {
  Samples samples;
  const double min_time = std::max(limits.min_time, clock_factor * precision());
  samples.iterations = calibrate(loop, min_time);
  const double fitting = std::ceil(limits.max_time / min_time);
  const auto most = static_cast<std::uint64_t>(std::min(fitting, double{rounds_max}));
  samples.seconds.reserve(most);
  double total = 0;
  while (samples.seconds.size() < limits.min_rounds ||
         (samples.seconds.size() < most && total < limits.max_time)) {
    const double seconds = round(loop, samples.iterations);
    total += seconds;
    samples.seconds.push_back(seconds / static_cast<double>(samples.iterations));
  }
  return samples;
}

}  // namespace dyntest::builtin
