#include "testing/builtin/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>

#include "foundation/base/panic.hpp"

namespace dyntest::builtin {
namespace {

using Sorted = std::span<const double>;

double median(Sorted sorted) {
  const std::size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

struct Quartiles {
  double first;
  double third;
};

Quartiles quartiles(Sorted sorted) {
  const std::size_t n = sorted.size();
  if (n == 1) return {sorted[0], sorted[0]};
  if (n % 2 == 0) return {median(sorted.first(n / 2)), median(sorted.last(n / 2))};
  const std::size_t k = n / 4;
  if (n % 4 == 1)
    return {0.25 * sorted[k - 1] + 0.75 * sorted[k],
            0.75 * sorted[3 * k] + 0.25 * sorted[3 * k + 1]};
  return {0.75 * sorted[k] + 0.25 * sorted[k + 1],
          0.25 * sorted[3 * k + 1] + 0.75 * sorted[3 * k + 2]};
}

double stddev(Sorted sorted, double mean) {
  if (sorted.size() < 2) return 0;
  double squares = 0;
  for (const double value : sorted) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(sorted.size() - 1));
}

std::uint64_t outside(Sorted sorted, double low, double high) {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(sorted, [&](double value) { return value < low || value > high; }));
}

}  // namespace

model::Measurement summarise(std::vector<double> samples, std::uint64_t iterations) {
  base::require(!samples.empty(), "a benchmark without a round");
  std::ranges::sort(samples);
  model::Measurement result;
  result.rounds = samples.size();
  result.iterations = iterations;
  result.min = samples.front();
  result.max = samples.back();
  result.mean = std::reduce(samples.begin(), samples.end()) / static_cast<double>(samples.size());
  result.stddev = stddev(samples, result.mean);
  result.median = median(samples);
  const auto [first, third] = quartiles(samples);
  result.iqr = third - first;
  result.stddev_outliers =
      outside(samples, result.mean - result.stddev, result.mean + result.stddev);
  result.iqr_outliers = outside(samples, first - 1.5 * result.iqr, third + 1.5 * result.iqr);
  return result;
}

}  // namespace dyntest::builtin
