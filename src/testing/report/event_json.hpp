// An event of a run as a line of JSON, and back: docs/formats/events.md is the contract. Used by
// the event log and by whoever replays one. Knows nothing of files, lines or their order.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/model/event.hpp"

namespace dyntest::report {

inline constexpr std::string_view event_format = "dyntest-events";
inline constexpr int event_format_version = 1;

// The test's id as a JSON string.
std::string json_id(const model::Item& item);

// Without a newline. `ids` are those of the selected tests, as json_id gives them, so that a line
// can be read alone; an event that comes before they are known has none.
std::string event_to_json(const model::Event& event, const std::vector<std::string>& ids);

// Nothing for a kind of event that this version does not know. An error says what is wrong with
// the line, `not JSON`, a field without its value, or for a `run_started` a format that is not
// ours; it does not name the line.
base::Result<std::optional<model::Event>> event_from_json(std::string_view line);

}  // namespace dyntest::report
