#include "testing/runner/names.hpp"

#include <cxxabi.h>

#include <cctype>
#include <cstdlib>
#include <memory>

namespace dyntest::runner {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The last word of `Etcd& etcd`; nothing of `Etcd&` or `int`.
std::string name_of(std::string_view parameter) {
  while (!parameter.empty() && parameter.back() == ' ') parameter.remove_suffix(1);
  std::size_t begin = parameter.size();
  while (begin > 0 && is_word(parameter[begin - 1])) --begin;
  const bool has_type = parameter.substr(0, begin).find_first_not_of(' ') != std::string_view::npos;
  return has_type ? std::string{parameter.substr(begin)} : std::string{};
}

void erase_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what))
    text.erase(at, what.size());
}

}  // namespace

std::string type_name(const std::type_info& type) {
  const std::unique_ptr<char, decltype(&std::free)> full{
      abi::__cxa_demangle(type.name(), nullptr, nullptr, nullptr), &std::free};
  std::string name = full == nullptr ? type.name() : full.get();
  erase_all(name, "(anonymous namespace)::");
  erase_all(name, "[abi:cxx11]");
  erase_all(name, "__cxx11::");
  // Namespaces in front of the name itself, not of its template arguments; std:: says something.
  const auto end = std::min(name.find('<'), name.size());
  const auto last = name.rfind("::", end);
  if (last != std::string::npos && !name.starts_with("std::")) name.erase(0, last + 2);
  return name;
}

std::vector<std::string> parameter_names(std::string_view text) {
  std::vector<std::string> names;
  if (text.size() <= 2) return names;
  text = text.substr(1, text.size() - 2);
  int depth = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' || text[i] == '(' || text[i] == '[') ++depth;
    if (text[i] == '>' || text[i] == ')' || text[i] == ']') --depth;
    if (text[i] != ',' || depth != 0) continue;
    names.push_back(name_of(text.substr(begin, i - begin)));
    begin = i + 1;
  }
  names.push_back(name_of(text.substr(begin)));
  return names;
}

}  // namespace dyntest::runner
