// One code point at a time out of bytes that may be anything: what tests print is not ours to
// trust. Used for widths on the terminal and for legal XML. Does not normalise and knows no
// grapheme clusters.
#pragma once

#include <cstddef>
#include <string_view>

namespace dyntest::report {

struct CodePoint {
  char32_t value = 0;    // the byte itself where `valid` is false
  std::size_t size = 1;  // bytes taken
  bool valid = true;     // well-formed UTF-8: no overlong form, no surrogate, at most U+10FFFF
};

// The first code point of `text`, which must not be empty.
CodePoint first_code_point(std::string_view text);

}  // namespace dyntest::report
