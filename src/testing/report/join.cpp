#include "testing/report/join.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

#include "testing/model/exit_code.hpp"
#include "testing/report/tally.hpp"
#include "testing/report/text.hpp"

namespace dyntest::report {
namespace {

using Shards = std::vector<NamedRecording>;
namespace code = model::exit_code;

const model::Shard& shard_of(const NamedRecording& of) { return *of.recording.start().shard; }

std::string name_of(const model::Shard& shard) {
  return fmt::format("shard {} of {}", shard.index, shard.total);
}

base::Status check(const Shards& shards) {
  for (const auto& each : shards)
    if (!each.recording.start().shard)
      return base::Error{each.name + " is no shard: it was recorded without --partition"};
  const NamedRecording* told = nullptr;  // that says how tests were shared out
  for (auto each = shards.begin(); each != shards.end(); ++each) {
    const auto& [by, index, total] = shard_of(*each);
    const auto& first = shard_of(shards.front());
    if (by != first.by || total != first.total)
      return base::Error{fmt::format(
          "{} is one of {} shards by {}, {} one of {} by {}: join the shards of one run",
          shards.front().name, first.total, partition_name(first.by), each->name, total,
          partition_name(by))};
    if (each != shards.begin() && shard_of(*std::prev(each)).index == index)
      return base::Error{fmt::format("{} and {} are both {}", std::prev(each)->name, each->name,
                                     name_of(shard_of(*each)))};
    const auto& shares = each->recording.collection().shares;
    if (!shares) continue;
    if (told == nullptr) told = &*each;
    if (told->recording.collection().shares->checksum != shares->checksum)
      return base::Error{
          fmt::format("{} and {} have not shared out the same tests in the same way: their runs "
                      "had other options, another build or another .dyntest_cache",
                      told->name, each->name)};
  }
  return {};
}

// Those that are not there.
std::vector<std::size_t> missing(const Shards& shards) {
  std::vector<std::size_t> gone;
  for (std::size_t index = 1; index <= shard_of(shards.front()).total; ++index)
    if (std::ranges::none_of(shards, [&](const auto& one) { return shard_of(one).index == index; }))
      gone.push_back(index);
  return gone;
}

// The first of these that a shard ended with is what the whole run ends with.
int worst(const Shards& shards, bool is_whole) {
  constexpr std::array order = {code::internal_error, code::usage_error, code::interrupted,
                                code::tests_failed, code::no_tests_selected};
  for (const int each : order) {
    if (each == code::interrupted && !is_whole) return each;
    if (std::ranges::any_of(shards,
                            [&](const auto& one) { return one.recording.end().exit_code == each; }))
      return each;
  }
  return code::ok;
}

model::RunFinished end_of(const Shards& shards) {
  model::RunFinished end;
  std::vector<std::string> reasons;
  for (const auto& each : shards) {
    const auto& [seconds, stopped, exit_code, error] = each.recording.end();
    end.seconds = std::max(end.seconds, seconds);
    if (!stopped.empty())
      reasons.push_back(
          shards.size() == 1 ? stopped : fmt::format("{}: {}", name_of(shard_of(each)), stopped));
    if (end.error.find(error) == std::string::npos) end.error += error;
  }
  const auto gone = missing(shards);
  if (!gone.empty())
    reasons.push_back(fmt::format("shard{} {} of {} {} missing", gone.size() == 1 ? "" : "s",
                                  fmt::join(gone, ", "), shard_of(shards.front()).total,
                                  gone.size() == 1 ? "is" : "are"));
  end.stopped = fmt::format("{}", fmt::join(reasons, "; "));
  end.exit_code = worst(shards, gone.empty());
  return end;
}

model::RunStarted start_of(const Shards& shards) {
  model::RunStarted start = shards.front().recording.start();
  start.shard.reset();
  start.header_lines.clear();
  for (const auto& each : shards) {
    const auto& of = each.recording.start();
    start.header_lines.push_back(
        fmt::format("{} by {}: {}, {} in {}", name_of(*of.shard), partition_name(of.shard->by),
                    each.name, counted(each.recording.collection().selected.size(), "test"),
                    duration_text(each.recording.end().seconds)));
    std::ranges::copy(of.header_lines, std::back_inserter(start.header_lines));
    start.timestamp = std::min(start.timestamp, of.timestamp);
  }
  return start;
}

// All tests in one order: where each shard's stand, and their events.
class Joining {
 public:
  explicit Joining(const Shards& shards) : shards_{shards}, index_(shards.size()) {
    put_in_order();
    for (std::size_t i = 0; i < shards.size(); ++i) take_events(i);
  }

