// What a run's phases are counted as, and the line that says so: `5 failed, 11 passed, 3 errors`.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/writer.hpp"

namespace dyntest::report {

// In the order of the count line.
enum class Category {
  failed,
  timed_out,
  passed,
  flaky,
  skipped,
  deselected,
  xfailed,
  xpassed,
  quarantined,
  error,
  regressed,
  rerun,  // attempts that another one followed
};

// How one outcome is told: `F` or `FAILED`, and its colour.
struct Verdict {
  Category category;
  char letter;
  std::string_view word;
  Colour colour;
};

// Nothing for a set-up or teardown that simply passed. A test whose call passes and whose teardown
// fails has two verdicts.
std::optional<Verdict> verdict(const model::PhaseFinished& phase);
// Of an attempt that another one follows.
inline constexpr Verdict rerun_verdict{Category::rerun, 'R', "RERUN", Colour::yellow};

// setup, call or teardown
std::string_view phase_name(model::Phase phase);

class Tally {
 public:
  void add(Category category, std::size_t count = 1) { counts_[index(category)] += count; }
  std::size_t count(Category category) const { return counts_[index(category)]; }
  void set_expected(std::size_t tests) { expected_ = tests; }
  void test_reported() { ++reported_; }
  std::size_t expected() const { return expected_; }
  std::size_t reported() const { return reported_; }

  // Red after any failure, time-out, error or regression; yellow after an unexpected pass or a
  // flaky test, or if nothing passed at the end.
  Colour colour() const;

 private:
  static std::size_t index(Category category) { return static_cast<std::size_t>(category); }

  std::array<std::size_t, 12> counts_{};
  std::size_t expected_ = 0;
  std::size_t reported_ = 0;
};

// A piece of the last line, with the style it is shown in.
struct CountPart {
  std::string text;
  Style style;
};

// The last line of a run: within a rule, or bare where `verbosity` is negative, or none below -1.
void write_count_line(Writer& writer, const Tally& tally, double seconds, int verbosity);
void write_last_line(Writer& writer, const std::vector<CountPart>& parts, Colour main,
                     double seconds, int verbosity);

// `0.07s`, and from a minute on `83.20s (0:01:23)`.
std::string duration_text(double seconds);

}  // namespace dyntest::report
