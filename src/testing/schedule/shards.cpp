#include "testing/schedule/shards.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "foundation/base/hash.hpp"
#include "foundation/base/rng.hpp"

namespace dyntest::schedule {
namespace {

// What is quicker is not remembered, and takes this long at most: many of them weigh something.
constexpr double seconds_min = 0.001;
// A fixture is built in one more shard where that gains this part of what it takes, or more.
constexpr double rebuilt_part = 0.1;

// A fixture where it is built.
struct Build {
  std::string what;  // its name, and the file or class that it lives for
  double seconds = 0;
};

std::string where(model::Scope scope, const model::Item& item) {
  switch (scope) {
    case model::Scope::class_:
      return item.file + "::" + item.class_name;
    case model::Scope::file:
      return item.file;
    case model::Scope::function:
    case model::Scope::folder:
    case model::Scope::session:
    case model::Scope::run:
      break;
  }
  return "";
}

std::vector<Build> builds(const model::Item& item, const Costs& costs) {
  std::vector<Build> all;
  for (const auto& name : item.fixtures)
    if (const auto* cost = costs.fixture(name); cost != nullptr)
      all.push_back({name + " " + where(cost->scope, item), cost->total()});
  return all;
}

using Names = std::set<std::string>;

// What is not built yet of the needed, in seconds.
double unbuilt(const std::vector<Build>& needed, const Names& built) {
  double seconds = 0;
  for (const auto& build : needed)
    if (!built.contains(build.what)) seconds += build.seconds;
  return seconds;
}

void add(Names& built, const std::vector<Build>& needed) {
  for (const auto& build : needed) built.insert(build.what);
}

// Each once.
void add(std::vector<Build>& needed, std::vector<Build> more) {
  for (auto& build : more)
    if (std::ranges::find(needed, build.what, &Build::what) == needed.end())
      needed.push_back(std::move(build));
}

struct Load {
  double seconds = 0;
  Names built;
};

}  // namespace

Shards shards_by_hash(const model::Items& items, std::size_t total,
                      const Dependencies& dependencies) {
  Shards shards;
  for (const auto leader : dependencies.leaders(items.size()))
    shards.push_back(base::Rng{base::fnv1a(items[leader].node_id())}.below(total) + 1);
  return shards;
}

Shards shards_in_turns(const model::Items& items, std::size_t total,
                       const Dependencies& dependencies) {
  const auto leaders = dependencies.leaders(items.size());
  Shards shards(items.size());
  std::size_t turn = 0;
  for (std::size_t i = 0; i < items.size(); ++i)
    shards[i] = leaders[i] == i ? turn++ % total + 1 : shards[leaders[i]];
  return shards;
}

Shards shards_by_duration(const model::Items& items, const Costs& costs, std::size_t total,
                          const Dependencies& dependencies) {
  const auto leaders = dependencies.leaders(items.size());
  std::vector<double> seconds(items.size());  // of all that follow a leader
  std::vector<std::vector<Build>> needed(items.size());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto leader = leaders[i];
    if (leader == i) order.push_back(i);
    seconds[leader] += std::max(costs.of(i), seconds_min);
    add(needed[leader], builds(items[i], costs));
  }
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t i) { return seconds[i] + unbuilt(needed[i], {}); });
  Shards shards(items.size());
  std::vector<Load> loads(total);
  Names built;  // by any of them
  for (const auto i : order) {
    const double first = unbuilt(needed[i], built);
    const auto least = std::ranges::min_element(loads, {}, [&](const Load& load) {
      const double here = unbuilt(needed[i], load.built);
      return load.seconds + here + rebuilt_part * (here - first);
    });
    least->seconds += seconds[i] + unbuilt(needed[i], least->built);
    add(least->built, needed[i]);
    add(built, needed[i]);
    shards[i] = static_cast<std::size_t>(least - loads.begin()) + 1;
  }
  for (std::size_t i = 0; i < items.size(); ++i) shards[i] = shards[leaders[i]];
  return shards;
}

}  // namespace dyntest::schedule
