// Busy loops beside a run (--cpu-hog): what is right only on a machine at rest then fails here, and
// not in CI.
#pragma once

#include <cstddef>
#include <vector>

#include "foundation/cell/keeper.hpp"

namespace dyntest::runner {

inline constexpr const char* hog_flag = "--dyntest-hog";

// Starts so many, each a process with one thread; they end with the keeper.
std::vector<cell::Tree> start_hogs(cell::Keeper& keeper, std::size_t count);

// What each of them does, as `dyntest --dyntest-hog`.
[[noreturn]] void hog_cpu();

}  // namespace dyntest::runner
