#include "testing/report/short_summary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

class Lines {
 public:
  Lines(Writer& writer, const Paths& paths, const TerminalOptions& options, const Ledger& ledger)
      : writer_{writer}, paths_{paths}, options_{options}, ledger_{ledger} {}

  void with_message(Category category, std::string_view word, Colour colour);
  void with_reason(Category category, std::string_view word);
  void skipped();
  void collection_error(const model::CollectionError& error);

 private:
  void begin(std::string_view word, Colour colour, std::string_view more = {});
  void write_id(const model::Item& item);
  void write_message(std::string_view message, std::size_t more_failures);
  bool is_whole() const { return options_.whole_messages || options_.verbosity > 1; }

  Writer& writer_;
  const Paths& paths_;
  const TerminalOptions& options_;
  const Ledger& ledger_;
  bool headed_ = false;
};

void Lines::begin(std::string_view word, Colour colour, std::string_view more) {
  if (!headed_) writer_.rule('=', "short test summary info", {Colour::cyan, true});
  headed_ = true;
  writer_.write(word, {colour, false});
  writer_.write(more);
  writer_.write(" ");
}

void Lines::write_id(const model::Item& item) {
  writer_.write(paths_.shown(item.file) + "::");
  writer_.write(member_of(item), {Colour::none, true});
}

void Lines::write_message(std::string_view message, std::size_t more_failures) {
  constexpr std::string_view dash = " - ";
  const std::string more = more_failures == 0 ? "" : fmt::format(" (and {} more)", more_failures);
  const std::string_view first = first_line(message);
  if (is_whole()) {
    writer_.write(fmt::format("{}{}{}{}", dash, first, more, message.substr(first.size())));
  } else {
    const std::size_t taken = writer_.column() + dash.size() + more.size();
    const auto text = fitted(first, writer_.width() > taken ? writer_.width() - taken : 0);
    if (text) writer_.write(fmt::format("{}{}{}", dash, *text, more));
  }
  writer_.line();
}

void Lines::with_message(Category category, std::string_view word, Colour colour) {
  for (const Record* record : ledger_.of(category)) {
    begin(word, colour);
    write_id(*record->item);
    const auto& failures = record->phase.failures;
    if (failures.empty()) {
      writer_.line();
    } else {
      write_message(without_last_newline(failures.front().message), failures.size() - 1);
    }
  }
}

void Lines::with_reason(Category category, std::string_view word) {
  for (const Record* record : ledger_.of(category)) {
    const bool at_setup = record->phase.phase == model::Phase::setup;
    begin(word, Colour::yellow, at_setup ? " at setup of" : "");
    write_id(*record->item);
    writer_.line(record->phase.reason.empty() ? "" : " - " + record->phase.reason);
  }
}

// Tests that were skipped at the same place for the same reason share a line.
void Lines::skipped() {
  struct Fold {
    model::Place place;
    std::string reason;
    std::size_t count;
  };
  std::vector<Fold> folds;
  for (const Record* record : ledger_.of(Category::skipped)) {
    const model::Place& place = record->phase.reason_place;
    const auto same = std::ranges::find_if(folds, [&](const Fold& fold) {
      return fold.place == place && fold.reason == record->phase.reason;
    });
    if (same == folds.end()) {
      folds.push_back({place, record->phase.reason, 1});
    } else {
      ++same->count;
    }
  }
  for (const Fold& fold : folds) {
    begin("SKIPPED", Colour::yellow, fmt::format(" [{}]", fold.count));
    writer_.write(paths_.shown(fold.place.file));
    if (fold.place.line > 0) writer_.write(fmt::format(":{}", fold.place.line));
    writer_.line(": " + fold.reason);
  }
}

void Lines::collection_error(const model::CollectionError& error) {
  begin("ERROR", Colour::red);
  writer_.write(paths_.shown(error.path));
  std::string_view text = without_last_newline(error.text);
  // A text that begins with the path it is about need not say it twice in a line.
  if (text.starts_with(error.path + ": ")) text.remove_prefix(error.path.size() + 2);
  write_message(text, 0);
}

}  // namespace

void write_short_summary(Writer& writer, const Paths& paths, const TerminalOptions& options,
                         const std::vector<model::CollectionError>& collection,
                         const Ledger& ledger) {
  Lines lines{writer, paths, options, ledger};
  for (const char character : report_characters(options.report)) {
    if (character == 'f') {
      lines.with_message(Category::failed, "FAILED", Colour::red);
      lines.with_message(Category::timed_out, "TIMEOUT", Colour::red);
    }
    if (character == 'R') lines.with_reason(Category::flaky, "FLAKY");
    if (character == 'q') lines.with_reason(Category::quarantined, "QUARANTINED");
    if (character == 'p') lines.with_message(Category::passed, "PASSED", Colour::green);
    if (character == 's') lines.skipped();
    if (character == 'x') lines.with_reason(Category::xfailed, "XFAIL");
    if (character == 'X') lines.with_reason(Category::xpassed, "XPASS");
    if (character != 'E') continue;
    for (const model::CollectionError& error : collection) lines.collection_error(error);
    lines.with_message(Category::error, "ERROR", Colour::red);
  }
}

}  // namespace dyntest::report
