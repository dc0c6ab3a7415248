// How everything that a run starts is told from everything else: its id in the environment, and a
// folder for temporary files. And what its chance begins with.
#pragma once

#include <cstdint>
#include <filesystem>

#include "foundation/base/error.hpp"

namespace dyntest::runner {

// Puts a new id, DYNTEST_RUN_ID, into our environment. A run inside another one carries both ids.
void tag_run();

// Names the run's folder, also in our environment, for the keeper that will remove it. Nobody has
// one of that name.
std::filesystem::path name_run_folder();

// To be called when the keeper is there: until then nobody would remove the folder if we were
// killed.
base::Status make_run_folder(const std::filesystem::path& folder);

// DYNTEST_SEED, where who wants a run's numbers again has set it; else a new one.
std::uint64_t seed_of_run();

}  // namespace dyntest::runner
