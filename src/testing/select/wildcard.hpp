// A pattern over a whole text: `*` stands for any text and `?` for one character, nothing else has
// a meaning of its own. GoogleTest's patterns are such, and so are those over the tests of a guest.
#pragma once

#include <string_view>

namespace dyntest::select {

bool fits_wildcard(std::string_view text, std::string_view pattern);

}  // namespace dyntest::select
