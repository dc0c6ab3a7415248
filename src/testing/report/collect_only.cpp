#include "testing/report/collect_only.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "testing/report/header.hpp"
#include "testing/report/ledger.hpp"
#include "testing/report/sections.hpp"
#include "testing/report/short_summary.hpp"
#include "testing/report/tally.hpp"
#include "testing/report/text.hpp"

namespace dyntest::report {

namespace {

// What stands above an item and the item itself, outermost first, as the tree shows them.
std::vector<std::string> branch_of(const std::string& root, const model::Item& item) {
  const std::filesystem::path file{item.file};
  std::vector<std::string> branch{fmt::format("<Dir {}>", root)};
  for (const auto& part : file.parent_path()) {
    branch.push_back(fmt::format("<Dir {}>", part.string()));
  }
  branch.push_back(fmt::format("<File {}>", file.filename().string()));
  if (!item.class_name.empty()) branch.push_back(fmt::format("<Class {}>", item.class_name));
  model::Item plain = item;
  plain.class_name.clear();
  branch.push_back(fmt::format("<Test {}>", plain.title()));
  return branch;
}

// `2/23 tests collected (21 deselected)`
CountPart collected_part(const model::CollectionFinished& collection) {
  const std::size_t all = collection.collected;
  const std::size_t deselected = collection.deselected;
  if (all == 0) return {"no tests collected", {Colour::yellow, false}};
  if (all == deselected) {
    return {fmt::format("no tests collected ({} deselected)", deselected), {Colour::yellow, false}};
  }
  const std::string noun = all == 1 ? "test" : "tests";
  if (deselected == 0) {
    return {fmt::format("{} {} collected", all, noun), {Colour::green, false}};
  }
  return {fmt::format("{}/{} tests collected ({} deselected)", all - deselected, all, deselected),
          {Colour::green, false}};
}

}  // namespace

CollectOnly::CollectOnly(TerminalOptions options, Sink sink)
    : options_{std::move(options)},
      sink_{std::move(sink)},
      writer_{options_.width, options_.colour} {}

void CollectOnly::on(const model::Event& event) {
  if (const auto* started = std::get_if<model::RunStarted>(&event)) {
    paths_ = Paths{started->root, options_.invocation};
    write_header(writer_, *started, options_);
  } else if (const auto* collection = std::get_if<model::CollectionFinished>(&event)) {
    collection_ = *collection;
    write_collected(writer_, collection_, options_.verbosity);
    write_items();
  } else if (const auto* notice = std::get_if<model::Notice>(&event)) {
    writer_.fresh_line();
    writer_.line(notice->text);
  } else if (const auto* finished = std::get_if<model::RunFinished>(&event)) {
    finish(*finished);
  }
  if (!writer_.empty()) sink_(writer_.take());
}

void CollectOnly::write_items() {
  if (collection_.selected.empty()) return;
  if (options_.verbosity >= 0) return write_tree();
  if (options_.verbosity < -1) return write_counts();
  for (const model::Item& item : collection_.selected) writer_.line(item.id());
}

void CollectOnly::write_tree() {
  writer_.line();
  const std::string root = std::filesystem::path{paths_.root()}.filename().string();
  std::vector<std::string> above;
  for (const model::Item& item : collection_.selected) {
    const std::vector<std::string> branch = branch_of(root, item);
    const auto shared = std::ranges::mismatch(above, branch).in2 - branch.begin();
    for (auto level = std::min(shared, std::ssize(branch) - 1); level < std::ssize(branch);
         ++level) {
      const auto depth = static_cast<std::size_t>(level);
      writer_.line(std::string(2 * depth, ' ') + branch[depth]);
    }
    above.assign(branch.begin(), branch.end() - 1);
  }
}

void CollectOnly::write_counts() {
  std::map<std::string, std::size_t> counts;
  for (const model::Item& item : collection_.selected) ++counts[item.file];
  for (const auto& [file, count] : counts) writer_.line(fmt::format("{}: {}", file, count));
}

void CollectOnly::finish(const model::RunFinished& event) {
  const auto& errors = collection_.errors;
  const Ledger nothing_ran{options_};
  writer_.fresh_line();
  writer_.line();
  if (!options_.no_summary) {
    write_errors(writer_, paths_, options_, "", errors, nothing_ran);
    write_short_summary(writer_, paths_, options_, errors, nothing_ran);
  }
  const std::string stopped = stop_text(event, errors.size());
  if (!stopped.empty()) writer_.rule('!', stopped, {Colour::red, false});

  std::vector<CountPart> parts{collected_part(collection_)};
  Colour main = parts.front().style.colour;
  if (!errors.empty()) {
    main = Colour::red;
    parts.push_back({counted(errors.size(), "error"), {main, false}});
  }
  write_last_line(writer_, parts, main, event.seconds, options_.verbosity);
}

}  // namespace dyntest::report
