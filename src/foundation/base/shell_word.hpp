// A word as a POSIX shell reads it.
#pragma once

#include <string>
#include <string_view>

namespace dyntest::base {

// In single quotes where that is needed: `tests/a.cpp::b`, `'tests/a.cpp::b[2-true]'`
std::string shell_word(std::string_view word);

}  // namespace dyntest::base
