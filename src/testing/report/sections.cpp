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

std::string error_title(const Record& record) {
  return fmt::format("ERROR at {} of {}", phase_name(record.phase.phase), record.item->title());
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
    write_record(writer, text, options.traceback, *record, error_title(*record));
  }
}

void write_failures(Writer& writer, const Paths& paths, const TerminalOptions& options,
                    const Ledger& ledger) {
  const auto records = ledger.of(Category::failed);
  if (options.traceback == Traceback::no || records.empty()) return;
  writer.rule('=', "FAILURES");
  FailureText text{paths, options.traceback};
  for (const Record* record : records) {
    write_record(writer, text, options.traceback, *record, record->item->title());
  }
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
