#include "testing/report/source.hpp"

#include <algorithm>
#include <fstream>
#include <string_view>

namespace dyntest::report {

namespace {

constexpr int statement_lines_max = 10;

std::size_t indentation_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

// How much deeper in parentheses a line ends than it begins; literals and comments do not count.
int opened_parentheses(std::string_view line) {
  int opened = 0;
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0) {
      if (c == '\\') ++i;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (line.substr(i).starts_with("//")) {
      break;
    } else if (c == '(') {
      ++opened;
    } else if (c == ')') {
      --opened;
    }
  }
  return opened;
}

// The last line of the statement that begins at `failing` (both 1-based).
int end_of_statement(const std::vector<std::string>& lines, int failing) {
  int open = 0;
  const int end = std::min(static_cast<int>(lines.size()), failing + statement_lines_max - 1);
  for (int line = failing; line <= end; ++line) {
    open += opened_parentheses(lines[static_cast<std::size_t>(line) - 1]);
    if (open <= 0) return line;
  }
  return failing;
}

}  // namespace

const std::vector<std::string>& SourceFiles::lines(const std::string& path) {
  const auto [place, is_new] = files_.try_emplace(path);
  if (!is_new) return place->second;
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with('\r')) line.pop_back();
    for (std::size_t tab = 0; (tab = line.find('\t')) != std::string::npos;) {
      line.replace(tab, 1, std::string(8 - tab % 8, ' '));
    }
    place->second.push_back(std::move(line));
  }
  return place->second;
}

Excerpt SourceFiles::excerpt(const std::string& path, int first, int failing) {
  const std::vector<std::string>& all = lines(path);
  if (failing < 1 || failing > static_cast<int>(all.size())) return {};
  if (first < 1 || first > failing) first = failing;
  Excerpt result;
  result.last_line = end_of_statement(all, failing);

  const auto begin = all.begin() + (first - 1);
  const auto end = all.begin() + result.last_line;
  std::size_t common = std::string::npos;
  for (auto line = begin; line != end; ++line) {
    if (!line->empty()) common = std::min(common, indentation_of(*line));
  }
  const auto rest_of = [common](std::string_view line) {
    return line.substr(std::min(common, line.size()));
  };
  result.indentation = indentation_of(rest_of(all[static_cast<std::size_t>(failing) - 1]));
  for (auto line = begin; line != end; ++line) {
    const bool fails = line - all.begin() == failing - 1;
    result.lines.push_back(std::string{fails ? ">   " : "    "}.append(rest_of(*line)));
  }
  return result;
}

model::SourceLines SourceFiles::needed(const std::string& path, int first, int failing, int known) {
  const std::vector<std::string>& all = lines(path);
  if (first < 1 || first > failing) first = failing;
  first = std::max(first, known + 1);
  if (failing > static_cast<int>(all.size())) return {first, {}};
  const int last = end_of_statement(all, failing);
  if (first > last) return {first, {}};
  return {first, {all.begin() + (first - 1), all.begin() + last}};
}

void SourceFiles::remember(const std::string& path, const model::SourceLines& source) {
  std::vector<std::string>& all = files_[path];
  const auto before = static_cast<std::size_t>(source.first - 1);
  if (all.size() < before + source.lines.size()) all.resize(before + source.lines.size());
  std::ranges::copy(source.lines, all.begin() + static_cast<std::ptrdiff_t>(before));
}

}  // namespace dyntest::report
