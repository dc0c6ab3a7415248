// C++ sources as text: lines, columns, words, and what is left without comments. No compiler: it
// knows how comments and literals look, and nothing more. Used by the rules in unittest_utils.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidy {

// A letter, a digit or '_'.
bool is_word(char c);

std::vector<std::string_view> lines_of(std::string_view text);

// Characters, not bytes; text is UTF-8.
std::size_t columns(std::string_view line);

// Where `word` stands in `line` and is not a part of a longer word; npos if nowhere.
std::size_t find_word(std::string_view line, std::string_view word);

// `text` with comments, and the insides of string and character literals where asked, replaced by
// spaces. Lines and columns stay.
enum class Keep { code_and_literals, code };
std::string without_comments(std::string_view text, Keep keep);

}  // namespace tidy
