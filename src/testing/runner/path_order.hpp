// The order of files in a run: path by path, so that a folder sorts among files by its name.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::runner {

// Each file's place in that order; `files` may hold one many times. Keys borrow from `files`.
std::unordered_map<std::string_view, std::size_t> path_ranks(
    const std::vector<std::string_view>& files);

// The indices of these tests in that order, those of a file as they are: executables hold whole
// files, each in order.
std::vector<std::size_t> in_path_order(const std::vector<model::Item>& items);

}  // namespace dyntest::runner
