#include "testing/report/xml_text.hpp"

#include <fmt/format.h>

#include "testing/report/text.hpp"
#include "testing/report/utf8.hpp"

namespace dyntest::report {

namespace {

// XML 1.0, production 2, without DEL, which pytest does not write either.
bool is_legal(char32_t value) {
  if (value < 0x20) return value == '\t' || value == '\n' || value == '\r';
  return value != 0x7f && value != 0xfffe && value != 0xffff;
}

}  // namespace

std::string legal_xml(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.valid && is_legal(point.value)) {
      result.append(text.substr(0, point.size));
    } else {
      const auto value = static_cast<unsigned>(point.value);
      result += value <= 0xff ? fmt::format("#x{:02X}", value) : fmt::format("#x{:04X}", value);
    }
    text.remove_prefix(point.size);
  }
  return result;
}

std::string shortened_message(std::string_view text) {
  constexpr std::size_t budget = 500;
  const auto lines = lines_of(text);
  std::string kept;
  std::size_t count = 0;
  for (const std::string_view line : lines) {
    if (count > 0 && kept.size() + 1 + line.size() + 1 > budget) break;
    kept.append(count == 0 ? "" : "\n").append(line);
    ++count;
  }
  const bool first_is_cut = kept.size() > budget;
  if (first_is_cut) {
    std::size_t size = 0;
    while (true) {
      const std::size_t next = first_code_point(std::string_view{kept}.substr(size)).size;
      if (size + next > budget) break;
      size += next;
    }
    kept.resize(size);
    kept += "...";
  }
  const std::size_t left = lines.size() - count;
  if (left == 0 && !first_is_cut) return std::string{text};
  const std::string note = left == 0 ? "truncated" : fmt::format("+{}", counted(left, "more line"));
  return fmt::format("{}\n[{}; full report in element text]", kept, note);
}

}  // namespace dyntest::report
