// What the tests of this toy suite share: files by which they wait for each other.
#pragma once

#include <filesystem>

#include "testing/check/check.hpp"

MARK(worker, "a worker's life", component)

// Both are in the folder MEETING.
std::filesystem::path first_is_busy();
std::filesystem::path run_was_stopped();

// Its teardown comes when its worker is told that there is no more: after the run was stopped.
struct StopWitness {
  void teardown();
};
