#include "testing/model/item.hpp"

#include <algorithm>

namespace dyntest::model {

std::string_view scope_name(Scope scope) {
  constexpr std::string_view names[] = {"function", "class_", "file", "folder", "session", "run"};
  return names[static_cast<int>(scope)];
}

std::string Item::id() const {
  std::string id = file + "::";
  if (!class_name.empty()) id += class_name + "::";
  id += name;
  if (has_parameters) id += "[" + parameters + "]";
  return id;
}

std::string Item::title() const {
  std::string title = class_name.empty() ? name : class_name + "." + name;
  if (has_parameters) title += "[" + parameters + "]";
  return title;
}

const Mark* Item::mark(const std::string& wanted) const {
  const auto found = std::ranges::find(marks, wanted, &Mark::name);
  return found == marks.end() ? nullptr : &*found;
}

}  // namespace dyntest::model
