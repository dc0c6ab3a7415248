#include "testing/report/repetitions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

// `0.3 %`, `50 %`
std::string percent(double part) {
  const double hundredths = 100 * part;
  return hundredths < 10 ? fmt::format("{:.2g} %", hundredths)
                         : fmt::format("{:.0f} %", hundredths);
}

}  // namespace

void Repetitions::test_finished(const model::Item& item, bool failed) {
  if (item.repetition == 0) return;
  const auto [known, is_new] = of_id_.try_emplace(item.node_id(), tests_.size());
  if (is_new) tests_.push_back({&item});
  Test& test = tests_[known->second];
  ++test.runs;
  if (failed) ++test.failures;
}

void Repetitions::write(Writer& writer, const Paths& paths) const {
  if (tests_.empty()) return;
  writer.rule('=', "repetitions");
  std::size_t sound = 0;
  std::size_t runs = 0;  // that each sound one has at least
  for (const Test& test : tests_) {
    if (test.failures == 0) {
      runs = sound++ == 0 ? test.runs : std::min(runs, test.runs);
      continue;
    }
    const double part = static_cast<double>(test.failures) / static_cast<double>(test.runs);
    writer.line(fmt::format("{}: {} of {} failed ({})", paths.shown_node_id(*test.item),
                            test.failures, counted(test.runs, "run"), percent(part)));
  }
  if (sound == 0) return;
  const double bound = 1 - std::pow(0.05, 1 / static_cast<double>(runs));
  writer.line(fmt::format(
      "{} never failed in {}{}: less than {} of runs fail, with 95 % confidence",
      counted(sound, "test"), counted(runs, "run"), sound == 1 ? "" : " each", percent(bound)));
}

}  // namespace dyntest::report
