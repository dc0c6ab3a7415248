// One run of several that share the tests of a suite among them: which one it is, and how the tests
// are shared out. Plain values; select reads them, schedule shares out, report joins the runs
// again.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::model {

// By what tests are shared out.
enum class Partition {
  hash,      // a test's id alone
  slice,     // in turns, in collection order
  duration,  // what tests took in earlier runs
};

constexpr std::string_view partition_name(Partition partition) {
  switch (partition) {
    case Partition::hash:
      return "hash";
    case Partition::slice:
      return "slice";
    case Partition::duration:
      return "duration";
  }
  return "";
}

// `--partition hash:2/4`
struct Shard {
  Partition by = Partition::slice;
  std::size_t index = 1;  // from 1 on
  std::size_t total = 1;
  bool operator==(const Shard&) const = default;
};

// How the tests of a run were shared out. All shards of one run say the same, but for `line` and
// `places`.
struct Shares {
  std::size_t tests = 0;            // of all shards, without their repetitions
  std::string checksum;             // of their ids and of who has which
  std::string line;                 // for the report: `partition: 2 of 4 by hash`
  std::vector<std::size_t> places;  // of each selected test, in collection order of all shards'
  bool operator==(const Shares&) const = default;
};

}  // namespace dyntest::model
