#include "kit/metrics/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dyntest::metrics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

// Buckets are read one after the other while the program counts, so that a count may fall. As
// Prometheus does, each is then what the one before it is.
std::vector<Bucket> rising(std::vector<Bucket> buckets) {
  double highest = -infinity;
  for (auto& bucket : buckets) highest = bucket.count = std::max(highest, bucket.count);
  return buckets;
}

}  // namespace

double Histogram::quantile(double q) const {
  if (std::isnan(q)) return no_number;
  if (q < 0) return -infinity;
  if (q > 1) return infinity;
  if (buckets.size() < 2 || buckets.back().upper != infinity) return no_number;
  const auto all = rising(buckets);
  if (all.back().count == 0) return no_number;

  const double rank = q * all.back().count;
  const auto last = all.end() - 1;
  const auto found =
      std::find_if(all.begin(), last, [&](const Bucket& bucket) { return bucket.count >= rank; });
  if (found == last) return (last - 1)->upper;
  if (found == all.begin() && found->upper <= 0) return found->upper;
  const Bucket below = found == all.begin() ? Bucket{} : *(found - 1);
  const double share = (rank - below.count) / (found->count - below.count);
  return below.upper + (found->upper - below.upper) * share;
}

}  // namespace dyntest::metrics
