#include "testing/runner/benchmark_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "testing/builtin/cache.hpp"
#include "testing/model/exit_code.hpp"
#include "testing/report/benchmark_table.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

// 2026-11-22T23:46:10+0000 -> 20261122_234610
std::string name_of_moment(std::string timestamp) {
  std::erase_if(timestamp, [](char c) { return c == '-' || c == ':'; });
  std::ranges::replace(timestamp, 'T', '_');
  return timestamp.substr(0, 15);
}

std::string regression(const report::StoredBenchmark& now, double then, const std::string& baseline,
                       const RegressionLimit& limit) {
  const double value = now.measured.*limit.figure;
  const std::string times = then > 0 ? fmt::format(" ({:.2f} times as long)", value / then) : "";
  return fmt::format("{} - {} {}, in {} {}{}; allowed: {}", now.id, limit.field,
                     report::benchmark_time_text(value), baseline,
                     report::benchmark_time_text(then), times, limit.text);
}

}  // namespace

BenchmarkRun::BenchmarkRun(BenchmarkOptions options, fs::path root, fs::path cache)
    : options_{std::move(options)},
      root_{std::move(root)},
      cache_{std::move(cache)},
      store_{cache_ / "benchmarks"} {}

base::Status BenchmarkRun::open() {
  if (!options_.compare) return {};
  const auto found = store_.find(*options_.compare);
  if (!found) {
    const auto names = store_.names();
    if (options_.compare->empty() && options_.limits.empty()) return {};  // judge says it
    if (names.empty())
      return base::Error{
          "--benchmark-compare: no run is stored yet; --benchmark-save NAME does it"};
    return base::Error{fmt::format("--benchmark-compare: no stored run '{}'; there are: {}",
                                   *options_.compare, fmt::join(names, " "))};
  }
  auto before = store_.read(*found);
  if (!before) return before.error().context("--benchmark-compare");
  baseline_ = *found;
  before_ = std::move(*before);
  return {};
}

void BenchmarkRun::on(const model::Event& event) {
  if (const auto* started = std::get_if<model::RunStarted>(&event)) {
    started_ = *started;
  } else if (const auto* phase = std::get_if<model::PhaseFinished>(&event)) {
    if (phase->measurement && phase->outcome == model::Outcome::passed)
      measured_.push_back({phase->item, {"", *phase->measurement}});
  }
}

BenchmarkRun::Judgement BenchmarkRun::judge(const model::Items& tests) {
  Judgement judgement;
  const bool saves = options_.save || options_.autosave;
  if (!saves && !options_.compare) return judgement;
  model::BenchmarksJudged judged;
  if (measured_.empty()) {
    judgement.events.emplace_back(
        model::Notice{"nothing was measured: no benchmark is stored or compared"});
    return judgement;
  }
  for (Measured& each : measured_) each.benchmark.id = tests[each.item].id();
  if (options_.compare) compare(judged);
  if (options_.compare && judged.before.empty())
    judgement.events.emplace_back(model::Notice{
        baseline_.empty()
            ? "--benchmark-compare: no run is stored yet; --benchmark-save NAME does it"
            : fmt::format("--benchmark-compare: {} has none of these benchmarks", baseline_)});
  if (!judged.regressions.empty()) judgement.exit_code = model::exit_code::tests_failed;
  if (saves) {
    const auto saved = save();
    if (saved) {
      judged.saved = fs::path{*saved}.lexically_relative(root_);
    } else {
      judgement.error = fmt::format("ERROR: {}\n", saved.error().text());
      if (judgement.exit_code == 0) judgement.exit_code = model::exit_code::usage_error;
    }
  }
  judgement.events.emplace_back(std::move(judged));
  return judgement;
}

void BenchmarkRun::compare(model::BenchmarksJudged& judged) const {
  judged.baseline = baseline_;
  for (const auto& [item, now] : measured_) {
    const auto then = std::ranges::find(before_.benchmarks, now.id, &report::StoredBenchmark::id);
    if (then == before_.benchmarks.end()) continue;
    judged.before.push_back({item, then->measured});
    for (const RegressionLimit& limit : options_.limits) {
      const double was = then->measured.*limit.figure;
      if (limit.exceeded(now.measured.*limit.figure, was))
        judged.regressions.push_back(regression(now, was, baseline_, limit));
    }
  }
}

base::Result<std::string> BenchmarkRun::save() const try {
  report::StoredRun run{started_.version, started_.timestamp, started_.hostname, {}};
  for (const Measured& each : measured_) run.benchmarks.push_back(each.benchmark);
  builtin::mark_as_cache(cache_);
  return store_.save(options_.save.value_or(name_of_moment(started_.timestamp)), run);
} catch (const std::exception& error) {
  return base::Error{error.what()};
}

}  // namespace dyntest::runner
