#include "source_text_test_utils.hpp"

#include <algorithm>
#include <cctype>

namespace tidy {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t columns(std::string_view line) {
  return static_cast<std::size_t>(std::ranges::count_if(
      line, [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u; }));
}

std::size_t find_word(std::string_view line, std::string_view word) {
  for (auto at = line.find(word); at != line.npos; at = line.find(word, at + 1)) {
    const auto end = at + word.size();
    const bool begins = at == 0 || !is_word(word.front()) || !is_word(line[at - 1]);
    const bool ends = end == line.size() || !is_word(word.back()) || !is_word(line[end]);
    if (begins && ends) return at;
  }
  return line.npos;
}

std::string without_comments(std::string_view text, Keep keep) {
  std::string out{text};
  const auto blank = [&out](std::size_t begin, std::size_t end) {
    for (; begin < std::min(end, out.size()); ++begin)
      if (out[begin] != '\n') out[begin] = ' ';
  };
  // Behind the next `mark` from `at` on.
  const auto behind = [text](std::string_view mark, std::size_t at) {
    const auto found = text.find(mark, at);
    return found == text.npos ? text.size() : found + mark.size();
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::size_t end = at + 1;
    if (text.substr(at).starts_with("//")) {
      end = std::min(text.find('\n', at), text.size());
      blank(at, end);
    } else if (text.substr(at).starts_with("/*")) {
      end = behind("*/", at + 2);
      blank(at, end);
    } else if (text.substr(at).starts_with("R\"") && (at == 0 || !is_word(text[at - 1]))) {
      const auto open = text.find('(', at);
      const auto mark = ")" + std::string{text.substr(at + 2, open - at - 2)} + "\"";
      end = behind(mark, at);
      if (keep == Keep::code) blank(at + 2, end - 1);
    } else if (c == '"' || (c == '\'' && (at == 0 || !is_word(text[at - 1])))) {
      while (end < text.size() && text[end] != c && text[end] != '\n')
        end += text[end] == '\\' ? 2u : 1u;
      if (keep == Keep::code) blank(at + 1, end);
      end = std::min(end + 1, text.size());
    }
    at = end;
  }
  return out;
}

}  // namespace tidy
