#include "testing/report/recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "testing/model/exit_code.hpp"
#include "testing/report/event_json.hpp"

namespace dyntest::report {

namespace {

constexpr std::string_view cut_short =
    "the recording ends here: its run was cut short or is not over";

// Keeps to the order that reporters count on.
class Reader {
 public:
  base::Status take(model::Event event);
  Recording complete();

 private:
  base::Status check(const model::Event& event) const;
  base::Status check_item(std::size_t item) const;
  base::Status check_shares(const model::CollectionFinished& collection) const;

  std::vector<model::Event> events_;
  std::optional<std::size_t> selected_;  // how many; known once collection is finished
  double seconds_ = 0;                   // of the tests so far
  bool finished_ = false;
};

base::Status Reader::check_item(std::size_t item) const {
  if (!selected_) return base::Error{"a test before collection_finished"};
  if (item < *selected_) return {};
  return base::Error{fmt::format("test {}, but only {} were selected", item, *selected_)};
}

// Of a shard: that its tests can be put beside those of others.
base::Status Reader::check_shares(const model::CollectionFinished& collection) const {
  if (!std::get<model::RunStarted>(events_.front()).shard) return {};
  const auto tests = std::ranges::count_if(
      collection.selected, [](const model::Item& item) { return item.repetition <= 1; });
  const auto& shares = collection.shares;
  if (!shares && tests == 0) return {};
  const auto places = shares ? shares->places.size() : 0;
  if (places != static_cast<std::size_t>(tests) ||
      (places > 0 && collection.selected[0].repetition > 1))
    return base::Error{fmt::format("places for {} of {} tests", places, tests)};
  if (shares->tests < places || collection.deselected < shares->tests - places)
    return base::Error{fmt::format("{} tests of all shards, but {} here and {} deselected",
                                   shares->tests, places, collection.deselected)};
  return {};
}

base::Status Reader::check(const model::Event& event) const {
  const bool starts = std::holds_alternative<model::RunStarted>(event);
  if (starts && !events_.empty()) return base::Error{"a second run begins here"};
  if (!starts && events_.empty()) return base::Error{"the first line is no run_started"};
  if (finished_) return base::Error{"an event after run_finished"};
  if (const auto* collection = std::get_if<model::CollectionFinished>(&event))
    return selected_ ? base::Error{"a second collection_finished"} : check_shares(*collection);
  if (const auto* test = std::get_if<model::TestStarted>(&event)) return check_item(test->item);
  if (const auto* phase = std::get_if<model::PhaseFinished>(&event)) return check_item(phase->item);
  if (const auto* attempt = std::get_if<model::AttemptFailed>(&event))
    return check_item(attempt->item);
  if (const auto* slow = std::get_if<model::TestSlow>(&event)) return check_item(slow->item);
  if (const auto* running = std::get_if<model::TestsRunning>(&event))
    for (const auto& test : running->tests)
      if (base::Status known = check_item(test.item); !known) return known;
  if (const auto* step = std::get_if<model::FixtureStep>(&event)) return check_item(step->item);
  if (const auto* test = std::get_if<model::TestFinished>(&event)) return check_item(test->item);
  if (const auto* judged = std::get_if<model::BenchmarksJudged>(&event))
    for (const auto& stored : judged->before)
      if (base::Status known = check_item(stored.item); !known) return known;
  return {};
}

base::Status Reader::take(model::Event event) {
  if (base::Status fits = check(event); !fits) return fits;
  if (const auto* collection = std::get_if<model::CollectionFinished>(&event))
    selected_ = collection->selected.size();
  if (const auto* test = std::get_if<model::TestFinished>(&event)) seconds_ += test->seconds;
  finished_ = std::holds_alternative<model::RunFinished>(event);
  events_.push_back(std::move(event));
  return {};
}

Recording Reader::complete() {
  if (!selected_) events_.emplace_back(model::CollectionFinished{});
  if (!finished_)
    events_.emplace_back(
        model::RunFinished{seconds_, std::string{cut_short}, model::exit_code::interrupted});
  return {std::move(events_)};
}

std::string_view remedy(std::size_t line) {
  return line == 1 ? "report takes a file that --report-log wrote"
                   : "the file is damaged, take another copy or record the run again";
}

}  // namespace

const model::RunStarted& Recording::start() const {
  return std::get<model::RunStarted>(events.front());
}

const model::CollectionFinished& Recording::collection() const {
  const auto found = std::ranges::find_if(events, [](const model::Event& event) {
    return std::holds_alternative<model::CollectionFinished>(event);
  });
  return std::get<model::CollectionFinished>(*found);
}

const model::RunFinished& Recording::end() const {
  return std::get<model::RunFinished>(events.back());
}

base::Result<Recording> read_recording(const std::string& path) {
  if (std::filesystem::is_directory(path))
    return base::Error{fmt::format("{} is a folder; {}", path, remedy(1))};
  if (!std::filesystem::exists(path)) return base::Error{"file not found: " + path};
  std::ifstream file{path};
  if (!file) return base::Error::from_errno("opening " + path);
  Reader reader;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const bool whole = !file.eof();  // it ended with a newline
    auto event = event_from_json(line);
    if (!event && !whole && number > 1) break;
    base::Status taken = event ? base::Status{} : base::Status{event.error()};
    if (event && *event) {
      taken = reader.take(std::move(**event));
    } else if (event && number == 1) {
      taken = base::Error{"the first line is no run_started"};
    }
    if (!taken)
      return base::Error{
          fmt::format("{}:{}: {}; {}", path, number, taken.error().text(), remedy(number))};
  }
  if (number == 0)
    return base::Error{fmt::format("{} is empty: its run never began; {}", path, remedy(1))};
  return reader.complete();
}

}  // namespace dyntest::report
