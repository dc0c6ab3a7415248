// What goes wrong when, as a value: drawn from a table by a seed, written to a log, read back.
//
// Who uses it: Run, which carries it out. The same table, places, plan and seed give the same
// schedule on every machine. Real programs are not as obedient: what happens in them between two
// steps differs from run to run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"
#include "kit/faults/table.hpp"

namespace dyntest::faults {

struct Step {
  base::Duration at{0};  // since the schedule began; time in which a fault begins or heals is none
  base::Duration lasts{0};
  std::string fault;       // FaultKind::name
  std::string target;      // Target::name
  std::uint64_t seed = 0;  // of what the fault leaves to chance
  bool operator==(const Step&) const = default;
};

// Where faults may go: a Target without what is only known at run time.
struct Place {
  std::string name;
  bool has_network = true;
  bool has_process = true;
};
std::vector<Place> places_of(const std::vector<Target>& targets);

// The frame of a random schedule.
struct Plan {
  base::Duration total{std::chrono::seconds{1}};  // no fault begins later
  std::size_t steps_max = 100;
  base::Duration shortest_gap{0};  // between the beginnings of two faults
  base::Duration longest_gap{std::chrono::milliseconds{50}};
  std::size_t together_max = 1;  // so many stand at once
  // Which kinds exist at all is drawn first, each with 1/2: some runs have only kills, some none.
  bool swarm = false;
};

struct Schedule {
  std::uint64_t seed = 0;
  std::vector<Step> steps;  // by `at`

  // Of one kind there is at most one at a time on a target, and of process faults one in all.
  static Schedule random(const FaultTable& table, const std::vector<Place>& places,
                         const Plan& plan, std::uint64_t seed);

  // JSON Lines: a head with the seed, and a line for each step.
  std::string log() const;
  // Reads a log, that of a whole run (History::log) too.
  static base::Result<Schedule> parse(std::string_view log);
  // For people: `12 ms  latency on etcd for 40 ms`, a line for each step
  std::string text() const;
  bool operator==(const Schedule&) const = default;
};

}  // namespace dyntest::faults
