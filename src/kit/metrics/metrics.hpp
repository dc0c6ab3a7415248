// What a program says of itself on its /metrics page, at one moment.
//
//   const auto metrics = Scraper{url}.scrape();
//   CHECK(metrics.value("dynamo_frontend_requests_total", {{"model", "qwen"}}) == 3);
//   CHECK(metrics.histogram("dynamo_frontend_time_to_first_token_seconds").quantile(0.95) < 0.2);
//   CHECK(delta(before, metrics).sum("dynamo_frontend_output_tokens_total") == 128);
//
// Who uses it: tests, through a Scraper or parse (exposition.hpp). Names are those of the samples:
// of a histogram `x` there are `x_bucket`, `x_sum` and `x_count`. Labels that are not named may
// have any value; an empty value stands for a label that is not there. No time series, no PromQL.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/metrics/histogram.hpp"

namespace dyntest::metrics {

struct Label {
  std::string name;
  std::string value;
  bool operator==(const Label&) const = default;
};
using Labels = std::vector<Label>;

struct Sample {
  std::string name;
  Labels labels;  // in the order of the text
  double value = 0;
  std::optional<std::chrono::milliseconds> time;  // since 1970, if the program says it
  bool operator==(const Sample&) const = default;

  // Empty where it is not there.
  std::string_view label(std::string_view wanted) const;
  // `x{a="1",b="2"}`
  std::string series() const;
};

// The last four are OpenMetrics' own.
enum class Kind {
  untyped,
  counter,
  gauge,
  histogram,
  summary,
  info,
  stateset,
  gaugehistogram,
};

// The samples of one metric.
struct Family {
  std::string name;
  Kind kind = Kind::untyped;
  std::string help;
  std::vector<Sample> samples;
  bool operator==(const Family&) const = default;
};

// Thrown where there is not what was asked for: a misspelt name must not pass for zero.
class NoSample : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Metrics {
 public:
  Metrics() = default;
  explicit Metrics(std::vector<Family> families) : families_{std::move(families)} {}

  const std::vector<Family>& families() const { return families_; }
  // Null if there is none.
  const Family* family(std::string_view name) const;

  // The one sample with that name and these labels. NoSample says which there are, if there is none
  // or more than one.
  double value(std::string_view name, const Labels& labels = {}) const;
  // The same; nothing if there is none. `find(…).value_or(0)`: many programs leave out counters
  // that have counted nothing.
  std::optional<double> find(std::string_view name, const Labels& labels = {}) const;
  // All that have that name and these labels; may be none.
  std::vector<Sample> samples(std::string_view name, const Labels& labels = {}) const;
  // 0 if the name is known but no sample has these labels; NoSample if it is not.
  double sum(std::string_view name, const Labels& labels = {}) const;
  // The histograms with that name and these labels, added up bucket by bucket. NoSample if there
  // is none.
  Histogram histogram(std::string_view name, const Labels& labels = {}) const;

  // Of what `delta` gives: series whose counter began anew in between.
  const std::vector<std::string>& resets() const { return resets_; }

 private:
  friend Metrics delta(const Metrics& before, const Metrics& after);
  [[noreturn]] void refuse(std::string_view name, const Labels& labels, std::size_t found) const;

  std::vector<Family> families_;
  std::vector<std::string> resets_;
};

// What has changed. Counters, and what counts in histograms and summaries: by how much they rose.
// One that fell began anew in between (as PromQL's increase has it), and has risen by all that it
// says; of a histogram or summary that holds for all of its samples. Series that are new began at
// 0. Gauges and untyped samples: the difference. Quantiles of summaries, infos and states: what
// they are in `after`.
Metrics delta(const Metrics& before, const Metrics& after);

}  // namespace dyntest::metrics
