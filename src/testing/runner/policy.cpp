#include "testing/runner/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "testing/runner/mark_values.hpp"

namespace dyntest::runner {
namespace {

using select::Rule;
using select::Rules;

constexpr double slow_at_most = 60;  // seconds, as are all
constexpr double slow_at_least = 5;
constexpr double usual_times = 10;

double number(const model::Mark& mark, std::string_view name) {
  const auto* value = argument(mark, name);
  if (const auto* whole = std::get_if<std::int64_t>(value)) return static_cast<double>(*whole);
  return std::get<double>(*value);
}

// The number that stands in an argument of a mark, as a rule; nothing if it has no such argument.
struct Number {
  std::string_view mark;
  std::string_view argument;
  const char* rule;
};
constexpr Number numbers[] = {{"timeout", "seconds", "timeout"},
                              {"slow_after", "seconds", "slow_after"},
                              {"flaky", "reruns", "reruns"},
                              {"flaky", "delay", "reruns_delay"},
                              {"flaky", "backoff", "reruns_backoff"},
                              {"cpu", "n", "cpu"},
                              {"gpu", "n", "gpu"},
                              {"vram", "gib", "vram"}};

// Of several marks of a kind the nearest counts; but of resources the most, and of locks all.
void add_mark(Rules& rules, const model::Mark& mark) {
  const std::string origin = "mark " + mark.name;
  for (const auto& [name, of_mark, key] : numbers) {
    if (name != mark.name || argument(mark, of_mark) == nullptr) continue;
    const double value = number(mark, of_mark);
    const auto there = rules.find(key);
    const bool said = there != rules.end();
    const bool adds_up = name == "cpu" || name == "gpu" || name == "vram";
    if (!said || (adds_up && std::get<double>(there->second.value) < value))
      rules[key] = {value, origin};
  }
  for (const char* flag : {"exclusive", "isolated", "network", "may_leak"})
    if (mark.name == flag) rules.try_emplace(flag, Rule{true, origin});
  if (mark.name == "quarantine")
    rules.try_emplace("quarantine",
                      Rule{select::Quarantine{text(mark, "ticket"), text(mark, "until")}, origin});
  if (mark.name != "lock") return;
  auto& locks = rules["locks"];
  auto names = locks.origin.empty() ? std::vector<std::string>{}
                                    : std::get<std::vector<std::string>>(locks.value);
  names.push_back(text(mark, "name"));
  locks = {names, origin};
}

template <class T>
T value_in(const Rules& rules, std::string_view key, T otherwise) {
  const auto found = rules.find(key);
  return found == rules.end() ? otherwise : std::get<T>(found->second.value);
}

// Memory without a number of GPUs is that of one.
schedule::GpuNeeds gpus_of(const Rules& rules) {
  const double gib = std::max(0.0, value_in(rules, "vram", 0.0));
  const double count = std::max(0.0, value_in(rules, "gpu", gib > 0 ? 1.0 : 0.0));
  return {static_cast<std::size_t>(count),
          count > 0 ? static_cast<std::uint64_t>(std::ceil(gib * schedule::mib_in_gib)) : 0};
}

Policy policy_of(const Rules& rules, const std::string& today) {
  Policy policy;
  policy.timeout = value_in(rules, "timeout", policy.timeout);
  if (rules.contains("slow_after")) policy.slow_after = value_in(rules, "slow_after", 0.0);
  policy.reruns = static_cast<std::uint32_t>(value_in(rules, "reruns", 0.0));
  policy.delay = value_in(rules, "reruns_delay", policy.delay);
  policy.backoff = value_in(rules, "reruns_backoff", policy.backoff);
  policy.needs.places = static_cast<std::size_t>(std::max(1.0, value_in(rules, "cpu", 1.0)));
  const auto locks = value_in(rules, "locks", std::vector<std::string>{});
  policy.needs.locks = {locks.begin(), locks.end()};
  policy.needs.alone = value_in(rules, "exclusive", false);
  policy.gpus = gpus_of(rules);
  policy.isolated = value_in(rules, "isolated", false);
  policy.may_leak = value_in(rules, "may_leak", false);
  policy.network = value_in(rules, "network", false);
  const auto [ticket, until] = value_in(rules, "quarantine", select::Quarantine{});
  if (ticket.empty()) return policy;
  if (!select::is_day(until)) {
    policy.refused =
        fmt::format("the quarantine for {} ends on no day: '{}'; write 2027-01-31", ticket, until);
    return policy;
  }
  if (until >= today)
    policy.quarantine = fmt::format("{}, until {}", ticket, until);
  else
    policy.refused = fmt::format(
        "the quarantine for {} ended on {}: mend the test and take the quarantine away, or agree "
        "on a later day",
        ticket, until);
  return policy;
}

}  // namespace

double slow_after(const Policy& policy, std::optional<double> usual) {
  if (policy.slow_after) return *policy.slow_after;
  double seconds = slow_at_most;
  if (policy.timeout > 0) seconds = std::min(seconds, policy.timeout / 2);
  if (usual) seconds = std::min(seconds, usual_times * *usual);
  return std::max(seconds, slow_at_least);
}

Policies::Policies(Rules of_run, Rules of_command_line, std::vector<select::Override> overrides,
                   std::string today)
    : of_all_{std::move(of_run)}, overrides_{std::move(overrides)}, today_{std::move(today)} {
  for (auto& [key, rule] : of_command_line) of_all_[key] = std::move(rule);
  common_ = std::make_shared<const Policy>(policy_of(of_all_, today_));
}

base::Status Policies::check(const std::vector<model::MarkDeclaration>& declared) const {
  for (const auto& each : overrides_)
    if (const auto known = select::check_mark_names(each.marks, declared); !known)
      return base::Error{fmt::format("{}: {}", each.origin, known.error().text())};
  return {};
}

Rules Policies::special_rules(const model::Item& test) const {
  Rules of_overrides;  // the first that says it counts
  for (const auto& each : overrides_)
    if (each.covers(test)) of_overrides.insert(each.rules.begin(), each.rules.end());
  Rules rules;
  for (const auto& mark : test.marks) add_mark(rules, mark);
  for (auto& [key, rule] : of_overrides) rules[key] = std::move(rule);
  return rules;
}

std::shared_ptr<const Policy> Policies::of(const model::Item& test, bool alone) {
  Rules rules = special_rules(test);
  if (!alone && rules.empty()) return common_;
  rules.insert(of_all_.begin(), of_all_.end());
  Policy policy = policy_of(rules, today_);
  policy.needs.alone |= alone;
  if (skip_mark(test) != nullptr || unrun_xfail_mark(test) != nullptr) {
    policy.needs = {};
    policy.gpus = {};
  }
  if (last_ == nullptr || *last_ != policy)
    last_ = std::make_shared<const Policy>(std::move(policy));
  return last_;
}

std::string Policies::text(const model::Item& test) const {
  Rules rules = special_rules(test);
  rules.insert(of_all_.begin(), of_all_.end());
  std::string text = test.node_id() + "\n";
  for (const auto& key : select::rule_keys()) {
    const auto rule = rules.find(key.name);
    const bool said = rule != rules.end();
    const auto value = said ? select::rule_text(rule->second.value) : "not set";
    text += fmt::format("  {:<14} = {:<12} {}\n", key.name, value,
                        said ? rule->second.origin : "default");
  }
  return text;
}

std::string unmet_needs(const std::vector<Selected>& tests, const model::Items& items,
                        std::size_t cores, const schedule::Gpus& gpus) {
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const Policy& policy = *tests[i].policy;
    if (const auto places = policy.needs.places; places > cores)
      return fmt::format(
          "{} needs cpu({}), and this machine has {} core{}: deselect it, or run it on a larger "
          "one",
          items[i].id(), places, cores, cores == 1 ? "" : "s");
    if (gpus.suffice(policy.gpus)) continue;
    const auto memory = policy.gpus.mib == 0
                            ? std::string{}
                            : fmt::format(" with vram({:g})", static_cast<double>(policy.gpus.mib) /
                                                                  schedule::mib_in_gib);
    return fmt::format(
        "{} needs gpu({}){}, and this run has {}: deselect such tests with -m \"not (gpu or "
        "vram)\", or run them on a larger machine",
        items[i].id(), policy.gpus.count, memory, gpus.text());
  }
  return {};
}

}  // namespace dyntest::runner
