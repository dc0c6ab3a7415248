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
      keeps_stderr_{options.show_stderr} {}

void Ledger::add_sections(model::Phase phase, const model::Captured& captured) {
  if (keeps_stdout_) add_section(captured_, phase, "stdout", captured.standard_output);
  if (keeps_stderr_) add_section(captured_, phase, "stderr", captured.standard_error);
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

void Ledger::test_finished() {
  of_this_test_ = records_.size();
  captured_.clear();
}

std::vector<const Record*> Ledger::of(Category category) const {
  std::vector<const Record*> found;
  for (const Record& record : records_) {
    if (record.category == category) found.push_back(&record);
  }
  return found;
}

}  // namespace dyntest::report
