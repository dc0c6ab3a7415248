#include "testing/runner/history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

#include "testing/builtin/cache.hpp"

namespace dyntest::runner {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

Json value_of(const builtin::Cache& cache, const std::string& key) {
  return Json::parse(cache.json(key).value_or(""), nullptr, false);
}

// `0:00:02`, `1 day, 0:00:02`: as Python writes a timedelta.
std::string age(std::int64_t seconds) {
  const std::int64_t days = seconds / 86'400;
  const std::string clock =
      fmt::format("{}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
  return days == 0 ? clock : fmt::format("{} day{}, {}", days, days == 1 ? "" : "s", clock);
}

std::string file_of(const std::string& id) { return id.substr(0, id.find("::")); }

}  // namespace

std::optional<std::size_t> HistoryOptions::failures_max() const {
  if (!stepwise) return std::nullopt;
  return stepwise_skip ? 2 : 1;
}

PastRuns read_past_runs(const fs::path& cache_folder) {
  const builtin::Cache cache{cache_folder};
  PastRuns past;
  const Json failed = value_of(cache, "cache/lastfailed");
  if (failed.is_object())
    for (const auto& [id, is_failed] : failed.items()) past.failed.insert(id);
  const Json known = value_of(cache, "cache/nodeids");
  if (known.is_array())
    for (const auto& id : known)
      if (id.is_string()) past.known.insert(id.get_ref<const std::string&>());
  const Json outcomes = value_of(cache, "dyntest/outcomes");
  if (outcomes.is_object()) {
    PastOutcomes::Letters letters;
    for (const auto& [id, text] : outcomes.items())
      if (text.is_string()) letters[id] = text.get<std::string>();
    past.outcomes = PastOutcomes{letters};
  }
  const Json stepwise = value_of(cache, "cache/stepwise");
  if (stepwise.is_object()) {
    const Json last = stepwise.value("last_failed", Json{});
    const Json tests = stepwise.value("last_test_count", Json{});
    const Json ended = stepwise.value("last_ended", Json{});
    if (last.is_string()) past.stepwise.failed = last.get<std::string>();
    if (tests.is_number_unsigned()) past.stepwise.tests = tests.get<std::size_t>();
    if (ended.is_number_integer()) past.stepwise.ended = ended.get<std::int64_t>();
  }
  return past;
}

base::Status write_past_runs(const fs::path& cache_folder, const PastRuns& past,
                             const StoredRuns& stored) try {
  builtin::Cache cache{cache_folder};
  Json failed = Json::object();
  for (const auto& id : past.failed) failed[id] = true;
  const auto set = [&cache](const std::string& key, const Json& value) {
    cache.set_json(key, value.dump(2, ' ', false, Json::error_handler_t::replace));
  };
  if (past.failed != stored.failed) set("cache/lastfailed", failed);
  if (past.known.size() != stored.known)
    set("cache/nodeids", std::set<std::string>{past.known.begin(), past.known.end()});
  if (past.outcomes.letters() != stored.outcomes) set("dyntest/outcomes", past.outcomes.letters());
  const auto& stepwise = past.stepwise;
  if (stepwise.tests && stepwise != stored.stepwise)
    set("cache/stepwise", {{"last_failed", stepwise.failed ? Json(*stepwise.failed) : Json{}},
                           {"last_test_count", *stepwise.tests},
                           {"last_ended", stepwise.ended}});
  return {};
} catch (const std::exception& error) {
  return base::Error{error.what()};
}

History::Indices History::collected(const std::vector<model::Item>& items, Indices chosen,
                                    const IsGiven& is_given) {
  const auto failed = [&](std::size_t index) {
    return past_.failed.contains(items[index].node_id());
  };
  if (!options_.last_failed || std::ranges::none_of(chosen, failed)) return chosen;
  std::set<std::string> with_failures;
  for (const auto& id : past_.failed) with_failures.insert(file_of(id));
  std::set<std::string> left_out;
  std::erase_if(chosen, [&](std::size_t index) {
    const std::string& file = items[index].file;
    if (!with_failures.contains(file)) {
      left_out.insert(file);
      return true;
    }
    return !failed(index) && !is_given(file);
  });
  files_left_out_ = left_out.size();
  return chosen;
}

History::Choice History::choose(const std::vector<model::Item>& items, Indices selected,
                                const ChangedAt& changed_at, std::int64_t now) {
  Choice choice{std::move(selected), {}};
  if (options_.stepwise) choose_stepwise(items, choice, now);
  if (options_.last_failed || options_.failed_first) choose_failed(items, choice);
  if (options_.new_first) choose_new(items, choice, changed_at);
  return choice;
}

void History::choose_failed(const std::vector<model::Item>& items, Choice& choice) {
  const auto tell = [&](std::string status) {
    if (files_left_out_ > 0)
      status +=
          fmt::format(" (skipped {} file{})", files_left_out_, files_left_out_ == 1 ? "" : "s");
    choice.lines.push_back("run-last-failure: " + status);
  };
  if (past_.failed.empty()) {
    if (options_.none_without_failures) choice.kept.clear();
    return tell(options_.none_without_failures
                    ? "no previously failed tests, deselecting all items."
                    : "no previously failed tests, not deselecting items.");
  }
  const auto others = std::ranges::stable_partition(choice.kept, [&](std::size_t index) {
    return past_.failed.contains(items[index].node_id());
  });
  const auto failures = choice.kept.size() - others.size();
  if (failures == 0)
    return tell(fmt::format("{} known failures not in selected tests", past_.failed.size()));
  if (options_.last_failed) choice.kept.erase(others.begin(), others.end());
  tell(fmt::format("rerun previous {} failure{}{}", failures, failures == 1 ? "" : "s",
                   options_.failed_first ? " first" : ""));
}

void History::choose_new(const std::vector<model::Item>& items, Choice& choice,
                         const ChangedAt& changed_at) {
  std::ranges::stable_sort(choice.kept, [&](std::size_t a, std::size_t b) {
    const bool a_known = past_.known.contains(items[a].node_id());
    const bool b_known = past_.known.contains(items[b].node_id());
    if (a_known != b_known) return !a_known;
    return changed_at(items[a].file) > changed_at(items[b].file);
  });
}

void History::choose_stepwise(const std::vector<model::Item>& items, Choice& choice,
                              std::int64_t now) {
  auto& stepwise = past_.stepwise;
  const auto before = std::exchange(stepwise.tests, choice.kept.size());
  const auto tell = [&](const std::string& status) {
    choice.lines.push_back("stepwise: " + status);
  };
  if (options_.stepwise_reset) {
    stepwise.failed.reset();
    return tell("resetting state, not skipping.");
  }
  if (!stepwise.failed) return tell("no previously failed tests, not skipping.");
  if (before && *before != choice.kept.size()) {
    stepwise.failed.reset();
    return tell(fmt::format("test count changed, not skipping (now {} tests, previously {}).",
                            choice.kept.size(), *before));
  }
  const auto failed = std::ranges::find_if(
      choice.kept, [&](std::size_t index) { return items[index].node_id() == *stepwise.failed; });
  if (failed == choice.kept.end()) return tell("previously failed test not found, not skipping.");
  tell(fmt::format(
      "skipping {} already passed items (cache from {} ago, use --sw-reset to discard).",
      failed - choice.kept.begin(), age(std::max<std::int64_t>(0, now - stepwise.ended))));
  choice.kept.erase(choice.kept.begin(), failed);
}

PastRuns History::past(std::int64_t now) const {
  PastRuns past = past_;
  if (options_.stepwise) past.stepwise.ended = now;
  return past;
}

void History::on(const model::Event& event) {
  if (const auto* collection = std::get_if<model::CollectionFinished>(&event))
    learn(*collection);
  else if (const auto* phase = std::get_if<model::PhaseFinished>(&event))
    learn(*phase);
  else if (const auto* test = std::get_if<model::TestFinished>(&event))
    keep_letter(test->item);
}

// Between the phases of a test come no others' (sequencer.hpp).
void History::learn_letter(const model::PhaseFinished& phase) {
  using model::Outcome;
  const bool passed = phase.outcome == Outcome::passed || phase.outcome == Outcome::xpassed;
  if (phase.phase == model::Phase::setup) letter_ = '\0';
  if (model::is_failure(phase.outcome) || phase.outcome == Outcome::quarantined)
    letter_ = 'F';
  else if (phase.outcome == Outcome::flaky && letter_ != 'F')
    letter_ = 'R';
  else if (passed && phase.phase == model::Phase::call && letter_ == '\0')
    letter_ = '.';
}

void History::keep_letter(std::size_t item) {
  const char letter = std::exchange(letter_, '\0');
  if (letter == '\0' || (letter == '.' && past_.outcomes.empty())) return;
  past_.outcomes.add(items_[item].node_id(), letter);
}

std::string History::note_of(const model::PhaseFinished& phase) const {
  const auto& item = items_[phase.item];
  if (!model::is_failure(phase.outcome) || item.repetition > 0) return {};
  return past_.outcomes.note_of_failure(item.node_id());
}

void History::learn(const model::CollectionFinished& collection) {
  items_ = collection.selected;
  for (const auto& item : items_) past_.known.insert(item.node_id());
  // A file that could not be collected the last time: nobody knows how its tests do.
  for (const auto& item : items_)
    if (!past_.failed.empty() && past_.failed.contains(item.file))
      past_.failed.insert(item.node_id());
  for (const auto& item : items_) past_.failed.erase(item.file);
  for (const auto& error : collection.errors) past_.failed.insert(error.path);
}

void History::learn(const model::PhaseFinished& phase) {
  using model::Outcome;
  learn_letter(phase);
  const bool failed = model::is_failure(phase.outcome);
  if (!failed && past_.failed.empty() && !options_.stepwise) return;
  const std::string id = items_[phase.item].node_id();
  const bool called = phase.phase == model::Phase::call;
  if (failed) {
    past_.failed.insert(id);
    failed_now_.insert(id);
  } else if (failed_now_.contains(id)) {
    return;  // another repetition of it has failed
  } else if (called || phase.outcome == Outcome::skipped || phase.outcome == Outcome::xfailed) {
    past_.failed.erase(id);
  }
  if (!options_.stepwise) return;
  auto& last = past_.stepwise.failed;
  if (failed && options_.stepwise_skip) {
    options_.stepwise_skip = false;
    if (last == id) last.reset();
  } else if (failed) {
    last = id;
  } else if (called && last == id) {
    last.reset();
  }
}

}  // namespace dyntest::runner
