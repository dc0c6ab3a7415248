#include "testing/runner/benchmark_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <string_view>

namespace dyntest::runner {
namespace {

using model::Measurement;

struct Field {
  std::string_view name;
  double Measurement::* figure;
};
constexpr Field fields[] = {{"min", &Measurement::min},       {"max", &Measurement::max},
                            {"mean", &Measurement::mean},     {"stddev", &Measurement::stddev},
                            {"median", &Measurement::median}, {"iqr", &Measurement::iqr}};

std::optional<double> not_negative(std::string_view text) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = failed == std::errc{} && end == text.data() + text.size();
  if (!whole || !(value >= 0)) return std::nullopt;
  return value;
}

// The fixture by its name, which an item knows of every fixture that it needs.
bool is_benchmark(const model::Item& item) {
  return std::ranges::find(item.fixtures, "Benchmark") != item.fixtures.end();
}

const CLI::Validator positive{
    [](std::string& text) {
      const auto value = not_negative(text);
      return value && *value > 0 ? "" : "takes a number above 0, not '" + text + "'";
    },
    "NUMBER"};

const CLI::Validator file_name{
    [](std::string& text) {
      return text.empty() || text.find_first_of("\\/:*?<>|") != std::string::npos
                 ? "takes a name without any of \\/:*?<>|, not '" + text + "'"
                 : "";
    },
    "NAME"};

BenchmarkMode mode_of(const BenchmarkOptions& options) {
  if (options.only) return BenchmarkMode::only;
  if (options.skip) return BenchmarkMode::skip;
  return options.disable ? BenchmarkMode::disable : BenchmarkMode::run;
}

}  // namespace

std::string BenchmarkWork::reason_to_skip(const model::Item& item) const {
  if (mode == BenchmarkMode::skip && is_benchmark(item))
    return "Skipping benchmark (--benchmark-skip active).";
  if (mode == BenchmarkMode::only && !is_benchmark(item))
    return "Skipping non-benchmark (--benchmark-only active).";
  return "";
}

bool BenchmarkWork::measures(const model::Item& item) const {
  return (mode == BenchmarkMode::run || mode == BenchmarkMode::only) && is_benchmark(item);
}

bool RegressionLimit::exceeded(double now, double then) const {
  return percent ? now > then * (1 + allowed / 100) : now - then > allowed;
}

base::Result<RegressionLimit> parse_regression_limit(const std::string& text) {
  const auto colon = text.find(':');
  const std::string name = text.substr(0, colon);
  const auto* field = std::ranges::find(fields, name, &Field::name);
  std::string_view amount = std::string_view{text}.substr(std::min(text.size(), name.size() + 1));
  const bool percent = amount.ends_with('%');
  if (percent) amount.remove_suffix(1);
  const auto allowed = not_negative(amount);
  if (field == std::end(fields) || !allowed)
    return base::Error{fmt::format(
        "--benchmark-compare-fail takes FIELD:N% or FIELD:SECONDS with FIELD one of min, max, "
        "mean, median, stddev, iqr (as in median:10%), not '{}'",
        text)};
  return RegressionLimit{text, name, field->figure, *allowed, percent};
}

void add_benchmark_options(CLI::App& app, BenchmarkOptions& options) {
  app.add_flag("--benchmark-only", options.only, "only tests with the fixture Benchmark");
  app.add_flag("--benchmark-skip", options.skip, "no tests with the fixture Benchmark");
  app.add_flag("--benchmark-disable", options.disable, "call measured code once, time nothing");
  auto& limits = options.work.limits;
  app.add_option("--benchmark-min-time", limits.min_time, "least seconds of a round; 0.000005")
      ->take_last()
      ->check(positive);
  app.add_option("--benchmark-max-time", limits.max_time, "seconds of all rounds of a test; 1")
      ->take_last()
      ->check(positive);
  app.add_option("--benchmark-min-rounds", limits.min_rounds,
                 "least number of rounds, whatever their time; 5")
      ->take_last()
      ->check(positive);
  app.add_option("--benchmark-save", options.save,
                 "store what is measured below .dyntest_cache/benchmarks, as NUMBER_NAME")
      ->take_last()
      ->check(file_name);
  app.add_flag("--benchmark-autosave", options.autosave, "the same, named after the time");
  app.add_option_function<std::vector<std::string>>(
         "--benchmark-compare",
         [&options](const std::vector<std::string>& words) {
           options.compare = words.empty() ? "" : words.back();
         },
         "compare with a stored run: its number or its name; without, with the newest")
      ->expected(0, 1)
      ->take_last();
  app.add_option("--benchmark-compare-fail", options.compare_fail,
                 "fail where a figure grew by more: median:10%, or min:0.001 in seconds; may be "
                 "said several times")
      ->allow_extra_args(false);
}

base::Status resolve(BenchmarkOptions& options) {
  if (options.only && options.disable)
    return base::Error{"--benchmark-only measures, --benchmark-disable does not: leave one out"};
  options.work.mode = mode_of(options);
  for (const std::string& text : options.compare_fail) {
    auto limit = parse_regression_limit(text);
    if (!limit) return limit.error();
    options.limits.push_back(std::move(*limit));
  }
  if (!options.limits.empty() && !options.compare)
    return base::Error{"--benchmark-compare-fail needs --benchmark-compare"};
  return {};
}

}  // namespace dyntest::runner
