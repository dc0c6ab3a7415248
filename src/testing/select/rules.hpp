// Rules: how a test is to be run, as dyntest.toml, the command line and marks say it. The weakest
// comes first:
//
//   [dyntest]   [profile.NAME]   the command line   marks of the test   [[override]]
//   [[profile.NAME.override]]
//
//   timeout = 60            seconds for an attempt; 0 = no limit
//   slow_after = 10         seconds until it is said to be slow; 0 = never
//   reruns = 2              attempts behind the first
//   reruns_delay = 0.5      seconds between the first two
//   reruns_backoff = 2      each further pause is so many times longer
//   cpu = 2                 places of -n that it takes
//   gpu = 1                 GPUs that it has for itself
//   vram = 7.5              GiB of a GPU that it has, or of each
//   locks = ["model-cache"] nobody else may hold them meanwhile
//   exclusive = true        nothing else runs meanwhile
//   isolated = true         in a process of its own
//   network = true          on this machine's network, from which one gets out
//   may_leak = true         what it leaves behind is ended and told, and no failure
//   quarantine = { ticket = "DYN-12", until = 2027-01-31 }     a failure does not count until then
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "testing/model/item.hpp"
#include "testing/select/expression.hpp"

namespace dyntest::select {

struct Quarantine {
  std::string ticket;
  std::string until;  // its last day, 2027-01-31
  bool operator==(const Quarantine&) const = default;
};

using RuleValue = std::variant<double, bool, std::vector<std::string>, Quarantine>;

struct Rule {
  RuleValue value;
  std::string origin;  // `dyntest.toml:12`, `--timeout`, `mark timeout(5)`
};

// By key.
using Rules = std::map<std::string, Rule, std::less<>>;

// A key of dyntest.toml: what its value must be.
struct RuleKey {
  enum class Kind { number, count, factor, names, flag, quarantine };
  std::string_view name;
  Kind kind;
  std::string_view wanted;  // `a number of seconds, 0 or more`
};
std::span<const RuleKey> rule_keys();

// As it is written: `60`, `true`, `["a", "b"]`, `DYN-12, until 2027-01-31`.
std::string rule_text(const RuleValue& value);

// Rules for some tests: those that are all that is said here.
struct Override {
  Expression marks;
  Expression keywords;
  std::vector<std::string> tests;  // node ids, or how they begin; empty = any
  std::string origin;              // `dyntest.toml:12`
  Rules rules;

  bool covers(const model::Item& item) const;
};

// Whether this is a day, as 2027-01-31.
bool is_day(std::string_view text);

}  // namespace dyntest::select
