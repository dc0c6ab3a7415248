#include "testing/runner/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "testing/runner/resolver.hpp"
#include "testing/select/nearest.hpp"

namespace dyntest::runner {
namespace {

using check::SettingValue;
using Kind = SettingValue::Kind;

template <class Number>
std::optional<SettingValue> number(const std::string& text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [read, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || read != end) return std::nullopt;
  return SettingValue{value};
}

std::string text_of(const SettingValue& value) {
  switch (value.kind) {
    case Kind::boolean:
      return value.integer != 0 ? "true" : "false";
    case Kind::integer:
      return std::to_string(value.integer);
    case Kind::number:
      return fmt::format("{}", value.number);
    case Kind::text:
      return {value.text.data, value.text.size};
  }
  return "";
}

}  // namespace

base::Result<GivenSettings> read_given(const std::map<std::string, std::string>& of_config,
                                       const std::string& config_file,
                                       const std::vector<std::string>& words) {
  GivenSettings given;
  for (const auto& [name, text] : of_config) given[name] = {text, config_file};
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos)
      return base::Error{fmt::format("-o takes name=value, not '{}'", word)};
    given[word.substr(0, equals)] = {word.substr(equals + 1), "-o"};
  }
  return given;
}

std::optional<SettingValue> parse_setting(const std::string& text, Kind kind) {
  switch (kind) {
    case Kind::boolean:
      for (const char* word : {"true", "yes", "on", "1"})
        if (text == word) return SettingValue{true};
      for (const char* word : {"false", "no", "off", "0"})
        if (text == word) return SettingValue{false};
      return std::nullopt;
    case Kind::integer:
      return number<long long>(text);
    case Kind::number:
      return number<double>(text);
    case Kind::text:
      return SettingValue{check::Text{text}};
  }
  return std::nullopt;
}

std::string kind_word(Kind kind) {
  constexpr const char* words[] = {"true or false", "a whole number", "a number", "a text"};
  return words[static_cast<int>(kind)];
}

Settings::Settings(GivenSettings given) : given_{std::move(given)} {
  for (const check::SettingEntry* entry : check::settings()) {
    const auto found = given_.find(entry->name);
    if (found == given_.end()) continue;
    if (const auto value = parse_setting(found->second.text, entry->value.kind))
      overridden_.emplace(entry, *value);
  }
}

std::vector<model::Setting> Settings::declared() const {
  std::vector<model::Setting> all;
  for (const check::SettingEntry* entry : check::settings())
    all.push_back({entry->name,
                   text_of(entry->value),
                   static_cast<int>(entry->value.kind),
                   entry->description,
                   {entry->site.file, entry->site.line}});
  std::ranges::sort(all, {}, [](const model::Setting& setting) {
    return std::tie(setting.name, setting.place.file, setting.place.line);
  });
  return all;
}

const SettingValue* Settings::find(const std::string& name) {
  const check::SettingEntry* nearest = nullptr;
  int least = -1;
  for (const check::SettingEntry* entry : check::settings()) {
    if (name != entry->name) continue;
    const auto near = nearness(entry->site.file, file_);
    if (!near || *near <= least) continue;
    least = *near;
    nearest = entry;
  }
  if (nearest == nullptr) return nullptr;
  const auto overridden = overridden_.find(nearest);
  return overridden == overridden_.end() ? &nearest->value : &overridden->second;
}

base::Status check_given(const GivenSettings& given, const std::vector<model::Setting>& declared) {
  for (const auto& [name, value] : given) {
    bool known = false;
    for (const auto& setting : declared) {
      if (setting.name != name) continue;
      known = true;
      const auto kind = static_cast<Kind>(setting.kind);
      if (!parse_setting(value.text, kind))
        return base::Error{fmt::format("{}: setting '{}' is {}, not '{}' ({}:{})", value.origin,
                                       name, kind_word(kind), value.text, setting.place.file,
                                       setting.place.line)};
    }
    if (known) continue;
    std::vector<std::string> names;
    for (const auto& setting : declared) names.push_back(setting.name);
    return base::Error{fmt::format("{}: unknown setting '{}'{} (dyntest --show-config lists all)",
                                   value.origin, name, select::did_you_mean(name, names))};
  }
  return {};
}

std::string settings_text(const GivenSettings& given, std::vector<model::Setting> declared) {
  std::string text;
  for (const auto& [name, value, kind, description, place] : declared) {
    const auto overridden = given.find(name);
    const std::string origin = fmt::format("{}:{}", place.file, place.line);
    if (overridden == given.end())
      text += fmt::format("{} = {}  ({})\n", name, value, origin);
    else
      text += fmt::format("{} = {}  ({}, instead of {} in {})\n", name, overridden->second.text,
                          overridden->second.origin, value, origin);
    text += fmt::format("    {}\n", description);
  }
  return text;
}

}  // namespace dyntest::runner
