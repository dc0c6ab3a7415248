// What the built-in marks of a test say.
#pragma once

#include <string>
#include <string_view>

#include "testing/model/item.hpp"

namespace dyntest::runner {

// Null if the mark has no such argument.
const model::MarkValue* argument(const model::Mark& mark, std::string_view name);
// Empty, or `otherwise`, if it has none.
std::string text(const model::Mark& mark, std::string_view name);
bool flag(const model::Mark& mark, std::string_view name, bool otherwise);

// Why the test is skipped: conditions first, then skip. Null if no mark says so.
const model::Mark* skip_mark(const model::Item& item);
// An xfail that keeps the test from being run at all; else null.
const model::Mark* unrun_xfail_mark(const model::Item& item);

}  // namespace dyntest::runner
