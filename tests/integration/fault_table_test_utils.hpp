// The faults that tests of schedules draw from, and what they keep count of.
#pragma once

#include <map>
#include <string>

#include "kit/faults/history.hpp"
#include "kit/faults/schedule.hpp"
#include "kit/faults/table.hpp"

// All that may happen to a server behind a proxy, 20 to 60 ms each. `corrupt` only of what it says:
// a flipped bit in a request is another request, to which its word would be kept.
dyntest::faults::FaultTable all_faults();

// A few of them, in about 200 ms.
extern const dyntest::faults::Plan short_plan;

using BitesOfKinds = std::map<std::string, dyntest::faults::Bites>;
void add_bites(const dyntest::faults::History& history, BitesOfKinds& to);
// Each kind that there was has hit something, once at least.
void expect_all_bit(const BitesOfKinds& bitten);
