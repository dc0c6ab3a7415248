// A text in parts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dyntest::base {

// What stands between the separators; a separator at the very end ends the last part, and an empty
// text has none: `a,,b,` is `a`, empty, `b`. At '\n' these are the lines.
std::vector<std::string> split(std::string_view text, char separator);

}  // namespace dyntest::base
