// Text that is legal in XML 1.0, whatever a test may have printed.
#pragma once

#include <string>
#include <string_view>

namespace dyntest::report {

// Writes what XML cannot hold visibly: `#x07` for a bell, `#xFF` for a byte that is no UTF-8,
// `#xFFFE` for a code point that is no character. Markup is left alone: escaping that is the XML
// library's.
std::string legal_xml(std::string_view text);

// A long message for an attribute: whole lines within 500 bytes, and a last line that says how many
// more the element's text has (as pytest 9 does).
std::string shortened_message(std::string_view text);

}  // namespace dyntest::report
