// One run of several that share the tests of a suite: --partition, and the variables with which
// Bazel and GoogleTest's tools say the same. Who has which test: schedule/shards.hpp; the reports
// of all shards as one: report/join.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/item.hpp"
#include "testing/model/shard.hpp"
#include "testing/runner/googletest_options.hpp"
#include "testing/runner/past_costs.hpp"
#include "testing/schedule/dependencies.hpp"

namespace dyntest::runner {

// `hash:2/4`, `slice:2/4`, `duration:2/4`. An error is one line with the remedy.
base::Result<model::Shard> parse_shard(const std::string& text);

// What TEST_TOTAL_SHARDS and TEST_SHARD_INDEX say, or the same with GTEST_; the index counts from
// 0. Nothing if they are not there, or say that there is one shard. An error names the variable.
base::Result<std::optional<model::Shard>> shard_of(const Environment& environment);

// Lets these variables say what --partition did not; a list of tests in GoogleTest's form is whole,
// as GoogleTest's own. Makes the files that tell a tool that shards are understood:
// TEST_SHARD_STATUS_FILE, GTEST_SHARD_STATUS_FILE.
base::Status read_shard_variables(const Environment& environment, Options& options);

// Leaves of `chosen`, indices of `items`, those of this shard, in their order. What is chosen, and
// what `costs` and `has_run` remember, must be the same in all shards; the order of `chosen` does
// not matter. `dependencies`: of `items`; tests that they connect stay together.
model::Shares share_out(const std::vector<model::Item>& items, std::vector<std::size_t>& chosen,
                        const schedule::Dependencies& dependencies, const model::Shard& shard,
                        const PastCosts& costs, const PastCosts::HasRun& has_run);

}  // namespace dyntest::runner
