// What must be remembered of a run until its end: every verdict that a section or the short summary
// will tell, with everything its test had written by then. Verdicts that nobody will read are not
// kept.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/options.hpp"
#include "testing/report/tally.hpp"

namespace dyntest::report {

// `Captured stdout call` and its text.
struct CapturedSection {
  model::Phase phase;
  std::string title;
  std::string text;
};

struct Record {
  Category category;
  const model::Item* item;
  model::PhaseFinished phase;  // without its captured text, which stands below
  std::vector<CapturedSection> captured;
  std::size_t attempt = 0;   // of the attempts that another one followed, from 1 on; else 0
  std::size_t attempts = 0;  // as many as it had
  bool passed_later = false;
};

class Ledger {
 public:
  explicit Ledger(const TerminalOptions& options);

  // Every phase of a test in turn, then test_finished.
  void phase_finished(const model::Item& item, const model::PhaseFinished& phase,
                      std::optional<Category> category);
  // An attempt of it that another one follows, before the phases of the last one.
  void attempt_failed(const model::Item& item, const model::AttemptFailed& attempt);
  void test_finished();

  std::vector<const Record*> of(Category category) const;
  // Those for which `wanted` holds, in the order in which they came.
  template <class Wanted>
  std::vector<const Record*> where(const Wanted& wanted) const {
    std::vector<const Record*> found;
    for (const Record& record : records_)
      if (wanted(record)) found.push_back(&record);
    return found;
  }

 private:
  bool is_wanted(Category category) const;
  void add_sections(model::Phase phase, const model::Captured& captured);

  bool keeps_passes_;
  bool keeps_stdout_;
  bool keeps_stderr_;
  bool keeps_log_;
  std::vector<Record> records_;
  std::size_t of_this_test_ = 0;           // index of the first record of the running test
  std::vector<CapturedSection> captured_;  // of the running test, so far
};

}  // namespace dyntest::report
