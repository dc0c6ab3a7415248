#include "testing/runner/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "testing/runner/case_table.hpp"
#include "testing/runner/names.hpp"
#include "testing/runner/resolver.hpp"
#include "testing/select/file_name.hpp"

namespace dyntest::runner {
namespace {

template <class Entry>
std::vector<const Entry*> in_order(check::Entries<Entry> entries) {
  std::vector<const Entry*> all{entries.begin(), entries.end()};
  std::ranges::stable_sort(all, [](const Entry* a, const Entry* b) {
    // Path by path, so that a folder sorts among files by its name.
    const std::filesystem::path left{a->site.file};
    const std::filesystem::path right{b->site.file};
    return left == right ? a->site.line < b->site.line : left < right;
  });
  return all;
}

const char* family_word(check::Family family) {
  constexpr const char* words[] = {"frequency", "role", "component", "execution", "resource"};
  return words[static_cast<int>(family)];
}

// The comment that stands right above `line` (1-based) of the file, if the source is there.
std::string comment_above(const std::string& file, int line) {
  std::ifstream source{file};
  std::string text;
  std::string comment;
  for (int number = 1; number < line && std::getline(source, text); ++number) {
    if (text.starts_with("// "))
      comment += (comment.empty() ? "" : "\n") + text.substr(3);
    else
      comment.clear();
  }
  return comment;
}

std::vector<std::string> value_names(const check::TestEntry& entry) {
  const auto all = parameter_names(entry.parameters.text);
  std::vector<std::string> names;
  for (int i = 0; i < entry.parameters.size; ++i)
    if (!entry.parameters.data[i].is_fixture) names.push_back(all[static_cast<std::size_t>(i)]);
  return names;
}

}  // namespace

Suite::Suite() : definitions_{in_order(check::fixtures())} {
  for (const auto* entry : in_order(check::tests())) expand(*entry);
  add_marks_of_files();
  Resolver resolver{definitions_, nodes_};
  for (auto& test : tests_) resolver.resolve(test);
  reject_duplicates();
}

void Suite::expand(const check::TestEntry& entry) {
  const auto names = value_names(entry);
  CaseTable table{names};
  if (entry.describe != nullptr) entry.describe(table);
  if (static_cast<std::size_t>(table.columns()) != names.size()) {
    errors_.push_back(
        {entry.site.file,
         fmt::format("{}:{}: {} takes {} value(s), its cases give {}; add cases(…), "
                     "or take fixtures by reference",
                     entry.site.file, entry.site.line, entry.name, names.size(), table.columns())});
    return;
  }
  for (auto& row : table.rows()) {
    Test test;
    test.entry = &entry;
    test.item.file = entry.site.file;
    test.item.line = entry.site.line;
    test.item.name = entry.name;
    if (entry.of_class != nullptr) test.item.class_name = entry.of_class->name;
    test.item.has_parameters = table.columns() > 0;
    test.item.parameters = row.id;
    test.item.marks = std::move(row.marks);
    test.item.marks.insert(test.item.marks.end(), table.marks().begin(), table.marks().end());
    test.values = std::move(row.values);
    test.xfail_raises = table.xfail_raises();
    tests_.push_back(std::move(test));
  }
}

void Suite::add_marks_of_files() {
  std::vector<std::string> components;
  for (const check::MarkEntry* mark : check::marks())
    if (mark->family == check::Family::component) components.emplace_back(mark->name);
  std::map<std::string, std::vector<model::Mark>> marks_of;
  for (auto& test : tests_) {
    const auto [marks, is_new] = marks_of.try_emplace(test.item.file);
    if (is_new) {
      const auto named = select::marks_of_file(test.item.file, components);
      if (!named)
        errors_.push_back({test.item.file, named.error().text()});
      else if (*named)
        marks->second = {{(*named)->role, {}}, {(*named)->component, {}}};
    }
    test.item.marks.insert(test.item.marks.end(), marks->second.begin(), marks->second.end());
  }
}

void Suite::reject_duplicates() {
  std::map<std::string, int> first_line;
  for (const auto& test : tests_) {
    const auto [seen, is_new] = first_line.try_emplace(test.item.id(), test.item.line);
    if (is_new) continue;
    errors_.push_back(
        {test.item.file,
         fmt::format("{}:{}: duplicate test name: '{}' is defined at line {} too; "
                     "rename one of them",
                     test.item.file, test.item.line, test.item.title(), seen->second)});
  }
}

Collection Suite::collection(const std::string& root) const {
  Collection all;
  for (const auto& test : tests_) all.items.push_back(test.item);
  std::set<std::string> seen;
  for (const check::MarkEntry* mark : check::marks())
    if (seen.insert(mark->name).second)
      all.marks.push_back({mark->name, mark->description, family_word(mark->family)});
  std::ranges::sort(all.marks, {}, &model::MarkDeclaration::signature);
  for (const auto* entry : definitions_) {
    model::Fixture fixture{type_name(*entry->type),
                           {entry->site.file, entry->site.line},
                           static_cast<model::Scope>(entry->options.scope),
                           entry->options.autouse,
                           comment_above(root + "/" + entry->site.file, entry->site.line),
                           {}};
    for (int i = 0; i < entry->parameters.size; ++i)
      fixture.uses.push_back(type_name(*entry->parameters.data[i].type));
    all.fixtures.push_back(std::move(fixture));
  }
  all.errors = errors_;
  return all;
}

}  // namespace dyntest::runner
