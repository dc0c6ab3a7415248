// What earlier runs of a suite came to, and what --lf, --ff, --nf and --sw make of it. Words, order
// and messages are pytest's, and so are the values below v/cache in the cache folder: lastfailed,
// nodeids and stepwise. v/dyntest/outcomes is ours (past_outcomes.hpp).
//
// The controller's process alone reads and writes them. Two runs of one suite at a time: the last
// one to end is the one that is remembered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/event.hpp"
#include "testing/runner/past_outcomes.hpp"

namespace dyntest::runner {

struct HistoryOptions {
  bool last_failed = false;            // --lf
  bool failed_first = false;           // --ff
  bool none_without_failures = false;  // --lfnf none
  bool new_first = false;              // --nf
  bool stepwise = false;               // --sw, or one of the next two
  bool stepwise_skip = false;          // --sw-skip
  bool stepwise_reset = false;         // --sw-reset

  // After how many failures --sw stops; nothing without it.
  std::optional<std::size_t> failures_max() const;
};

struct PastRuns {
  struct Stepwise {
    std::optional<std::string> failed;  // where the last run stopped
    std::optional<std::size_t> tests;   // how many it had
    std::int64_t ended = 0;             // seconds since 1970
    bool operator==(const Stepwise&) const = default;
  };

  std::set<std::string> failed;  // node ids, and the paths of files that were not collected
  std::unordered_set<std::string> known;  // node ids of all tests that ever ran
  Stepwise stepwise;
  PastOutcomes outcomes;
};

// What tells whether past runs differ from the stored ones.
struct StoredRuns {
  StoredRuns() = default;
  explicit StoredRuns(const PastRuns& past)
      : failed{past.failed},
        known{past.known.size()},
        stepwise{past.stepwise},
        outcomes{past.outcomes.letters()} {}

  std::set<std::string> failed;
  std::size_t known = 0;  // it only grows
  PastRuns::Stepwise stepwise;
  PastOutcomes::Letters outcomes;
};

// What cannot be read is as if it were not there.
PastRuns read_past_runs(const std::filesystem::path& cache_folder);
// Writes what differs from `stored`.
base::Status write_past_runs(const std::filesystem::path& cache_folder, const PastRuns& past,
                             const StoredRuns& stored = {});

// Chooses tests by their history, then learns from the events of the run.
class History final : public model::Reporter {
 public:
  History(PastRuns past, HistoryOptions options) : past_{std::move(past)}, options_{options} {}

  using Indices = std::vector<std::size_t>;
  using IsGiven = std::function<bool(const std::string& file)>;
  using ChangedAt = std::function<std::int64_t(const std::string& file)>;

  // What --lf collects of `chosen`, indices into `items`: without known failures all; else the
  // failed ones, and all of a file that `is_given` on the command line.
  Indices collected(const std::vector<model::Item>& items, Indices chosen, const IsGiven& is_given);

  struct Choice {
    Indices kept;                    // in the order in which they are to run
    std::vector<std::string> lines;  // for the report, below the number of tests
  };
  // What is left of `selected`, after -k and -m, at the time `now` (seconds since 1970).
  // `changed_at`: when a file was last written, in any unit.
  Choice choose(const std::vector<model::Item>& items, Indices selected,
                const ChangedAt& changed_at, std::int64_t now);

  // In an earlier run, or, once its events have come, in this one.
  bool has_run(const std::string& id) const { return past_.known.contains(id); }

  void on(const model::Event& event) override;
  // How a test that has just failed did before; empty where that says nothing.
  std::string note_of(const model::PhaseFinished& phase) const;
  // What is to be kept of a run that ended at `now` (seconds since 1970).
  PastRuns past(std::int64_t now = 0) const;

 private:
  void choose_failed(const std::vector<model::Item>& items, Choice& choice);
  void choose_new(const std::vector<model::Item>& items, Choice& choice,
                  const ChangedAt& changed_at);
  void choose_stepwise(const std::vector<model::Item>& items, Choice& choice, std::int64_t now);
  void learn(const model::CollectionFinished& collection);
  void learn(const model::PhaseFinished& phase);
  void learn_letter(const model::PhaseFinished& phase);
  void keep_letter(std::size_t item);

  PastRuns past_;
  HistoryOptions options_;
  std::size_t files_left_out_ = 0;
  std::set<std::string> failed_now_;  // in this run
  model::Items items_;                // the tests of this run
  char letter_ = '\0';                // of the test whose phases come; none = it did not run
};

}  // namespace dyntest::runner
