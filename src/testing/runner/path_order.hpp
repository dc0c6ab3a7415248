// The order of files in a run: path by path, so that a folder sorts among files by its name.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dyntest::runner {

// Each file's place in that order; `files` may hold one many times. Keys borrow from `files`.
std::unordered_map<std::string_view, std::size_t> path_ranks(
    const std::vector<std::string_view>& files);

}  // namespace dyntest::runner
