// Small questions about text that is going to a terminal: how wide, where to cut, which lines.
// Control characters count as no column; East Asian wide characters and emoji count as two.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::report {

std::size_t display_width(std::string_view text);

// `text` if it fits into `columns`, else its beginning and `...`; nothing if not even that fits.
std::optional<std::string> fitted(std::string_view text, std::size_t columns);

// Up to the first newline.
std::string_view first_line(std::string_view text);
// Without the newlines at its end.
std::string_view without_last_newline(std::string_view text);
// The lines of a text, without their newlines; a newline at the very end makes no further line, and
// no text no line.
std::vector<std::string_view> lines_of(std::string_view text);

// `again: dyntest --seed 77 'tests/…::routes[2-true]'`, of RunStarted::again and a test's id.
std::string again_line(std::string_view command, std::string_view node_id);

// `1 error`, `2 errors`
std::string counted(std::size_t count, std::string_view noun);

}  // namespace dyntest::report
