#include "testing/model/item.hpp"

#include <algorithm>
#include <iterator>

namespace dyntest::model {

namespace {

constexpr std::string_view scope_names[] = {"function", "class_",  "file",
                                            "folder",   "session", "run"};

}  // namespace

std::string_view scope_name(Scope scope) { return scope_names[static_cast<int>(scope)]; }

std::optional<Scope> scope_named(std::string_view name) {
  const auto* const found = std::ranges::find(scope_names, name);
  if (found == std::end(scope_names)) return std::nullopt;
  return static_cast<Scope>(found - std::begin(scope_names));
}

std::string Item::node_id() const {
  std::string id = file + "::";
  if (!class_name.empty()) id += class_name + "::";
  id += name;
  if (has_parameters) id += "[" + parameters + "]";
  return id;
}

std::string Item::id() const { return node_id() + repetition_text(); }

std::string Item::title() const {
  std::string title = class_name.empty() ? name : class_name + "." + name;
  if (has_parameters) title += "[" + parameters + "]";
  return title + repetition_text();
}

std::string Item::repetition_text() const {
  return repetition == 0 ? "" : " #" + std::to_string(repetition);
}

const Mark* Item::mark(const std::string& wanted) const {
  const auto found = std::ranges::find(marks, wanted, &Mark::name);
  return found == marks.end() ? nullptr : &*found;
}

}  // namespace dyntest::model