  Recording whole() && {
    Recording whole;
    auto& events = whole.events;
    events.emplace_back(start_of(shards_));
    events.emplace_back(collection());
    std::ranges::move(head_, std::back_inserter(events));
    for (auto& test : of_tests_) std::ranges::move(test, std::back_inserter(events));
    if (judged_) events.emplace_back(std::move(*judged_));
    events.emplace_back(end_of(shards_));
    return whole;
  }

 private:
  struct Place {
    std::size_t at = 0;  // among the tests of all shards
    std::size_t shard = 0;
    std::size_t item = 0;
    auto operator<=>(const Place&) const = default;
  };

  void put_in_order() {
    for (std::size_t i = 0; i < shards_.size(); ++i) {
      const auto& told = shards_[i].recording.collection();
      std::size_t tests = 0;  // so far; the repetitions of each are neighbours
      for (std::size_t item = 0; item < told.selected.size(); ++item) {
        if (told.selected[item].repetition <= 1) ++tests;
        order_.push_back({told.shares->places[tests - 1], i, item});
      }
      index_[i].resize(told.selected.size());
    }
    std::ranges::sort(order_);
    for (std::size_t k = 0; k < order_.size(); ++k) index_[order_[k].shard][order_[k].item] = k;
    of_tests_.resize(order_.size());
  }

  void take_events(std::size_t shard) {
    auto* place = &head_;  // of what names no test: behind the test before it
    for (const auto& event : shards_[shard].recording.events)
      std::visit([&](const auto& told) { take(told, index_[shard], place); }, event);
  }

  template <class Told>
  void take(Told told, const std::vector<std::size_t>& index, std::vector<model::Event>*& place) {
    if constexpr (requires { told.item; }) {
      told.item = index[told.item];
      if constexpr (requires { told.phases; })
        for (auto& phase : told.phases) phase.item = told.item;
      place = &of_tests_[told.item];
      place->emplace_back(std::move(told));
    } else if constexpr (std::is_same_v<Told, model::Notice>) {
      place->emplace_back(std::move(told));
    } else if constexpr (std::is_same_v<Told, model::BenchmarksJudged>) {
      add(std::move(told), index);
    }
  }

  void add(model::BenchmarksJudged told, const std::vector<std::size_t>& index) {
    auto& [baseline, before, regressions, saved] = judged_ ? *judged_ : judged_.emplace();
    if (baseline.empty()) baseline = told.baseline;
    for (auto& [item, measured] : told.before) before.push_back({index[item], measured});
    std::ranges::move(told.regressions, std::back_inserter(regressions));
    if (!told.saved.empty()) saved += (saved.empty() ? "" : ", ") + told.saved;
  }

  model::CollectionFinished collection() const {
    model::CollectionFinished all;
    all.workers = 0;
    const auto add_new = [](auto& to, const auto& from, auto key) {
      for (const auto& one : from)
        if (std::ranges::find(to, std::invoke(key, one), key) == to.end()) to.push_back(one);
    };
    for (const auto& each : shards_) {
      const auto& told = each.recording.collection();
      all.workers += told.workers;
      add_new(all.errors, told.errors, &model::CollectionError::text);
      add_new(all.lines, told.lines, std::identity{});
      // Of what it deselected, the tests of others are selected now.
      if (told.shares)
        all.deselected = told.deselected - (told.shares->tests - told.shares->places.size());
      else
        all.collected = std::max(all.collected, told.collected);
    }
    std::vector<model::Item> selected;
    for (const auto& [at, shard, item] : order_)
      selected.push_back(shards_[shard].recording.collection().selected[item]);
    all.collected = std::max(all.collected, all.deselected + selected.size());
    all.selected = model::Items{std::move(selected)};
    return all;
  }

  const Shards& shards_;
  std::vector<Place> order_;
  std::vector<std::vector<std::size_t>> index_;  // by shard and item: which of all
  std::vector<model::Event> head_;               // before the first test
  std::vector<std::vector<model::Event>> of_tests_;
  std::optional<model::BenchmarksJudged> judged_;
};

}  // namespace

base::Result<Recording> join(std::vector<NamedRecording> shards) {
  if (shards.size() == 1) {
    if (shards.front().recording.start().shard)
      shards.front().recording.events.back() = end_of(shards);
    return std::move(shards.front().recording);
  }
  std::ranges::stable_sort(shards, {}, [](const NamedRecording& each) {
    const auto& shard = each.recording.start().shard;
    return shard ? shard->index : 0;
  });
  if (auto fine = check(shards); !fine) return fine.error();
  return Joining{shards}.whole();
}

}  // namespace dyntest::report
