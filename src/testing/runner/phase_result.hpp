// What a phase of a test came to, as its worker tells it (dialogue.hpp). What failed in it has been
// told before.
#pragma once

#include <string>

#include "testing/model/event.hpp"

namespace dyntest::runner {

struct PhaseResult {
  model::Phase phase = model::Phase::setup;
  model::Outcome outcome = model::Outcome::passed;
  double seconds = 0;
  std::string reason;
  model::Place reason_place;
  bool interrupted = false;
  std::string log = {};  // of the services, if it failed
};

}  // namespace dyntest::runner
