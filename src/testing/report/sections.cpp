#include "testing/report/sections.hpp"

#include <fmt/format.h>

#include "testing/report/failure_text.hpp"
#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

void write_captured(Writer& writer, const Record& record) {
  for (const CapturedSection& section : record.captured) {
    writer.rule('-', section.title);
    writer.write(section.text);
    if (!section.text.ends_with('\n')) writer.line();
  }
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

// Where, how and with which command that goes wrong again.
class Records {
 public:
  Records(Writer& writer, const Paths& paths, Traceback style, std::string_view again)
      : writer_{writer}, paths_{paths}, style_{style}, again_{again} {}

  void write(std::string_view title, const std::vector<const Record*>& records) {
    if (style_ == Traceback::no || records.empty()) return;
    writer_.rule('=', title);
    write(records);
  }

  void write(const std::vector<const Record*>& records) {
    FailureText text{paths_, style_};
    for (const Record* record : records) write(text, *record);
  }

 private:
  void write(FailureText& text, const Record& record) {
    if (style_ != Traceback::line) writer_.rule('_', title_of(record), {Colour::red, true});
    text.write(writer_, record.phase);
    if (style_ == Traceback::line) return;
    if (!again_.empty()) writer_.line(again_line(again_, paths_.shown_node_id(*record.item)));
    write_captured(writer_, record);
  }

  Writer& writer_;
  const Paths& paths_;
  Traceback style_;
  std::string_view again_;
};

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
                  std::string_view again, const std::vector<model::CollectionError>& collection,
                  const Ledger& ledger) {
  const auto records = ledger.of(Category::error);
  if (options.traceback == Traceback::no || (collection.empty() && records.empty())) return;
  writer.rule('=', "ERRORS");
  for (const model::CollectionError& error : collection) {
    writer.rule('_', "ERROR collecting " + error.path, {Colour::red, true});
    writer.write(error.text);
    writer.fresh_line();
  }
  Records{writer, paths, options.traceback, again}.write(records);
}

void write_failures(Writer& writer, const Paths& paths, const TerminalOptions& options,
                    std::string_view again, const Ledger& ledger) {
  Records records{writer, paths, options.traceback, again};
  const auto in = [](const Record& record, auto... categories) {
    return ((record.category == categories) || ...);
  };
  records.write("FAILURES", ledger.where([&](const Record& record) {
    return in(record, Category::failed, Category::timed_out) ||
           (in(record, Category::rerun) && !record.passed_later);
  }));
  records.write("FLAKY", ledger.where([&](const Record& record) {
    return in(record, Category::rerun) && record.passed_later;
  }));
  records.write("QUARANTINED", ledger.of(Category::quarantined));
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
