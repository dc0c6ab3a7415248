#include "testing/report/googletest_list.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace dyntest::report {

namespace {

std::string listed(const model::Items& items, const GoogleTestNames& names) {
  std::vector<std::pair<std::string, std::string>> suites;  // with the lines below each
  std::map<std::string, std::size_t> place;
  for (const auto& item : items) {
    const auto& name = names.of(item);
    const auto [found, is_new] = place.try_emplace(name.suite, suites.size());
    if (is_new) suites.emplace_back(name.suite, "");
    suites[found->second].second += "  " + name.test + "\n";
  }
  std::string text;
  for (const auto& [suite, tests] : suites) text += suite + ".\n" + tests;
  return text;
}

}  // namespace

void GoogleTestList::on(const model::Event& event) {
  std::string text;
  if (const auto* collection = std::get_if<model::CollectionFinished>(&event)) {
    // Half a list would be taken for the whole one.
    for (const auto& error : collection->errors)
      text += "ERROR collecting " + error.path + "\n" + error.text + "\n";
    if (collection->errors.empty()) text = listed(collection->selected, names_);
  }
  if (!text.empty()) sink_(text);
}

}  // namespace dyntest::report
