// How a run can be repeated: the command that runs a test once more as this run did.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "testing/runner/options.hpp"

namespace dyntest::runner {

// For a shell; the id of a test is to follow: `dyntest --profile ci --seed 77`. What selects tests
// and what shows them is left out. `own_executable`: that of a test executable; else empty.
std::string again_command(const Options& options, const std::filesystem::path& own_executable,
                          const std::filesystem::path& invocation, std::uint64_t seed);

// What a run's header says of its chance and its company, where somebody has asked for them.
std::vector<std::string> header_lines(const Options& options, std::uint64_t seed);

}  // namespace dyntest::runner
