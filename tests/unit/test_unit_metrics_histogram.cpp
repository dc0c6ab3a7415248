// Quantiles of histograms, as Prometheus reckons them.
#include <cmath>
#include <limits>
#include <vector>

#include "conftest.hpp"
#include "kit/metrics/histogram.hpp"

using namespace dyntest::metrics;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Histogram of(std::vector<Bucket> buckets) {
  const double count = buckets.empty() ? 0 : buckets.back().count;
  return {std::move(buckets), 0, count};
}

// The two of Prometheus' own tests (promql/promqltest/testdata/histograms.test), at 50m.
const Histogram positive = of({{0.1, 50}, {0.2, 70}, {1, 110}, {infinity, 120}});
const Histogram negative = of({{-0.2, 10}, {-0.1, 20}, {0.3, 20}, {infinity, 30}});

}  // namespace

TEST(quantiles_are_those_of_prometheus, (double q, double of_positive, double of_negative),
     cases(row(0.0, 0.0, -0.2), row(0.2, 0.048, -0.2), row(0.5, 0.15, -0.15), row(0.8, 0.72, 0.3),
           row(1.0, 1.0, 0.3))) {
  CHECK(positive.quantile(q) == approx(of_positive));
  CHECK(negative.quantile(q) == approx(of_negative));
}

TEST(quantiles_beyond_the_scale_are_infinite) {
  CHECK(positive.quantile(-0.1) == -infinity);
  CHECK(positive.quantile(1.1) == infinity);
  CHECK(std::isnan(positive.quantile(std::nan(""))));
}

TEST(without_observations_there_is_no_quantile) {
  CHECK(std::isnan(of({{1, 0}, {infinity, 0}}).quantile(0.5)));
  CHECK(std::isnan(of({{infinity, 3}}).quantile(0.5)));
  CHECK(std::isnan(of({}).quantile(0.5)));
}

TEST(without_a_bucket_of_infinity_there_is_no_quantile) {
  CHECK(std::isnan(of({{1, 3}, {2, 4}}).quantile(0.5)));
}

TEST(counts_that_fall_are_taken_as_level) {
  const auto torn = of({{1, 10}, {2, 8}, {infinity, 10}});
  CHECK(torn.quantile(0.5) == approx(0.5));
  CHECK(torn.quantile(1.0) == approx(1.0));
}

TEST(an_empty_lowest_bucket_does_not_divide_by_zero) {
  const auto later = of({{1, 0}, {2, 4}, {infinity, 4}});
  CHECK(later.quantile(0.5) == approx(1.5));
  CHECK(std::isnan(later.quantile(0.0)));  // as in Prometheus: 0 of 0 observations
}

TEST(the_mean_is_sum_by_count) {
  CHECK(Histogram{{}, 6, 4}.mean() == 1.5);
  CHECK(std::isnan(Histogram{}.mean()));
}
