// The text that a /metrics page is written in, read into Metrics.
//
// Who uses it: Scraper, and tests that have such a text from elsewhere. Reads the text format 0.0.4
// (https://prometheus.io/docs/instrumenting/exposition_formats/) and what programs use of
// OpenMetrics 1.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). Stricter than a
// Prometheus server, which guesses: a test should learn of a page that is wrong. Exemplars are
// skipped. Not read: names in quotes, native histograms, the protobuf format.
#pragma once

#include <string_view>

#include "foundation/base/error.hpp"
#include "kit/metrics/metrics.hpp"

namespace dyntest::metrics {

enum class Format { prometheus, openmetrics };

// Errors name the line: `line 7: a label's value does not end: {model="qwen`. A series that is
// there twice, a second TYPE, and a text whose last line is cut are errors.
base::Result<Metrics> parse(std::string_view text, Format format = Format::prometheus);

}  // namespace dyntest::metrics
