// The folders of a cell: what is its own, and where programs find it.
//
// At level full /tmp and /dev/shm are empty and go with the cell. At level processes nothing is
// hidden: programs that ask their environment are told of a folder inside the run's.
#pragma once

#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/cell/setup.hpp"

namespace dyntest::cell {

// Whether a cell's /tmp is its own.
bool has_own_tmp(const Setup& setup);

// In new mount and process namespaces that this process owns. `out`: leave name servers as they
// are.
base::Status make_folders(const Setup& setup, bool out);

// `environment` as programs of a cell have it: HOME, TMPDIR and XDG_* of the cell's own, which are
// made in `folder`. What a user keeps in his home and tests need stays where it is: HF_HOME,
// PYTHONUSERBASE, CARGO_HOME, RUSTUP_HOME, CCACHE_DIR.
base::Result<std::vector<std::string>> environment_of_cell(std::vector<std::string> environment,
                                                           const std::string& folder);

}  // namespace dyntest::cell
