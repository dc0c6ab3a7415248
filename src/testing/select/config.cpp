#include "testing/select/config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "testing/select/nearest.hpp"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace dyntest::select {

namespace fs = std::filesystem;

namespace {

// Where a value stands, for messages: `dyntest.toml:3:12`.
struct Name {
  std::string_view file;

  std::string line(const toml::source_region& where) const {
    return fmt::format("{}:{}", file, where.begin.line);
  }
  base::Error wrong(const toml::node& value, std::string_view key, std::string_view wanted) const {
    return base::Error{fmt::format("{}:{}: '{}' must be {}", line(value.source()),
                                   value.source().begin.column, key, wanted)};
  }
  base::Error unknown(const toml::key& key, const std::vector<std::string>& known) const {
    return base::Error{fmt::format("{}: unknown key '{}'{}", line(key.source()), key.str(),
                                   did_you_mean(key.str(), known))};
  }
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

bool read_sizes(const toml::node& value, std::vector<double>& setting) {
  const toml::array* array = value.as_array();
  if (array == nullptr) return false;
  for (const toml::node& element : *array) {
    const double size = element.is_number() ? element.value_or(0.0) : 0;
    if (!(size > 0) || !std::isfinite(size)) return false;
    setting.push_back(size);
  }
  return true;
}

bool read_workers(const toml::node& value, std::string& setting) {
  if (read_text(value, setting)) return setting == "auto";
  const auto number = value.value_exact<std::int64_t>();
  if (!number || *number < 1) return false;
  setting = std::to_string(*number);
  return true;
}

bool read_policy(const toml::node& value, std::string& setting) {
  return read_text(value, setting) && (setting == "pass" || setting == "fail");
}

bool read_cell(const toml::node& value, std::string& setting) {
  return read_text(value, setting) &&
         (setting == "full" || setting == "processes" || setting == "off");
}

bool read_paths(const toml::node& value, std::vector<std::string>& setting) {
  return read_texts(value, setting) && std::ranges::all_of(setting, [](const std::string& path) {
           return std::filesystem::path{path}.is_absolute();
         });
}

bool read_expression(const toml::node& value, Expression::Kind kind, Expression& expression) {
  std::string text;
  if (!read_text(value, text)) return false;
  auto parsed = Expression::parse(text, kind);
  if (parsed) expression = std::move(*parsed);
  return parsed.has_value();
}

bool read_quarantine(const toml::node& value, Quarantine& quarantine) {
  const toml::table* table = value.as_table();
  if (table == nullptr || table->size() != 2) return false;
  const auto until = (*table)["until"];
  if (const auto day = until.value_exact<toml::date>())
    quarantine.until = fmt::format("{:04}-{:02}-{:02}", day->year, day->month, day->day);
  else
    quarantine.until = until.value_or("");
  quarantine.ticket = (*table)["ticket"].value_or("");
  return !quarantine.ticket.empty() && is_day(quarantine.until);
}

std::optional<RuleValue> read_rule(const toml::node& value, RuleKey::Kind kind) {
  using Kind = RuleKey::Kind;
  if (kind == Kind::flag) {
    const auto flag = value.value_exact<bool>();
    return flag ? std::optional<RuleValue>{*flag} : std::nullopt;
  }
  if (kind == Kind::names) {
    std::vector<std::string> names;
    return read_texts(value, names) ? std::optional<RuleValue>{names} : std::nullopt;
  }
  if (kind == Kind::quarantine) {
    Quarantine quarantine;
    return read_quarantine(value, quarantine) ? std::optional<RuleValue>{quarantine} : std::nullopt;
  }
  if (!value.is_number() || (kind == Kind::count && !value.is_integer())) return std::nullopt;
  const double number = value.value<double>().value_or(-1);
  if (number < (kind == Kind::factor ? 1 : 0) || !std::isfinite(number)) return std::nullopt;
  return number;
}

// Whether the key is that of a rule.
base::Result<bool> take_rule(Name name, const toml::key& given, const toml::node& value,
                             Rules& rules) {
  const auto keys = rule_keys();
  const auto key = std::ranges::find(keys, given.str(), &RuleKey::name);
  if (key == keys.end()) return false;
  auto read = read_rule(value, key->kind);
  if (!read) return name.wrong(value, key->name, key->wanted);
  rules[std::string{given.str()}] = {std::move(*read), name.line(given.source())};
  return true;
}

// A key that is no rule.
struct Key {
  std::string_view name;
  std::string_view wanted;
  std::function<bool(const toml::node&)> read;
};

// `rules`: null where the table has none.
base::Status read_table(Name name, const toml::table& table, Rules* rules,
                        const std::vector<Key>& keys) {
  for (const auto& [given, value] : table) {
    const auto taken = rules == nullptr ? false : take_rule(name, given, value, *rules);
    if (!taken) return taken.error();
    if (*taken) continue;
    const auto key = std::ranges::find(keys, given.str(), &Key::name);
    if (key != keys.end()) {
      if (!key->read(value)) return name.wrong(value, key->name, key->wanted);
      continue;
    }
    std::vector<std::string> known;
    for (const Key& each : keys) known.emplace_back(each.name);
    if (rules != nullptr)
      for (const RuleKey& each : rule_keys()) known.emplace_back(each.name);
    return name.unknown(given, known);
  }
  return {};
}

base::Status read_overrides(Name name, const toml::node& value, std::vector<Override>& overrides) {
  const toml::array* array = value.as_array();
  if (array == nullptr || !array->is_array_of_tables())
    return name.wrong(value, "override", "a list of tables: [[override]]");
  for (const toml::node& element : *array) {
    Override& made = overrides.emplace_back();
    made.origin = name.line(element.source());
    const auto read =
        read_table(name, *element.as_table(), &made.rules,
                   {{"marks", "an expression as -m takes it",
                     [&](const toml::node& v) {
                       return read_expression(v, Expression::Kind::mark, made.marks);
                     }},
                    {"keywords", "an expression as -k takes it",
                     [&](const toml::node& v) {
                       return read_expression(v, Expression::Kind::keyword, made.keywords);
                     }},
                    {"tests", "a list of node ids",
                     [&](const toml::node& v) { return read_texts(v, made.tests); }}});
    if (!read) return read.error();
  }
  return {};
}

bool read_kind(const toml::node& value, GuestKind& kind) {
  const auto* const found = std::ranges::find(guest_kinds, value.value_or(std::string_view{}));
  kind = static_cast<GuestKind>(found - std::begin(guest_kinds));
  return found != std::end(guest_kinds);
}

bool read_marks(const toml::node& value, std::map<std::string, std::vector<std::string>>& marks) {
  const toml::table* table = value.as_table();
  return table != nullptr && std::ranges::all_of(*table, [&](const auto& entry) {
           return read_texts(entry.second, marks[std::string{entry.first.str()}]);
         });
}

base::Status read_guests(Name name, const toml::node& value, std::vector<Guest>& guests) {
  const toml::array* array = value.as_array();
  if (array == nullptr || !array->is_array_of_tables())
    return name.wrong(value, "guest", "a list of tables: [[guest]]");
  for (const toml::node& element : *array) {
    Guest& made = guests.emplace_back();
    made.origin = name.line(element.source());
    const toml::table& table = *element.as_table();
    const auto read = read_table(
        name, table, nullptr,
        {{"kind", "googletest, catch2, doctest or pytest",
          [&](const toml::node& v) { return read_kind(v, made.kind); }},
         {"path", "a string", [&](const toml::node& v) { return read_text(v, made.path); }},
         {"command", "a list of strings",
          [&](const toml::node& v) { return read_texts(v, made.command); }},
         {"marks", "a table of lists of marks",
          [&](const toml::node& v) { return read_marks(v, made.marks); }}});
    if (!read) return read.error();
    for (const char* key : {"kind", "path"})
      if (!table.contains(key))
        return base::Error{fmt::format("{}: a guest needs '{}'", made.origin, key)};
    if (!made.command.empty() && made.kind != GuestKind::pytest)
      return base::Error{fmt::format("{}: only pytest has a 'command'", made.origin)};
  }
  return {};
}

std::vector<Key> run_keys(RunDefaults& run) {
  return {{"addopts", "a list of strings",
           [&](const toml::node& v) { return read_texts(v, run.addopts); }},
          {"workers", "\"auto\" or a whole number from 1 on",
           [&](const toml::node& v) { return read_workers(v, run.workers); }},
          {"marks", "a string", [&](const toml::node& v) { return read_text(v, run.marks); }},
          {"keywords", "a string", [&](const toml::node& v) { return read_text(v, run.keywords); }},
          {"flaky", "\"pass\" or \"fail\"",
           [&](const toml::node& v) { return read_policy(v, run.flaky); }},
          {"all_skipped", "\"pass\" or \"fail\"",
           [&](const toml::node& v) { return read_policy(v, run.all_skipped); }},
          {"cell", "\"full\", \"processes\" or \"off\"",
           [&](const toml::node& v) { return read_cell(v, run.cell); }},
          {"visible", "a list of absolute paths",
           [&](const toml::node& v) { return read_paths(v, run.visible); }}};
}

base::Status read_dyntest(Name name, const toml::table& table, Config& config) {
  auto keys = run_keys(config.run);
  keys.push_back({"testpaths", "a list of strings",
                  [&](const toml::node& v) { return read_texts(v, config.testpaths); }});
  keys.push_back(
      {"build", "a string", [&](const toml::node& v) { return read_text(v, config.build); }});
  keys.push_back({"build_dir", "a string",
                  [&](const toml::node& v) { return read_text(v, config.build_dir); }});
  keys.push_back({"require", "a list of strings",
                  [&](const toml::node& v) { return read_texts(v, config.require); }});
  keys.push_back({"cache_dir", "a string",
                  [&](const toml::node& v) { return read_text(v, config.cache_dir); }});
  keys.push_back({"gpus", "a list of numbers, the GiB of memory of each",
                  [&](const toml::node& v) { return read_sizes(v, config.gpus); }});
  return read_table(name, table, &config.run.rules, keys);
}

base::Status read_profiles(Name name, const toml::table& table, Config& config) {
  for (const auto& [key, value] : table) {
    const toml::table* of_one = value.as_table();
    if (of_one == nullptr)
      return base::Error{fmt::format("{0}: '{1}' must be a table: [profile.{1}]",
                                     name.line(key.source()), key.str())};
    RunDefaults& profile = config.profiles[std::string{key.str()}];
    auto keys = run_keys(profile);
    base::Status overrides;
    keys.push_back({"override", "", [&](const toml::node& v) {
                      overrides = read_overrides(name, v, profile.overrides);
                      return true;
                    }});
    const auto read = read_table(name, *of_one, &profile.rules, keys);
    if (!read) return read.error();
    if (!overrides) return overrides.error();
  }
  return {};
}

base::Status read_settings(Name name, const toml::table& table, Config& config) {
  for (const auto& [key, value] : table) {
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
      return base::Error{fmt::format("{}: '{}' must be a number, a string, true or false",
                                     name.line(key.source()), key.str())};
  }
  return {};
}

// Those that every suite has.
std::map<std::string, RunDefaults> common_profiles() {
  std::map<std::string, RunDefaults> profiles{{"default", {}}};
  profiles["ci"].all_skipped = "fail";
  for (const char* mark : {"pre_merge", "post_merge", "nightly", "weekly"})
    profiles[mark].marks = mark;
  return profiles;
}

}  // namespace

base::Result<Config> parse_config(std::string_view text, std::string_view name) {
  const toml::parse_result parsed = toml::parse(text, name);
  if (!parsed) {
    const auto& place = parsed.error().source().begin;
    return base::Error{
        fmt::format("{}:{}:{}: {}", name, place.line, place.column, parsed.error().description())};
  }
  const Name where{name};
  Config config;
  config.profiles = common_profiles();
  for (const auto& [key, value] : parsed.table()) {
    if (key.str() == "override") {
      if (const auto read = read_overrides(where, value, config.run.overrides); !read)
        return read.error();
      continue;
    }
    if (key.str() == "guest") {
      if (const auto read = read_guests(where, value, config.guests); !read) return read.error();
      continue;
    }
    constexpr auto tables = std::to_array<
        std::pair<std::string_view, base::Status (*)(Name, const toml::table&, Config&)>>(
        {{"dyntest", read_dyntest}, {"profile", read_profiles}, {"settings", read_settings}});
    const auto* const table =
        std::ranges::find(tables, key.str(), [](const auto& each) { return each.first; });
    if (table == tables.end())
      return where.unknown(key, {"dyntest", "profile", "override", "guest", "settings"});
    if (!value.is_table())
      return base::Error{
          fmt::format("{0}: '{1}' must be a table: [{1}]", where.line(key.source()), key.str())};
    if (const auto read = table->second(where, *value.as_table(), config); !read)
      return read.error();
  }
  return config;
}

}  // namespace dyntest::select
