// What a run says about the machine that it is on, and takes from it. Used by the session.
#pragma once

#include <cstddef>
#include <string>

namespace dyntest::runner {

struct Options;

// Local time, ISO 8601 with offset: 2026-11-22T23:46:10+0000.
std::string timestamp_now();

// The day in UTC, so that it changes everywhere at once: 2026-11-22.
std::string today();

std::string host_name();

// Those that this process may use; at least 1.
std::size_t cores();

// Workers of a run. `of_config`: what dyntest.toml says, as -n would; empty = nothing.
std::size_t worker_count(const Options& options, const std::string& of_config);

}  // namespace dyntest::runner
