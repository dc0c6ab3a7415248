#include "testing/report/ledger.hpp"

#include <fmt/format.h>

namespace dyntest::report {

namespace {

bool tells_passes(const std::string& typed) {
  return report_characters(typed).find_first_of("pP") != std::string::npos;
}

void add_section(std::vector<CapturedSection>& sections, model::Phase phase,
                 std::string_view stream, const std::string& text) {
  if (text.empty()) return;
  sections.push_back({phase, fmt::format("Captured {} {}", stream, phase_name(phase)), text});
}

}  // namespace

Ledger::Ledger(const TerminalOptions& options)
    : keeps_passes_{tells_passes(options.report)},
      keeps_stdout_{options.show_stdout},
      keeps_stderr_{options.show_stderr},
      keeps_log_{options.show_log} {}

void Ledger::add_sections(model::Phase phase, const model::Captured& captured) {
  if (keeps_stdout_) add_section(captured_, phase, "stdout", captured.standard_output);
  if (keeps_stderr_) add_section(captured_, phase, "stderr", captured.standard_error);
  if (keeps_log_) add_section(captured_, phase, "log", captured.log);
}

bool Ledger::is_wanted(Category category) const {
  return category != Category::passed || keeps_passes_;
}

void Ledger::phase_finished(const model::Item& item, const model::PhaseFinished& phase,
                            std::optional<Category> category) {
  const std::size_t before = captured_.size();
  add_sections(phase.phase, phase.captured);
  if (category && is_wanted(*category)) {
    records_.push_back({*category, &item, phase, captured_});
    records_.back().phase.captured = {};
  } else if (phase.phase == model::Phase::teardown && records_.size() > of_this_test_) {
    // A teardown that passed has no report of its own: what it wrote stands with the test's.
    auto& captured = records_.back().captured;
    captured.insert(captured.end(), captured_.begin() + static_cast<std::ptrdiff_t>(before),
                    captured_.end());
  }
}

void Ledger::attempt_failed(const model::Item& item, const model::AttemptFailed& attempt) {
  for (const auto& phase : attempt.phases) {
    const bool failed = model::is_failure(phase.outcome);
    phase_finished(item, phase, failed ? std::optional{Category::rerun} : std::nullopt);
    if (!failed) continue;
    records_.back().attempt = attempt.attempt;
    records_.back().attempts = attempt.attempts;
  }
  captured_.clear();
}

void Ledger::test_finished() {
  const bool passed =
      records_.size() > of_this_test_ && records_.back().category == Category::flaky;
  for (std::size_t i = of_this_test_; i < records_.size(); ++i) records_[i].passed_later = passed;
  of_this_test_ = records_.size();
  captured_.clear();
}

std::vector<const Record*> Ledger::of(Category category) const {
  return where([category](const Record& record) { return record.category == category; });
}

}  // namespace dyntest::report
