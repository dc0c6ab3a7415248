// Which cells a run has: what was asked for, what this machine can give, and what stays visible in
// them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/cell/setup.hpp"
#include "testing/runner/build.hpp"
#include "testing/select/config.hpp"

namespace dyntest::runner {

// The level in force. `asked`: a level's name, or empty for the highest that can be had; full where
// it cannot be had is an error. May take a second (cell::why_not_full); this process must have one
// thread.
struct Cells {
  cell::Level level = cell::Level::off;
  std::string header;  // `cell: full`, `cell: processes, egress: open (…)`
};
base::Result<Cells> decide_cells(const std::string& asked);

// What all cells of the run have in common. Tests find the suite and what it says is visible, the
// folders of the executables and those of PATH, and `visible`. Makes the cache's folder when it is
// apart from the suite.
cell::Setup setup_of_cells(cell::Level level, const select::Config& config,
                           const std::vector<std::filesystem::path>& visible,
                           const std::vector<Executable>& executables);

}  // namespace dyntest::runner
