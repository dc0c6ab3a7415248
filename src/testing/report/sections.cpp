#include "testing/report/sections.hpp"

#include <fmt/format.h>

#include "testing/report/failure_text.hpp"

namespace dyntest::report {

namespace {

void write_captured(Writer& writer, const Record& record) {
  for (const CapturedSection& section : record.captured) {
    writer.rule('-', section.title);
    writer.write(section.text);
    if (!section.text.ends_with('\n')) writer.line();
  }
}

void write_record(Writer& writer, FailureText& text, Traceback style, const Record& record,
                  std::string_view title) {
  if (style != Traceback::line) writer.rule('_', title, {Colour::red, true});
  text.write(writer, record.phase);
  if (style != Traceback::line) write_captured(writer, record);
}

// `ERROR at setup of starts`, `TIMEOUT of starts`, `starts (attempt 1 of 3)`
std::string title_of(const Record& record) {
  const bool timed_out = record.phase.outcome == model::Outcome::timed_out;
  const std::string_view word = timed_out ? "TIMEOUT" : "ERROR";
  const std::string name = record.item->title();
  std::string title = name;
  if (record.phase.phase != model::Phase::call)
    title = fmt::format("{} at {} of {}", word, phase_name(record.phase.phase), name);
  else if (timed_out)
    title = fmt::format("{} of {}", word, name);
  if (record.attempt > 0)
    title += fmt::format(" (attempt {} of {})", record.attempt, record.attempts);
  return title;
}

void write_records(Writer& writer, const Paths& paths, const TerminalOptions& options,
                   std::string_view title, const std::vector<const Record*>& records) {
  if (options.traceback == Traceback::no || records.empty()) return;
  writer.rule('=', title);
  FailureText text{paths, options.traceback};
  for (const Record* record : records)
    write_record(writer, text, options.traceback, *record, title_of(*record));
}

void write_outputs(Writer& writer, std::string_view title,
                   const std::vector<const Record*>& records) {
  bool headed = false;
  for (const Record* record : records) {
    if (record->captured.empty()) continue;
    if (!headed) writer.rule('=', title);
    headed = true;
    writer.rule('_', record->item->title(), {Colour::green, true});
    write_captured(writer, *record);
  }
}

}  // namespace

void write_errors(Writer& writer, const Paths& paths, const TerminalOptions& options,
                  const std::vector<model::CollectionError>& collection, const Ledger& ledger) {
  const auto records = ledger.of(Category::error);
  if (options.traceback == Traceback::no || (collection.empty() && records.empty())) return;
  writer.rule('=', "ERRORS");
  for (const model::CollectionError& error : collection) {
    writer.rule('_', "ERROR collecting " + error.path, {Colour::red, true});
    writer.write(error.text);
    writer.fresh_line();
  }
  FailureText text{paths, options.traceback};
  for (const Record* record : records) {
    write_record(writer, text, options.traceback, *record, title_of(*record));
  }
}

void write_failures(Writer& writer, const Paths& paths, const TerminalOptions& options,
                    const Ledger& ledger) {
  const auto in = [](const Record& record, auto... categories) {
    return ((record.category == categories) || ...);
  };
  write_records(writer, paths, options, "FAILURES", ledger.where([&](const Record& record) {
    return in(record, Category::failed, Category::timed_out) ||
           (in(record, Category::rerun) && !record.passed_later);
  }));
  write_records(writer, paths, options, "FLAKY", ledger.where([&](const Record& record) {
    return in(record, Category::rerun) && record.passed_later;
  }));
  write_records(writer, paths, options, "QUARANTINED", ledger.of(Category::quarantined));
}

void write_passes(Writer& writer, const TerminalOptions& options, const Ledger& ledger) {
  if (options.traceback == Traceback::no) return;
  const std::string characters = report_characters(options.report);
  if (characters.find('P') != std::string::npos) {
    write_outputs(writer, "PASSES", ledger.of(Category::passed));
  }
  if (characters.find('X') != std::string::npos) {
    write_outputs(writer, "XPASSES", ledger.of(Category::xpassed));
  }
}

}  // namespace dyntest::report
