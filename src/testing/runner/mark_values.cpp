#include "testing/runner/mark_values.hpp"

#include <algorithm>

namespace dyntest::runner {

const model::MarkValue* argument(const model::Mark& mark, std::string_view name) {
  const auto found = std::ranges::find(mark.arguments, name, &model::MarkArgument::name);
  return found == mark.arguments.end() ? nullptr : &found->value;
}

std::string text(const model::Mark& mark, std::string_view name) {
  const auto* value = argument(mark, name);
  return value == nullptr ? "" : std::get<std::string>(*value);
}

bool flag(const model::Mark& mark, std::string_view name, bool otherwise) {
  const auto* value = argument(mark, name);
  return value == nullptr ? otherwise : std::get<bool>(*value);
}

const model::Mark* skip_mark(const model::Item& item) {
  for (const auto& mark : item.marks)
    if (mark.name == "skip_if" && flag(mark, "condition", false)) return &mark;
  return item.mark("skip");
}

const model::Mark* unrun_xfail_mark(const model::Item& item) {
  const auto* xfail = item.mark("xfail");
  return xfail != nullptr && !flag(*xfail, "run", true) ? xfail : nullptr;
}

}  // namespace dyntest::runner
