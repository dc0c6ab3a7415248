// Who has which test, where several runs share the tests of a suite: docs/design/023-shards.md.
// Every run works it out for itself, from what they all have in common; so nothing here may depend
// on chance, on a machine, or on which of the runs asks.
#pragma once

#include <cstddef>
#include <vector>

#include "testing/model/item.hpp"
#include "testing/schedule/costs.hpp"
#include "testing/schedule/dependencies.hpp"

namespace dyntest::schedule {

// Of each test its shard, from 1 to `total`. Tests that `dependencies` connects have the same one,
// and go where the first of them would go.
using Shards = std::vector<std::size_t>;

// By its id alone: no test moves when another one comes or goes.
Shards shards_by_hash(const model::Items& items, std::size_t total,
                      const Dependencies& dependencies = {});

// In turns.
Shards shards_in_turns(const model::Items& items, std::size_t total,
                       const Dependencies& dependencies = {});

// So that all take about as long, the longest test first, each where the least is to do with it. A
// wide fixture is counted once for each shard (and file or class, if that is its scope) that builds
// it, and built in one more only where that gains a tenth of what it takes: so tests that share a
// slow one stay together, unless parting them gains more.
Shards shards_by_duration(const model::Items& items, const Costs& costs, std::size_t total,
                          const Dependencies& dependencies = {});

}  // namespace dyntest::schedule
