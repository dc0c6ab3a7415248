#include "testing/select/rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "foundation/base/overloaded.hpp"

namespace dyntest::select {

namespace {

constexpr std::string_view seconds = "a number of seconds, 0 or more";
constexpr std::string_view count = "a whole number, 0 or more";

constexpr std::array<RuleKey, 14> keys = {
    RuleKey{"timeout", RuleKey::Kind::number, seconds},
    RuleKey{"slow_after", RuleKey::Kind::number, seconds},
    RuleKey{"reruns", RuleKey::Kind::count, count},
    RuleKey{"reruns_delay", RuleKey::Kind::number, seconds},
    RuleKey{"reruns_backoff", RuleKey::Kind::factor, "a number, 1 or more"},
    RuleKey{"cpu", RuleKey::Kind::count, count},
    RuleKey{"gpu", RuleKey::Kind::count, count},
    RuleKey{"vram", RuleKey::Kind::number, "a number of GiB, 0 or more"},
    RuleKey{"locks", RuleKey::Kind::names, "a list of strings"},
    RuleKey{"exclusive", RuleKey::Kind::flag, "true or false"},
    RuleKey{"isolated", RuleKey::Kind::flag, "true or false"},
    RuleKey{"network", RuleKey::Kind::flag, "true or false"},
    RuleKey{"may_leak", RuleKey::Kind::flag, "true or false"},
    RuleKey{"quarantine", RuleKey::Kind::quarantine,
            "a table: { ticket = \"DYN-12\", until = 2027-01-31 }"}};

// Of 2027-01-31 the number from `begin` on; -1 if there is none.
int number_at(std::string_view text, std::size_t begin, std::size_t size) {
  int number = -1;
  const char* const end = text.data() + begin + size;
  const auto read = std::from_chars(text.data() + begin, end, number);
  return read.ptr == end ? number : -1;
}

}  // namespace

std::span<const RuleKey> rule_keys() { return keys; }

std::string rule_text(const RuleValue& value) {
  return std::visit(
      base::Overloaded{
          [](double number) { return fmt::format("{:g}", number); },
          [](bool flag) { return fmt::format("{}", flag); },
          [](const std::vector<std::string>& names) { return fmt::format("{}", names); },
          [](const Quarantine& quarantine) {
            return fmt::format("{}, until {}", quarantine.ticket, quarantine.until);
          }},
      value);
}

bool Override::covers(const model::Item& item) const {
  if (!marks.matches(item) || !keywords.matches(item)) return false;
  return tests.empty() || std::ranges::any_of(tests, [id = item.node_id()](const auto& begin) {
           return id.starts_with(begin);
         });
}

bool is_day(std::string_view text) {
  if (text.size() != std::string_view{"2027-01-31"}.size() || text[4] != '-' || text[7] != '-')
    return false;
  const int month = number_at(text, 5, 2);
  const int day = number_at(text, 8, 2);
  return std::chrono::year_month_day{std::chrono::year{number_at(text, 0, 4)},
                                     std::chrono::month{static_cast<unsigned>(month)},
                                     std::chrono::day{static_cast<unsigned>(day)}}
      .ok();
}

}  // namespace dyntest::select
