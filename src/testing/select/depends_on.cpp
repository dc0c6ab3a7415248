#include "testing/select/depends_on.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "testing/select/nearest.hpp"

namespace dyntest::select {
namespace {

using model::Item;
using Indices = std::vector<std::size_t>;

constexpr std::string_view mark_name = "depends_on";

bool is_dependent(const Item& item) { return item.mark(std::string{mark_name}) != nullptr; }

std::string class_id(const Item& item) { return item.file + "::" + item.class_name; }

// Without its row.
std::string test_id(const Item& item) {
  return (item.class_name.empty() ? item.file : class_id(item)) + "::" + item.name;
}

std::string within_file(const std::string& id, const Item& item) {
  return id.starts_with(item.file + "::") ? id.substr(item.file.size() + 2) : id;
}

// The tests behind each name, as it stands in a node id.
class Names {
 public:
  explicit Names(const std::vector<Item>& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Item& item = items[i];
      files_.insert(item.file);
      if (!item.class_name.empty()) add(class_id(item), i);
      add(test_id(item), i);
      if (item.has_parameters) add(item.node_id(), i);
    }
  }

  // Null if `by` can mean no test by it.
  const Indices* find(const std::string& name, const Item& by) const {
    for (const auto& id : {class_id(by) + "::" + name, by.file + "::" + name, name})
      if (const auto found = tests_.find(id); found != tests_.end()) return &found->second;
    return nullptr;
  }

  bool has_file_of(const std::string& name) const {
    return files_.contains(name.substr(0, name.find("::")));
  }

  // `; did you mean logs_in?`: what `by` can say for a test of its class, of its file, of others.
  std::string hint(const std::string& name, const Item& by) const {
    std::vector<std::string> near;
    for (const auto& id : order_) {
      if (!id.starts_with(by.file + "::")) continue;
      near.push_back(within_file(id, by));
      if (id.starts_with(class_id(by) + "::")) near.push_back(id.substr(class_id(by).size() + 2));
    }
    const auto meant = did_you_mean(name, near);
    return meant.empty() ? did_you_mean(name, order_) : meant;
  }

 private:
  void add(const std::string& id, std::size_t test) {
    auto& tests = tests_[id];
    if (tests.empty()) order_.push_back(id);
    tests.push_back(test);
  }

  std::unordered_map<std::string, Indices> tests_;
  std::vector<std::string> order_;  // the names
  std::set<std::string> files_;
};

std::string place_text(const Item& item) { return fmt::format("{}:{}", item.file, item.line); }

std::vector<std::string> names_in_marks(const Item& item) {
  std::vector<std::string> names;
  for (const auto& mark : item.marks) {
    if (mark.name != mark_name) continue;
    for (const auto& argument : mark.arguments)
      if (const auto* name = std::get_if<std::string>(&argument.value)) names.push_back(*name);
  }
  return names;
}

// Looks for ways that lead from a test back to it. Not by recursion: a chain may be as long as a
// suite. Of two circles with a common test one may go unsaid.
class Circles {
 public:
  Circles(const std::vector<Item>& items, const std::vector<Indices>& of)
      : items_{items}, of_{of}, next_(items.size()), states_(items.size(), State::unseen) {}

  std::vector<model::CollectionError> errors() {
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (states_[i] == State::unseen) walk_from(i);
    return std::move(errors_);
  }

 private:
  enum class State : std::uint8_t { unseen, on_way, done };

  void walk_from(std::size_t first) {
    enter(first);
    while (!way_.empty()) {
      const std::size_t test = way_.back();
      if (next_[test] == of_[test].size()) {
        states_[test] = State::done;
        way_.pop_back();
        continue;
      }
      const std::size_t next = of_[test][next_[test]++];
      if (states_[next] == State::unseen)
        enter(next);
      else if (states_[next] == State::on_way)
        tell(next);
    }
  }

  void enter(std::size_t test) {
    states_[test] = State::on_way;
    way_.push_back(test);
  }

  void tell(std::size_t first) {
    const Item& item = items_[first];
    if (!told_.insert(place_text(item)).second) return;  // another row has
    std::string text;
    for (auto each = std::ranges::find(way_, first); each != way_.end(); ++each)
      text += within_file(items_[*each].node_id(), item) + " -> ";
    text += within_file(item.node_id(), item);
    errors_.push_back({item.file, fmt::format("{}: tests wait for each other: {}; take one of "
                                              "these depends_on away",
                                              place_text(item), text)});
  }

  const std::vector<Item>& items_;
  const std::vector<Indices>& of_;
  std::vector<std::size_t> next_;  // of each test, which of those it depends on
  std::vector<State> states_;
  Indices way_;
  std::set<std::string> told_;
  std::vector<model::CollectionError> errors_;
};

}  // namespace

Prerequisites find_prerequisites(const std::vector<Item>& items, bool whole) {
  Prerequisites found;
  if (std::ranges::none_of(items, is_dependent)) return found;
  const Names known{items};
  std::set<std::string> told;  // once, not for each row
  found.of.resize(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    auto& of = found.of[i];
    for (const auto& name : names_in_marks(item)) {
      const auto* tests = known.find(name, item);
      if (tests == nullptr) {
        if (!whole && !known.has_file_of(name)) continue;
        auto text =
            fmt::format("{}: {} depends on '{}', and there is no such test{}", place_text(item),
                        within_file(test_id(item), item), name, known.hint(name, item));
        if (told.insert(text).second) found.errors.push_back({item.file, std::move(text)});
        continue;
      }
      const bool is_row = name.ends_with(']');
      for (const auto test : *tests)
        if ((is_row || test_id(items[test]) != test_id(item)) &&
            std::ranges::find(of, test) == of.end())
          of.push_back(test);
    }
  }
  auto circles = Circles{items, found.of}.errors();
  std::ranges::move(circles, std::back_inserter(found.errors));
  return found;
}

}  // namespace dyntest::select
