#include "testing/select/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>

#include "testing/select/nearest.hpp"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace dyntest::select {

namespace fs = std::filesystem;

namespace {

// Reads one value into its setting; false if the value is not what the key wants.
using Read = bool (*)(const toml::node& value, Config& config);

struct Key {
  std::string_view name;
  std::string_view wanted;
  Read read;
};

bool read_text(const toml::node& value, std::string& setting) {
  const auto text = value.value_exact<std::string>();
  if (text) setting = *text;
  return text.has_value();
}

bool read_texts(const toml::node& value, std::vector<std::string>& setting) {
  const toml::array* array = value.as_array();
  if (array == nullptr) return false;
  for (const toml::node& element : *array) {
    if (!read_text(element, setting.emplace_back())) return false;
  }
  return true;
}

bool read_timeout(const toml::node& value, Config& config) {
  if (!value.is_number()) return false;
  config.timeout = value.value<double>();
  return config.timeout && *config.timeout >= 0;
}

bool read_workers(const toml::node& value, Config& config) {
  config.workers.reset();
  if (value.value_exact<std::string>() == "auto") return true;
  const auto number = value.value_exact<std::int64_t>();
  if (!number || *number < 1) return false;
  config.workers = static_cast<std::size_t>(*number);
  return true;
}

constexpr std::array<Key, 7> keys = {
    Key{"testpaths", "a list of strings",
        [](const toml::node& v, Config& c) { return read_texts(v, c.testpaths); }},
    Key{"build", "a string", [](const toml::node& v, Config& c) { return read_text(v, c.build); }},
    Key{"build_dir", "a string",
        [](const toml::node& v, Config& c) { return read_text(v, c.build_dir); }},
    Key{"timeout", "a number of seconds, 0 or more", read_timeout},
    Key{"addopts", "a list of strings",
        [](const toml::node& v, Config& c) { return read_texts(v, c.addopts); }},
    Key{"workers", "\"auto\" or a whole number from 1 on", read_workers},
    Key{"require", "a list of strings",
        [](const toml::node& v, Config& c) { return read_texts(v, c.require); }}};

base::Error unknown_key(std::string_view name, const toml::key& key,
                        const std::vector<std::string>& known) {
  return base::Error{fmt::format("{}:{}: unknown key '{}'{}", name, key.source().begin.line,
                                 key.str(), did_you_mean(key.str(), known))};
}

base::Status read_key(std::string_view name, const toml::key& given, const toml::node& value,
                      Config& config) {
  std::vector<std::string> known;
  for (const Key& key : keys) {
    known.emplace_back(key.name);
    if (key.name != given.str()) continue;
    if (key.read(value, config)) return {};
    const auto& place = value.source().begin;
    return base::Error{fmt::format("{}:{}:{}: '{}' must be {}", name, place.line, place.column,
                                   key.name, key.wanted)};
  }
  return unknown_key(name, given, known);
}

base::Status read_setting(std::string_view name, const toml::key& key, const toml::node& value,
                          Config& config) {
  std::string& text = config.settings[std::string{key.str()}];
  if (const auto flag = value.value_exact<bool>())
    text = *flag ? "true" : "false";
  else if (const auto integer = value.value_exact<std::int64_t>())
    text = std::to_string(*integer);
  else if (const auto number = value.value_exact<double>())
    text = fmt::format("{}", *number);
  else if (const auto words = value.value_exact<std::string>())
    text = *words;
  else
    return base::Error{fmt::format("{}:{}: '{}' must be a number, a string, true or false", name,
                                   key.source().begin.line, key.str())};
  return {};
}

fs::path common_ancestor(const std::vector<fs::path>& arguments, const fs::path& invocation) {
  std::optional<fs::path> ancestor;
  for (const fs::path& argument : arguments) {
    std::error_code failed;
    if (!fs::exists(argument, failed)) continue;
    const fs::path folder = fs::is_directory(argument, failed) ? argument : argument.parent_path();
    if (!ancestor) ancestor = folder;
    const auto [end, ignored] = std::ranges::mismatch(*ancestor, folder);
    fs::path shared;
    for (auto part = ancestor->begin(); part != end; ++part) shared /= *part;
    ancestor = shared;
  }
  return ancestor.value_or(invocation);
}

std::optional<fs::path> find_upward(fs::path folder) {
  while (true) {
    std::error_code failed;
    if (fs::is_regular_file(folder / config_name, failed)) return folder / config_name;
    if (folder == folder.parent_path()) return std::nullopt;
    folder = folder.parent_path();
  }
}

}  // namespace

base::Result<Config> parse_config(std::string_view text, std::string_view name) {
  const toml::parse_result parsed = toml::parse(text, name);
  if (!parsed) {
    const auto& place = parsed.error().source().begin;
    return base::Error{
        fmt::format("{}:{}:{}: {}", name, place.line, place.column, parsed.error().description())};
  }
  Config config;
  for (const auto& [key, value] : parsed.table()) {
    if (key.str() != "dyntest" && key.str() != "settings")
      return unknown_key(name, key, {"dyntest", "settings"});
    const toml::table* table = value.as_table();
    if (table == nullptr) {
      return base::Error{fmt::format("{0}:{1}: '{2}' must be a table: [{2}]", name,
                                     key.source().begin.line, key.str())};
    }
    for (const auto& [inner_key, inner_value] : *table) {
      const base::Status read = key.str() == "settings"
                                    ? read_setting(name, inner_key, inner_value, config)
                                    : read_key(name, inner_key, inner_value, config);
      if (!read) return read.error();
    }
  }
  return config;
}

base::Result<Config> load_config(const std::vector<fs::path>& arguments,
                                 const fs::path& invocation) {
  auto file = find_upward(common_ancestor(arguments, invocation));
  if (!file) file = find_upward(invocation);
  if (!file) {
    Config config;
    config.root = invocation;
    return config;
  }
  std::ifstream stream{*file, std::ios::binary};
  if (!stream) return base::Error::from_errno("reading " + file->string());
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  auto config = parse_config(text);
  if (config) {
    config->root = file->parent_path();
    config->file = config_name;
  }
  return config;
}

}  // namespace dyntest::select
