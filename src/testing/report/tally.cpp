#include "testing/report/tally.hpp"

#include <fmt/format.h>

namespace dyntest::report {

namespace {

using model::Outcome;
using model::Phase;

struct Told {
  Category category;
  std::string_view word;
  Colour colour;
};

constexpr Told told[] = {{Category::failed, "failed", Colour::red},
                         {Category::timed_out, "timed out", Colour::red},
                         {Category::passed, "passed", Colour::green},
                         {Category::flaky, "flaky", Colour::yellow},
                         {Category::skipped, "skipped", Colour::yellow},
                         {Category::deselected, "deselected", Colour::yellow},
                         {Category::xfailed, "xfailed", Colour::yellow},
                         {Category::xpassed, "xpassed", Colour::yellow},
                         {Category::quarantined, "quarantined", Colour::yellow},
                         {Category::error, "error", Colour::red},
                         {Category::regressed, "regressed", Colour::red},
                         {Category::rerun, "rerun", Colour::yellow}};

std::vector<CountPart> parts_of(const Tally& tally) {
  std::vector<CountPart> parts;
  for (const Told& kind : told) {
    const std::size_t count = tally.count(kind.category);
    if (count == 0) continue;
    const bool plural = kind.category == Category::error && count > 1;
    parts.push_back({fmt::format("{} {}{}", count, kind.word, plural ? "s" : ""),
                     {kind.colour, kind.colour == tally.colour()}});
  }
  if (parts.empty()) parts.push_back({"no tests ran", {Colour::yellow, false}});
  return parts;
}

}  // namespace

std::optional<Verdict> verdict(const model::PhaseFinished& phase) {
  switch (phase.outcome) {
    case Outcome::passed:
      if (phase.phase != Phase::call) return std::nullopt;
      return Verdict{Category::passed, '.', "PASSED", Colour::green};
    case Outcome::failed:
      if (phase.phase != Phase::call) return Verdict{Category::error, 'E', "ERROR", Colour::red};
      return Verdict{Category::failed, 'F', "FAILED", Colour::red};
    case Outcome::skipped:
      return Verdict{Category::skipped, 's', "SKIPPED", Colour::yellow};
    case Outcome::xfailed:
      return Verdict{Category::xfailed, 'x', "XFAIL", Colour::yellow};
    case Outcome::xpassed:
      return Verdict{Category::xpassed, 'X', "XPASS", Colour::yellow};
    case Outcome::timed_out:
      return Verdict{Category::timed_out, 'T', "TIMEOUT", Colour::red};
    case Outcome::flaky:
      return Verdict{Category::flaky, 'f', "FLAKY", Colour::yellow};
    case Outcome::quarantined:
      return Verdict{Category::quarantined, 'q', "QUARANTINED", Colour::yellow};
  }
  return std::nullopt;
}

std::string_view phase_name(Phase phase) {
  switch (phase) {
    case Phase::setup:
      return "setup";
    case Phase::call:
      return "call";
    case Phase::teardown:
      return "teardown";
  }
  return "";
}

Colour Tally::colour() const {
  if (count(Category::failed) + count(Category::timed_out) + count(Category::error) +
          count(Category::regressed) >
      0)
    return Colour::red;
  if (count(Category::xpassed) + count(Category::flaky) > 0) return Colour::yellow;
  const bool finished = reported_ == expected_;
  return count(Category::passed) > 0 || !finished ? Colour::green : Colour::yellow;
}

std::string duration_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.2f}s", seconds);
  const auto whole = static_cast<long>(seconds);
  return fmt::format("{:.2f}s ({}:{:02}:{:02})", seconds, whole / 3600, whole / 60 % 60,
                     whole % 60);
}

void write_last_line(Writer& writer, const std::vector<CountPart>& parts, Colour main,
                     double seconds, int verbosity) {
  if (verbosity < -1) return;
  const Style style{main, false};
  std::string text;
  std::size_t width = 0;
  for (const CountPart& part : parts) {
    const std::string_view comma = text.empty() ? "" : ", ";
    text.append(comma).append(writer.begin(part.style)).append(part.text);
    text.append(writer.end(part.style));
    width += comma.size() + part.text.size();
  }
  const std::string duration = " in " + duration_text(seconds);
  text.append(writer.begin(style)).append(duration).append(writer.end(style));
  width += duration.size();
  if (verbosity < 0) return writer.line(text, style);
  writer.rule('=', text.append(writer.begin(style)), width, style);
}

void write_count_line(Writer& writer, const Tally& tally, double seconds, int verbosity) {
  write_last_line(writer, parts_of(tally), tally.colour(), seconds, verbosity);
}

}  // namespace dyntest::report
