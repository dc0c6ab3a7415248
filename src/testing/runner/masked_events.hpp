// What a run tells, without the secrets that tests, their services or the command line have said.
#pragma once

#include <optional>

#include "testing/model/event.hpp"
#include "testing/runner/secrets.hpp"

namespace dyntest::runner {

// None: the event has no text that a test could have made.
std::optional<model::Event> masked(const model::Event& event, const Secrets& secrets);
model::WrittenLines masked(model::WrittenLines written, const Secrets& secrets);

}  // namespace dyntest::runner
