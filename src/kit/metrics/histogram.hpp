// A histogram as Prometheus counts one: how many observations were at most so large.
//
// Who uses it: Metrics::histogram. Native (exponential) histograms are not known here.
#pragma once

#include <vector>

namespace dyntest::metrics {

struct Bucket {
  double upper = 0;  // inclusive: the label `le`
  double count = 0;  // of all observations up to it, those of smaller buckets included
  bool operator==(const Bucket&) const = default;
};

struct Histogram {
  std::vector<Bucket> buckets;  // by `upper`, which rises
  double sum = 0;
  double count = 0;

  // What PromQL's histogram_quantile says of these buckets
  // (https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile): linear
  // between a bucket's bounds; the lowest begins at 0 if its bound is positive, and is its bound
  // otherwise; in the highest it is the bound below. NaN without observations, without a bucket of
  // +Inf, or with fewer than two buckets; -Inf for q < 0, +Inf for q > 1.
  double quantile(double q) const;
  // NaN without observations.
  double mean() const { return sum / count; }

  bool operator==(const Histogram&) const = default;
};

}  // namespace dyntest::metrics
