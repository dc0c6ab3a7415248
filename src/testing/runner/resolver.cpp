#include "testing/runner/resolver.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "testing/runner/names.hpp"

namespace dyntest::runner {
namespace {

std::string folder_of(const std::string& file) {
  const auto slash = file.rfind('/');
  return slash == std::string::npos ? "" : file.substr(0, slash + 1);
}

std::string base_name(const std::string& file) { return file.substr(folder_of(file).size()); }

constexpr int library = 0;
constexpr int own_file = 1 << 20;

const char* scope_word(check::Scope scope) {
  constexpr const char* words[] = {"function", "class_", "file", "folder", "session", "run"};
  return words[static_cast<int>(scope)];
}

std::string folded_place(const check::FixtureEntry& entry) {
  return fmt::format("{}:{}", entry.site.file, entry.site.line);
}

void collect(const FixtureNode* node, std::vector<const FixtureNode*>& all) {
  if (std::ranges::find(all, node) != all.end()) return;
  for (const auto* used : node->uses) collect(used, all);
  all.push_back(node);
}

}  // namespace

std::optional<int> nearness(const std::string& definition_file, const std::string& test_file) {
  if (definition_file == test_file) return own_file;
  const std::string base = base_name(definition_file);
  if (base.starts_with("test_")) return std::nullopt;
  if (base != "conftest.cpp") return library;
  const std::string folder = folder_of(definition_file);
  if (!test_file.starts_with(folder)) return std::nullopt;
  return 1 + static_cast<int>(std::ranges::count(folder, '/'));
}

std::vector<const check::FixtureEntry*> Resolver::in_sight(const Test& test, Type type) const {
  std::vector<std::pair<int, const check::FixtureEntry*>> found;
  for (const auto* entry : definitions_)
    if (*entry->type == *type)
      if (const auto near = nearness(entry->site.file, test.item.file))
        found.emplace_back(*near, entry);
  std::ranges::stable_sort(found, [](auto& a, auto& b) { return a.first > b.first; });
  std::vector<const check::FixtureEntry*> entries;
  for (const auto& [near, entry] : found) entries.push_back(entry);
  return entries;
}

std::vector<const check::FixtureEntry*> Resolver::autouse_in_sight(const Test& test) const {
  std::vector<std::pair<int, const check::FixtureEntry*>> found;
  for (const auto* entry : definitions_)
    if (entry->options.autouse)
      if (const auto near = nearness(entry->site.file, test.item.file))
        found.emplace_back(*near, entry);
  std::ranges::stable_sort(found, [](auto& a, auto& b) { return a.first < b.first; });
  std::vector<const check::FixtureEntry*> entries;
  for (const auto& [near, entry] : found) entries.push_back(entry);
  return entries;
}

const FixtureNode* Resolver::find(const Test& test, Type type) {
  const auto candidates = in_sight(test, type);
  // A fixture that asks for its own type, directly or through others, gets the next outer one.
  for (const auto* entry : candidates)
    if (std::ranges::find(under_way_, entry) == under_way_.end()) return node(test, *entry);
  if (candidates.empty()) throw Broken{not_found(test, type)};
  std::vector<std::string> path;
  for (const auto* entry : under_way_) path.push_back(type_name(*entry->type));
  path.push_back(type_name(*type));
  throw Broken{fmt::format("recursive dependency involving fixture '{}' detected: {}",
                           type_name(*type), fmt::join(path, " -> "))};
}

const FixtureNode* Resolver::node(const Test& test, const check::FixtureEntry& entry) {
  const auto* asker = entry.options.of_asker && !under_way_.empty() ? under_way_.back() : nullptr;
  const auto scope = asker == nullptr ? entry.options.scope : asker->options.scope;
  under_way_.push_back(&entry);
  std::vector<const FixtureNode*> uses;
  for (int i = 0; i < entry.parameters.size; ++i) {
    const auto& parameter = entry.parameters.data[i];
    const auto* used = find(test, parameter.type);
    if (used->scope < scope)
      throw Broken{fmt::format(
          "ScopeMismatch: the {} scoped fixture {} ({}) asks for the {} scoped fixture {} ({}); "
          "make {} wider or {} narrower",
          scope_word(scope), type_name(*entry.type), folded_place(entry), scope_word(used->scope),
          used->name, folded_place(*used->entry), used->name, type_name(*entry.type))};
    uses.push_back(used);
  }
  under_way_.pop_back();
  auto& known = known_[{&entry, uses, asker}];
  if (known == nullptr) {
    nodes_.push_back({&entry, type_name(*entry.type), scope, uses});
    known = &nodes_.back();
  }
  return known;
}

std::string Resolver::not_found(const Test& test, Type type) const {
  std::set<std::string> names;
  for (const auto* entry : definitions_)
    if (nearness(entry->site.file, test.item.file)) names.insert(type_name(*entry->type));
  return fmt::format(
      "fixture '{}' not found\navailable fixtures: {}\n"
      "define it with FIXTURE({}) in this file or in a conftest.cpp of this folder or above",
      type_name(*type), fmt::join(names, ", "), type_name(*type));
}

void Resolver::resolve(Test& test) try {
  under_way_.clear();
  std::vector<const FixtureNode*> all;
  for (const auto* entry : autouse_in_sight(test)) collect(find(test, entry->type), all);
  if (const auto* ops = test.entry->of_class; ops != nullptr) {
    for (int i = 0; i < *ops->fixture_count; ++i) {
      test.class_parameters.push_back(find(test, ops->fixtures[i]));
      collect(test.class_parameters.back(), all);
    }
  }
  for (int i = 0; i < test.entry->parameters.size; ++i) {
    const auto& parameter = test.entry->parameters.data[i];
    if (!parameter.is_fixture) continue;
    test.parameters.push_back(find(test, parameter.type));
    collect(test.parameters.back(), all);
  }
  std::ranges::stable_sort(
      all, [](const FixtureNode* a, const FixtureNode* b) { return a->scope > b->scope; });
  test.setup_order = all;
  for (const auto* node : all) test.item.fixtures.push_back(node->name);
} catch (const Broken& broken) {
  test.broken = broken.why;
}

}  // namespace dyntest::runner
