#include "testing/runner/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "testing/runner/names.hpp"
#include "testing/runner/path_order.hpp"
#include "testing/runner/resolver.hpp"
#include "testing/select/file_name.hpp"

namespace dyntest::runner {
namespace {

template <class Entry>
std::vector<const Entry*> in_order(check::Entries<Entry> entries) {
  std::vector<const Entry*> all{entries.begin(), entries.end()};
  std::vector<std::string_view> files;
  for (const Entry* entry : all) files.emplace_back(entry->site.file);
  const auto ranks = path_ranks(files);
  std::ranges::stable_sort(all, {}, [&ranks](const Entry* entry) {
    return std::pair{ranks.at(entry->site.file), entry->site.line};
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

std::vector<std::string> value_names(const check::Parameters& parameters) {
  const auto all = parameter_names(parameters.text);
  std::vector<std::string> names;
  for (int i = 0; i < parameters.size; ++i)
    if (!parameters.data[i].is_fixture) names.push_back(all[static_cast<std::size_t>(i)]);
  return names;
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

std::string shown_name(const FixtureNode& node) {
  return node.row == nullptr ? node.definition->name
                             : fmt::format("{}[{}]", node.definition->name, node.row->id);
}

std::string place_of(const FixtureNode& node, const model::Item& item) {
  switch (node.scope) {
    case check::Scope::function:
      return item.id();
    case check::Scope::class_:
      return item.class_name.empty() ? item.id() : item.file + "::" + item.class_name;
    case check::Scope::file:
      return item.file;
    case check::Scope::folder: {
      const std::string definition = node.definition->entry->site.file;
      return folder_of(definition.ends_with("/conftest.cpp") ? definition : item.file);
    }
    case check::Scope::session:
    case check::Scope::run:
      return "";
  }
  return "";
}

namespace {

// Whether it uses a fixture that uses what runs elsewhere.
bool reaches_out(const Test& test) {
  return std::ranges::any_of(test.setup_order, [](const FixtureNode* node) {
    const auto& variable = node->definition->reaches;
    const char* value = variable.empty() ? nullptr : std::getenv(variable.c_str());
    return value != nullptr && *value != '\0';
  });
}

}  // namespace

Suite::Suite() {
  for (const auto* entry : in_order(check::fixtures())) define(*entry);
  resolver_ = std::make_unique<Resolver>(definitions_);
  for (const check::MarkEntry* mark : check::marks())
    if (mark->family == check::Family::component) components_.emplace_back(mark->name);
  const auto entries = in_order(check::tests());
  tests_.reserve(entries.size());
  for (const auto* entry : entries) expand(*entry);
  reject_duplicates();
  add_hosts();
}

Suite::~Suite() = default;

void Suite::define(const check::FixtureEntry& entry) {
  const auto names = value_names(entry.parameters);
  const CaseTable table{names, entry.describe};
  Definition definition{&entry,
                        type_name(*entry.type),
                        table.scope(),
                        table.is_autouse(),
                        table.is_of_asker(),
                        table.doc(),
                        table.setup_retries(),
                        table.reaches(),
                        static_cast<int>(names.size()),
                        {},
                        ""};
  if (table.columns() > 0) definition.rows = table.rows();
  if (table.columns() > 0 && table.columns() != definition.values)
    definition.broken =
        fmt::format("{}:{}: FIXTURE({}) takes {} value(s), its cases give {}", entry.site.file,
                    entry.site.line, definition.name, definition.values, table.columns());
  if (definition.scope == check::Scope::run && entry.hosting == nullptr)
    definition.broken = fmt::format(
        "{}:{}: FIXTURE({}) of scope run is used in several processes: give {} a handle() and a "
        "static attach(handle), or make it scope::session",
        entry.site.file, entry.site.line, definition.name, definition.name);
  definitions_.push_back(std::move(definition));
}

// FILE_MARKS of the file; null if it has none.
const CaseTable* Suite::words_of_file(const std::string& file) {
  const auto [words, is_new] = words_of_files_.try_emplace(file);
  if (!is_new) return words->second.get();
  for (const check::FileEntry* entry : check::files()) {
    if (file != entry->site.file) continue;
    words->second = std::make_unique<CaseTable>(std::vector<std::string>{}, entry->describe);
  }
  return words->second.get();
}

// Role and component.
const std::vector<model::Mark>& Suite::marks_of_name(const std::string& file) {
  const auto [marks, is_new] = marks_of_names_.try_emplace(file);
  if (is_new) {
    const auto named = select::marks_of_file(file, components_);
    if (!named)
      errors_.push_back({file, named.error().text()});
    else if (*named)
      marks->second = {{(*named)->role, {}}, {(*named)->component, {}}};
  }
  return marks->second;
}

void Suite::expand(const check::TestEntry& entry) {
  const std::string file = entry.site.file;
  const auto names = value_names(entry.parameters);
  const CaseTable own{names, entry.describe};
  const CaseTable of_class{{}, entry.of_class == nullptr ? nullptr : entry.of_class->describe};
  const CaseTable* of_file = words_of_file(file);
  if (static_cast<std::size_t>(own.columns()) != names.size()) {
    errors_.push_back(
        {file, fmt::format("{}:{}: {} takes {} value(s), its cases give {}; add cases(…), "
                           "or take fixtures by reference",
                           file, entry.site.line, entry.name, names.size(), own.columns())});
    return;
  }
  Wishes wishes;
  std::vector<model::Mark> marks;
  for (const CaseTable* words : {&own, &of_class, of_file}) {
    if (words == nullptr) continue;
    append(marks, words->marks());
    append(wishes.gifts, words->gifts());
    wishes.uses.insert(wishes.uses.begin(), words->uses().begin(), words->uses().end());
  }
  append(marks, marks_of_name(file));
  Test blank;
  blank.entry = &entry;
  blank.item.file = file;
  blank.item.line = entry.site.line;
  blank.item.name = entry.name;
  if (entry.of_class != nullptr) blank.item.class_name = entry.of_class->name;
  blank.xfail_raises = own.xfail_raises() != nullptr ? own.xfail_raises() : of_class.xfail_raises();
  const auto rows = own.rows();
  for (const Test& variant : resolver_->variants(blank, wishes)) {
    for (const auto& row : rows) {
      Test test = variant;
      if (own.columns() > 0) {
        test.item.parameters += (test.item.has_parameters ? "-" : "") + row.id;
        test.item.has_parameters = true;
      }
      test.item.marks = row.marks;
      append(test.item.marks, variant.item.marks);
      append(test.item.marks, marks);
      if (reaches_out(test)) test.item.marks.push_back({"network", {}});
      test.values = row.values;
      if (row.xfail_raises != nullptr) test.xfail_raises = row.xfail_raises;
      tests_.push_back(std::move(test));
    }
  }
}

void Suite::add_hosts() {
  for (const auto& test : tests_)
    for (const auto* node : test.setup_order)
      if (!node->hosted.empty()) add_host(*node);
}

// Behind those that it asks for.
void Suite::add_host(const FixtureNode& node) {
  if (std::ranges::find(hosts_, &node, &Test::hosts) != hosts_.end()) return;
  static constexpr check::TestEntry nothing{{"", 0}, "", nullptr, nullptr};
  const auto& site = node.definition->entry->site;
  Test host;
  host.item.file = site.file;
  host.item.line = site.line;
  host.item.name = shown_name(node);
  host.entry = &nothing;
  host.hosts = &node;
  for (const auto* used : node.uses) collect_nodes(used, host.setup_order);
  for (const auto* used : host.setup_order)
    if (!used->hosted.empty()) add_host(*used);
  host.setup_order.push_back(&node);
  hosts_.push_back(std::move(host));
}

void Suite::reject_duplicates() {
  std::unordered_map<std::string, int> first_line;
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
  for (const auto& definition : definitions_) {
    const auto& entry = *definition.entry;
    model::Fixture fixture{definition.name,
                           {entry.site.file, entry.site.line},
                           static_cast<model::Scope>(definition.scope),
                           definition.autouse,
                           definition.doc,
                           {}};
    if (fixture.doc.empty())
      fixture.doc = comment_above(root + "/" + entry.site.file, entry.site.line);
    for (int i = 0; i < entry.parameters.size; ++i)
      if (entry.parameters.data[i].is_fixture)
        fixture.uses.push_back(type_name(*entry.parameters.data[i].type));
    all.fixtures.push_back(std::move(fixture));
  }
  for (const auto& host : hosts_) {
    Hosted hosted{host.hosts->hosted,
                  host.item.name,
                  {host.item.file, host.item.line},
                  static_cast<std::uint32_t>(tests_.size() + all.hosted.size()),
                  {},
                  {}};
    for (const auto* used : host.setup_order)
      if (used != host.hosts && !used->hosted.empty()) hosted.uses.push_back(used->hosted);
    for (std::uint32_t i = 0; i < tests_.size(); ++i)
      if (std::ranges::find(tests_[i].setup_order, host.hosts) != tests_[i].setup_order.end())
        hosted.users.push_back(i);
    all.hosted.push_back(std::move(hosted));
  }
  all.errors = errors_;
  return all;
}

void Suite::skip_where(const std::function<std::string(const model::Item&)>& why) {
  for (Test& test : tests_)
    if (std::string reason = why(test.item); !reason.empty())
      test.item.marks.push_back({"skip", {{"reason", std::move(reason)}}});
}

}  // namespace dyntest::runner
