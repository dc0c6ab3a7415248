#include "testing/runner/resolver.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "testing/runner/names.hpp"

namespace dyntest::runner {
namespace {

std::string base_name(const std::string& file) { return file.substr(folder_of(file).size()); }

constexpr int library = 0;
constexpr int own_file = 1 << 20;

std::string_view scope_word(check::Scope scope) {
  return model::scope_name(static_cast<model::Scope>(scope));
}

std::string place(const Definition& definition) {
  return fmt::format("{}:{}", definition.entry->site.file, definition.entry->site.line);
}

bool is_same(const check::GivenValue& a, const check::GivenValue& b) {
  return a.kind != check::GivenValue::Kind::other && a.kind == b.kind && a.integer == b.integer &&
         a.number == b.number && a.text == b.text;
}

std::string key_in_run(const FixtureNode& node) {
  std::string key = fmt::format("{} {}", place(*node.definition), shown_name(node));
  for (const auto* used : node.uses) key += " (" + key_in_run(*used) + ")";
  return key;
}

}  // namespace

void collect_nodes(const FixtureNode* node, std::vector<const FixtureNode*>& all, Reach reach) {
  if (std::ranges::find(all, node) != all.end()) return;
  if (node->hosted.empty() || reach == Reach::whole)
    for (const auto* used : node->uses) collect_nodes(used, all, reach);
  all.push_back(node);
}

std::string folder_of(const std::string& file) {
  const auto slash = file.rfind('/');
  return slash == std::string::npos ? "" : file.substr(0, slash + 1);
}

std::optional<int> nearness(const std::string& definition_file, const std::string& test_file) {
  if (definition_file == test_file) return own_file;
  const std::string base = base_name(definition_file);
  if (base.starts_with("test_")) return std::nullopt;
  if (base != "conftest.cpp") return library;
  const std::string folder = folder_of(definition_file);
  if (!test_file.starts_with(folder)) return std::nullopt;
  return 1 + static_cast<int>(std::ranges::count(folder, '/'));
}

std::vector<const Definition*> Resolver::in_sight(const Test& test, Type type) const {
  std::vector<std::pair<int, const Definition*>> found;
  for (const auto& definition : definitions_)
    if (*definition.entry->type == *type)
      if (const auto near = nearness(definition.entry->site.file, test.item.file))
        found.emplace_back(*near, &definition);
  std::ranges::stable_sort(found, [](auto& a, auto& b) { return a.first > b.first; });
  std::vector<const Definition*> result;
  for (const auto& [near, definition] : found) result.push_back(definition);
  return result;
}

std::vector<const Definition*> Resolver::autouse_in_sight(const Test& test) const {
  std::vector<std::pair<int, const Definition*>> found;
  for (const auto& definition : definitions_)
    if (definition.autouse)
      if (const auto near = nearness(definition.entry->site.file, test.item.file))
        found.emplace_back(*near, &definition);
  std::ranges::stable_sort(found, [](auto& a, auto& b) { return a.first < b.first; });
  std::vector<const Definition*> result;
  for (const auto& [near, definition] : found) result.push_back(definition);
  return result;
}

const FixtureNode* Resolver::find(const Test& test, Type type) {
  const auto candidates = in_sight(test, type);
  // A fixture that asks for its own type, directly or through others, gets the next outer one.
  for (const auto* definition : candidates)
    if (std::ranges::find(under_way_, definition) == under_way_.end())
      return node(test, *definition);
  if (candidates.empty()) throw Broken{not_found(test, type)};
  std::vector<std::string> path;
  for (const auto* definition : under_way_) path.push_back(definition->name);
  path.push_back(type_name(*type));
  throw Broken{fmt::format("recursive dependency involving fixture '{}' detected: {}",
                           type_name(*type), fmt::join(path, " -> "))};
}

const FixtureNode* Resolver::node(const Test& test, const Definition& definition) {
  if (!definition.broken.empty()) throw Broken{definition.broken};
  const auto* asker = definition.of_asker && !under_way_.empty() ? under_way_.back() : nullptr;
  const auto scope = asker == nullptr ? definition.scope : asker->scope;
  under_way_.push_back(&definition);
  std::vector<const FixtureNode*> uses;
  const auto& parameters = definition.entry->parameters;
  for (int i = 0; i < parameters.size; ++i) {
    if (!parameters.data[i].is_fixture) continue;
    const auto* used = find(test, parameters.data[i].type);
    if (used->scope < scope)
      throw Broken{fmt::format(
          "ScopeMismatch: the {} scoped fixture {} ({}) asks for the {} scoped fixture {} ({}); "
          "make {} wider or {} narrower",
          scope_word(scope), definition.name, place(definition), scope_word(used->scope),
          used->definition->name, place(*used->definition), used->definition->name,
          definition.name)};
    uses.push_back(used);
  }
  under_way_.pop_back();
  const CaseRow* row = nullptr;
  if (definition.values > 0) {
    const auto [choice, is_new] = choices_.try_emplace(&definition);
    if (is_new) choice->second.rows = rows_of(test, definition);
    row = choice->second.rows.at(choice->second.chosen);
  }
  auto& known = known_[{&definition, uses, row, asker}];
  if (known == nullptr) {
    auto& made = nodes_.emplace_back(FixtureNode{&definition, scope, uses, row, asker});
    if (scope == check::Scope::run && asker == nullptr) made.hosted = key_in_run(made);
    known = &made;
  }
  return known;
}

Resolver::Rows Resolver::rows_of(const Test& test, const Definition& definition) {
  Rows rows;
  for (const auto& gift : wishes_->gifts) {
    if (*gift.fixture != *definition.entry->type ||
        in_sight(test, gift.fixture).front() != &definition)
      continue;
    for (const auto& row : gift.rows) rows.push_back(converted(definition, row));
    return rows;
  }
  for (const auto& row : definition.rows) rows.push_back(&row);
  if (rows.empty())
    throw Broken{
        fmt::format("fixture '{}' takes {} value(s) and has no cases; give it some: "
                    "with<{}>(…) in the test, or cases(…) in its FIXTURE ({})",
                    definition.name, definition.values, definition.name, place(definition))};
  return rows;
}

const CaseRow* Resolver::converted(const Definition& definition, const GivenRow& given) {
  for (const auto& known : converted_)
    if (known.definition == &definition && known.row.id == given.row.id &&
        std::ranges::equal(known.from, given.values, is_same))
      return &known.row;
  if (static_cast<int>(given.values.size()) != definition.values)
    throw Broken{fmt::format("with<{}> gives {} value(s), the fixture takes {} ({})",
                             definition.name, given.values.size(), definition.values,
                             place(definition))};
  CaseRow row = given.row;
  row.values.clear();
  auto value = given.values.begin();
  const auto& parameters = definition.entry->parameters;
  for (int i = 0; i < parameters.size; ++i) {
    const auto& parameter = parameters.data[i];
    if (parameter.is_fixture) continue;
    void* object = parameter.take(*value);
    if (object == nullptr)
      throw Broken{fmt::format("with<{}> gives a {} where the fixture takes a {} ({})",
                               definition.name, type_name(*value->type), type_name(*parameter.type),
                               place(definition))};
    row.values.emplace_back(object, parameter.destroy);
    ++value;
  }
  converted_.push_back({&definition, given.values, std::move(row)});
  return &converted_.back().row;
}

std::string Resolver::not_found(const Test& test, Type type) const {
  std::set<std::string> names;
  for (const auto& definition : definitions_)
    if (nearness(definition.entry->site.file, test.item.file)) names.insert(definition.name);
  return fmt::format(
      "fixture '{}' not found\navailable fixtures: {}\n"
      "define it with FIXTURE({}) in this file or in a conftest.cpp of this folder or above",
      type_name(*type), fmt::join(names, ", "), type_name(*type));
}

Resolver::Nodes Resolver::resolve(Test& test, const Wishes& wishes) {
  under_way_.clear();
  Nodes asked;
  for (const auto* definition : autouse_in_sight(test))
    asked.push_back(find(test, definition->entry->type));
  for (const auto* type : wishes.uses) asked.push_back(find(test, type));
  if (const auto* ops = test.entry->of_class; ops != nullptr) {
    for (int i = 0; i < *ops->fixture_count; ++i)
      asked.push_back(test.class_parameters.emplace_back(find(test, ops->fixtures[i])));
  }
  for (int i = 0; i < test.entry->parameters.size; ++i) {
    const auto& parameter = test.entry->parameters.data[i];
    if (parameter.is_fixture)
      asked.push_back(test.parameters.emplace_back(find(test, parameter.type)));
  }
  Nodes all;
  for (const auto* node : asked) {
    collect_nodes(node, all, Reach::whole);
    collect_nodes(node, test.setup_order);
  }
  for (const auto& gift : wishes.gifts)
    if (std::ranges::none_of(all, [&](const FixtureNode* node) {
          return *node->definition->entry->type == *gift.fixture;
        }))
      throw Broken{
          fmt::format("with<{0}> gives values to a fixture that the test does not use; "
                      "take it by reference ({0}&), or add use<{0}>",
                      type_name(*gift.fixture))};
  const auto is_wider = [](const FixtureNode* a, const FixtureNode* b) {
    return a->scope > b->scope;
  };
  std::ranges::stable_sort(all, is_wider);
  std::ranges::stable_sort(test.setup_order, is_wider);
  for (const auto* node : test.setup_order) test.item.fixtures.push_back(node->definition->name);
  return all;
}

void Resolver::add_row(Test& test, const FixtureNode& node) const {
  auto& item = test.item;
  item.parameters += (item.has_parameters ? "-" : "") + node.row->id;
  item.has_parameters = true;
  item.marks.insert(item.marks.end(), node.row->marks.begin(), node.row->marks.end());
  if (node.row->xfail_raises != nullptr) test.xfail_raises = node.row->xfail_raises;
  if (node.scope == check::Scope::function) return;
  item.shared_rows.push_back(
      {static_cast<model::Scope>(node.scope),
       fmt::format("{} {} {}", place_of(node, item), place(*node.definition), node.row->id)});
}

std::vector<Test> Resolver::variants(const Test& blank, const Wishes& wishes) {
  std::vector<Test> result;
  choices_.clear();
  wishes_ = &wishes;
  try {
    while (true) {
      Test test = blank;
      const auto nodes = resolve(test, wishes);
      std::vector<const Definition*> with_rows;
      for (const auto* node : nodes) {
        if (node->row == nullptr ||
            std::ranges::find(with_rows, node->definition) != with_rows.end())
          continue;
        with_rows.push_back(node->definition);
        add_row(test, *node);
      }
      result.push_back(std::move(test));
      // Counts up: the last one varies fastest.
      while (!with_rows.empty()) {
        auto& choice = choices_[with_rows.back()];
        if (++choice.chosen < choice.rows.size()) break;
        choice.chosen = 0;
        with_rows.pop_back();
      }
      if (with_rows.empty()) return result;
    }
  } catch (const Broken& broken) {
    result.assign(1, blank);
    result.front().broken = broken.why;
    return result;
  }
}

}  // namespace dyntest::runner
