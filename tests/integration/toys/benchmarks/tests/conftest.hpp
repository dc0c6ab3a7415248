// What measures, and a folder that tests of several files share.
#pragma once

#include <cstdlib>
#include <filesystem>

#include "testing/builtin/benchmark.hpp"
#include "testing/check/check.hpp"

MARK(router, "request routing", component)

using dyntest::builtin::Benchmark;

// Made by the first benchmark of test_unit_router_alone.cpp.
inline std::filesystem::path trace_of_benchmark() {
  return std::filesystem::path{std::getenv("SCRATCH")} / "measured";
}
