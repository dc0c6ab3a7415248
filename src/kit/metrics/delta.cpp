#include <map>
#include <set>
#include <string>
#include <utility>

#include "kit/metrics/metrics.hpp"

namespace dyntest::metrics {
namespace {

using Series = std::map<std::string, double>;

enum class Rule { rises, differs, stays };

Rule rule_of(const Family& family, const Sample& sample) {
  if (sample.name != family.name && sample.name.ends_with("_created")) return Rule::stays;
  switch (family.kind) {
    case Kind::counter:
    case Kind::histogram:
      return Rule::rises;
    case Kind::summary:
      return sample.name == family.name ? Rule::stays : Rule::rises;
    case Kind::gauge:
    case Kind::untyped:
    case Kind::gaugehistogram:
      return Rule::differs;
    case Kind::info:
    case Kind::stateset:
      return Rule::stays;
  }
  return Rule::stays;
}

// Samples that begin anew together: of one counter, of one histogram, of one summary.
std::string group_of(const Family& family, const Sample& sample) {
  Sample group = sample;
  group.name = family.name;
  std::erase_if(group.labels,
                [](const Label& label) { return label.name == "le" || label.name == "quantile"; });
  return group.series();
}

// A sum of observations may fall, if there are negative ones.
bool shows_reset(const Family& family, const Sample& sample) {
  return family.kind == Kind::counter || !sample.name.ends_with("_sum");
}

double before_of(const Series& before, const Sample& sample) {
  const auto found = before.find(sample.series());
  return found == before.end() ? 0 : found->second;
}

}  // namespace

Metrics delta(const Metrics& before, const Metrics& after) {
  Series earlier;
  for (const auto& family : before.families())
    for (const auto& sample : family.samples) earlier[sample.series()] = sample.value;

  Metrics result = after;
  for (auto& family : result.families_) {
    std::set<std::string> began_anew;
    for (const auto& sample : family.samples)
      if (rule_of(family, sample) == Rule::rises && shows_reset(family, sample) &&
          sample.value < before_of(earlier, sample))
        began_anew.insert(group_of(family, sample));
    result.resets_.insert(result.resets_.end(), began_anew.begin(), began_anew.end());
    for (auto& sample : family.samples) {
      const auto rule = rule_of(family, sample);
      if (rule == Rule::stays) continue;
      if (rule == Rule::rises && began_anew.contains(group_of(family, sample))) continue;
      sample.value -= before_of(earlier, sample);
    }
  }
  return result;
}

}  // namespace dyntest::metrics
