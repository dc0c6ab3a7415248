// What the cells of a run have in common, and what sets one apart from another.
#pragma once

#include <string>
#include <vector>

#include "foundation/cell/level.hpp"

namespace dyntest::cell {

// Which network a cell is on. On another one than its own it shares ports with others.
enum class Net {
  own,      // a loopback of its own, and no way out
  run,      // that of the run's shared fixtures, and no way out either
  machine,  // this machine's: for tests that may go out
};

// Of all cells of a run.
struct Setup {
  Level level = Level::off;
  // Absolute paths that stay as they are in every cell, also below its own /tmp or /dev/shm.
  std::vector<std::string> visible;
  // Those that nobody may change.
  std::vector<std::string> read_only;
};

}  // namespace dyntest::cell
