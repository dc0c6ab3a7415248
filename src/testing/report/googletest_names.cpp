#include "testing/report/googletest_names.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <unordered_set>

#include "foundation/base/panic.hpp"

namespace dyntest::report {

namespace fs = std::filesystem;

namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string plain(std::string text) {
  std::ranges::replace_if(text, [](char c) { return !is_plain(c); }, '_');
  return text.empty() ? "_" : text;
}

// To GoogleTest's tools this beginning says that the test is not to run; here a mark says that.
std::string without_order(std::string name) {
  return name.starts_with("DISABLED_") ? "_" + name : name;
}

// The stem and `depth` of the folders above: kv/test_unit_x.
std::string tail_of(const fs::path& file, std::size_t depth) {
  std::string name = plain(file.stem().string());
  for (fs::path folder = file.parent_path(); depth > 0 && folder.has_filename(); --depth) {
    name = plain(folder.filename().string()) + "/" + name;
    folder = folder.parent_path();
  }
  return name;
}

// As many folders as tell files of one stem apart.
std::map<std::string, std::string> suites_of(const std::set<std::string>& files) {
  std::map<std::string, std::vector<std::string>> by_stem;
  for (const auto& file : files) by_stem[tail_of(file, 0)].push_back(file);
  std::map<std::string, std::string> suites;
  for (const auto& [stem, same] : by_stem) {
    constexpr std::size_t depth_max = 32;  // where even the folders are alike, the tests tell apart
    for (std::size_t depth = 0; depth < depth_max; ++depth) {
      std::set<std::string> names;
      for (const auto& file : same) names.insert(suites[file] = tail_of(file, depth));
      if (names.size() == same.size()) break;
    }
  }
  return suites;
}

GoogleTestName name_of(const model::Item& item, const std::string& suite_of_file) {
  const std::string class_part =
      item.class_name.empty() ? "" : "/" + without_order(plain(item.class_name));
  const std::string parameters = item.has_parameters ? "/" + plain(item.parameters) : "";
  return {suite_of_file + class_part, without_order(plain(item.name)) + parameters};
}

bool is_written_as_it_is(const model::Item& item) {
  return !item.has_parameters ||
         (!item.parameters.empty() && std::ranges::all_of(item.parameters, is_plain));
}

}  // namespace

GoogleTestNames::GoogleTestNames(const std::vector<model::Item>& items) {
  std::set<std::string> files;
  for (const auto& item : items) files.insert(item.file);
  const auto suites = suites_of(files);
  std::unordered_set<std::string> taken;
  // A name that needs no change is not lost to one that does.
  for (const bool as_it_is : {true, false}) {
    for (const auto& item : items) {
      if (is_written_as_it_is(item) != as_it_is) continue;
      GoogleTestName name = name_of(item, suites.at(item.file));
      const std::string test = name.test;
      for (int next = 2; !taken.insert(name.full()).second; ++next)
        name.test = test + "_" + std::to_string(next);
      by_id_.try_emplace(item.node_id(), std::move(name));
    }
  }
}

const GoogleTestName& GoogleTestNames::of(const model::Item& item) const {
  const auto found = by_id_.find(item.node_id());
  base::require(found != by_id_.end(), "a test without a name for GoogleTest's tools");
  return found->second;
}

}  // namespace dyntest::report
