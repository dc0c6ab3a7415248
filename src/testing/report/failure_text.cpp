#include "testing/report/failure_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

constexpr Style alarming{Colour::red, true};

// Something that happened to the test rather than at a line of it is only told.
bool is_placeless(const model::Failure& failure) {
  return failure.place.line == 0 || failure.message.starts_with("[XPASS(strict)]");
}

void write_message(Writer& writer, const model::Failure& failure, std::size_t indentation) {
  const std::string head = "E   " + std::string(indentation, ' ');
  for (const std::string_view line : lines_of(failure.message)) {
    writer.line(head + std::string{line}, alarming);
  }
}

// Where the excerpt of a failure begins: behind what was already shown of the same function.
int first_line_of(const model::Failure& failure, const model::Failure* before, int shown_to) {
  const bool same = before != nullptr && before->place.file == failure.place.file &&
                    before->context_line == failure.context_line;
  if (!same) return failure.context_line;
  return failure.place.line > shown_to ? shown_to + 1 : failure.place.line;
}

}  // namespace

void FailureText::write(Writer& writer, const model::PhaseFinished& phase) {
  if (style_ == Traceback::no) return;
  for (const model::Failure& failure : phase.failures) {
    if (failure.source) sources_.remember(paths_.absolute(failure.place.file), *failure.source);
  }
  const model::Failure* before = nullptr;
  for (const model::Failure& failure : phase.failures) {
    if (before != nullptr && style_ == Traceback::long_) writer.dashes();
    if (style_ == Traceback::line) {
      write_line(writer, failure);
    } else if (is_placeless(failure)) {
      for (const std::string_view line : lines_of(failure.message)) writer.line(line);
    } else if (style_ == Traceback::short_) {
      write_short(writer, failure);
    } else {
      write_long(writer, failure, first_line_of(failure, before, shown_to_));
    }
    before = &failure;
  }
  if (style_ == Traceback::line) return;
  for (const std::string& note : phase.notes) {
    for (const std::string_view line : lines_of(note)) writer.line(line);
  }
}

void FailureText::write_long(Writer& writer, const model::Failure& failure, int first_line) {
  const Excerpt excerpt =
      sources_.excerpt(paths_.absolute(failure.place.file), first_line, failure.place.line);
  writer.line();
  for (const std::string& line : excerpt.lines) writer.line(line);
  write_message(writer, failure, excerpt.indentation);
  writer.line();
  write_place(writer, failure, failure.kind);
  shown_to_ = excerpt.last_line;
}

void FailureText::write_short(Writer& writer, const model::Failure& failure) {
  write_place(writer, failure, failure.kind);
  const auto& lines = sources_.lines(paths_.absolute(failure.place.file));
  const auto line = static_cast<std::size_t>(failure.place.line);
  if (line <= lines.size()) {
    const std::string& text = lines[line - 1];
    writer.line("    " + text.substr(std::min(text.find_first_not_of(' '), text.size())));
  }
  write_message(writer, failure, 0);
}

void FailureText::write_line(Writer& writer, const model::Failure& failure) {
  if (is_placeless(failure)) return writer.line(first_line(failure.message));
  write_place(writer, failure, first_line(failure.message));
}

void FailureText::write_place(Writer& writer, const model::Failure& failure,
                              std::string_view what) {
  writer.write(paths_.shown(failure.place.file), alarming);
  writer.line(fmt::format(":{}{}{}", failure.place.line, what.empty() ? "" : ": ", what));
}

}  // namespace dyntest::report
