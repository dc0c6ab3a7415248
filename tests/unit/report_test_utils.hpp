// A run told in a few words, for the tests of the reporters: which tests there were, what became of
// each phase, and what a reporter makes of the events.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "testing/model/event.hpp"
#include "testing/report/collect_only.hpp"
#include "testing/report/terminal.hpp"

namespace report_test {

using namespace dyntest::model;
using dyntest::report::TerminalOptions;

inline std::string contents_of(const std::filesystem::path& path) {
  std::ifstream stream{path};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

inline Item item(std::string file, std::string name, std::string class_name = {}) {
  Item item;
  item.file = std::move(file);
  item.name = std::move(name);
  item.class_name = std::move(class_name);
  return item;
}

inline Item with_parameters(Item item, std::string parameters) {
  item.parameters = std::move(parameters);
  item.has_parameters = true;
  return item;
}

inline PhaseFinished phase(Phase phase, Outcome outcome, std::string reason = {}) {
  PhaseFinished finished;
  finished.phase = phase;
  finished.outcome = outcome;
  finished.reason = std::move(reason);
  return finished;
}

inline PhaseFinished passed() { return phase(Phase::call, Outcome::passed); }

inline PhaseFinished failed(std::string message, Phase where = Phase::call) {
  PhaseFinished finished = phase(where, Outcome::failed);
  finished.failures.push_back({{}, 0, {}, std::move(message)});
  return finished;
}

inline PhaseFinished skipped(std::string reason, Place place = {}) {
  PhaseFinished finished = phase(Phase::setup, Outcome::skipped, std::move(reason));
  finished.reason_place = std::move(place);
  return finished;
}

// Width 60 keeps approved output within a line of source.
inline TerminalOptions options(int verbosity = 0) {
  TerminalOptions options;
  options.width = 60;
  options.verbosity = verbosity;
  return options;
}

class Run {
 public:
  explicit Run(std::string root = "/suite") { started_.root = std::move(root); }

  // A test whose phases, one or more, are the given ones.
  Run& test(Item item, std::vector<PhaseFinished> phases) {
    const std::size_t index = items_.size();
    items_.push_back(std::move(item));
    happened_.emplace_back(TestStarted{index});
    for (PhaseFinished& finished : phases) {
      finished.item = index;
      happened_.emplace_back(std::move(finished));
    }
    happened_.emplace_back(TestFinished{index, 0});
    return *this;
  }
  Run& notice(std::string text) {
    happened_.emplace_back(Notice{std::move(text)});
    return *this;
  }
  Run& event(Event event) {
    happened_.emplace_back(std::move(event));
    return *this;
  }
  // A test that the run did not come to.
  Run& never_reached(Item item) {
    items_.push_back(std::move(item));
    return *this;
  }
  Run& stopped(std::string why) {
    finished_.stopped = std::move(why);
    return *this;
  }

  RunStarted& started() { return started_; }
  CollectionFinished& collection() {
    collection_.selected = items_;
    return collection_;
  }
  RunFinished& finished() { return finished_; }

  void tell(Reporter& reporter) const {
    CollectionFinished collection = collection_;
    collection.selected = items_;
    collection.collected = collection.selected.size() + collection.deselected;
    reporter.on(started_);
    reporter.on(collection);
    for (const Event& event : happened_) reporter.on(event);
    reporter.on(finished_);
  }

  std::string on_terminal(const TerminalOptions& options) const {
    return text_of<dyntest::report::Terminal>(options);
  }
  std::string collect_only(const TerminalOptions& options) const {
    return text_of<dyntest::report::CollectOnly>(options);
  }

 private:
  template <class Kind>
  std::string text_of(const TerminalOptions& options) const {
    std::string text;
    Kind reporter{options, [&text](std::string_view part) { text += part; }};
    tell(reporter);
    return text;
  }

  RunStarted started_;
  CollectionFinished collection_;
  std::vector<Item> items_;  // of the tests that were selected
  std::vector<Event> happened_;
  RunFinished finished_;
};

// The lines from the first one that begins with `head` up to the first after it that begins with
// `tail`.
inline std::string between(const std::string& text, const std::string& head,
                           const std::string& tail) {
  const std::size_t begin = ("\n" + text).find("\n" + head);
  if (begin == std::string::npos) return "no such line: " + head;
  const std::size_t end = text.find("\n" + tail, begin);
  return text.substr(begin, end == std::string::npos ? end : end + 1 - begin);
}

// The lines below the rule with this title, up to the next rule of the whole report (`===`, `!!!`).
inline std::string below(const std::string& text, const std::string& title) {
  const std::size_t rule = text.find("= " + title + " =");
  if (rule == std::string::npos) return "no such section: " + title;
  const std::size_t begin = text.find('\n', rule) + 1;
  const std::size_t end = std::min(text.find("\n=", begin - 1), text.find("\n!!!", begin - 1));
  return text.substr(begin, end == std::string::npos ? end : end + 1 - begin);
}

}  // namespace report_test
