#include "testing/guests/detail/xml.hpp"

#include <algorithm>

#include "foundation/base/split.hpp"

namespace dyntest::guests {
namespace {

constexpr const char* blanks = " \t\r";

void collect(const tinyxml2::XMLNode& node, std::string_view name,
             std::vector<const Element*>& found) {
  for (const auto* child = node.FirstChildElement(); child != nullptr;
       child = child->NextSiblingElement()) {
    if (child->Name() == name) found.push_back(child);
    collect(*child, name, found);
  }
}

std::string dedented(const std::string& text) {
  std::vector<std::string> lines = base::split(text, '\n');
  const auto is_blank = [](const std::string& line) {
    return line.find_first_not_of(blanks) == std::string::npos;
  };
  while (!lines.empty() && is_blank(lines.front())) lines.erase(lines.begin());
  while (!lines.empty() && is_blank(lines.back())) lines.pop_back();
  std::size_t common = std::string::npos;
  for (const auto& line : lines)
    if (!is_blank(line)) common = std::min(common, line.find_first_not_of(blanks));
  std::string result;
  for (const auto& line : lines)
    result += (result.empty() ? "" : "\n") + line.substr(std::min(common, line.size()));
  return result;
}

}  // namespace

std::vector<const Element*> all_below(const tinyxml2::XMLNode& node, std::string_view name) {
  std::vector<const Element*> found;
  collect(node, name, found);
  return found;
}

std::string attribute(const Element& element, const char* name) {
  const char* value = element.Attribute(name);
  return value == nullptr ? "" : value;
}

bool is_true(const Element& element, const char* name) {
  return attribute(element, name) == "true";
}

model::Place place_of(const Element& element, const char* file_key) {
  return {attribute(element, file_key), element.IntAttribute("line")};
}

std::string text_of(const Element& element) {
  const char* text = element.GetText();
  return text == nullptr ? "" : dedented(text);
}

std::string text_of(const Element& element, const char* child) {
  const auto* found = element.FirstChildElement(child);
  return found == nullptr ? "" : text_of(*found);
}

}  // namespace dyntest::guests
