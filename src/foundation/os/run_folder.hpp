// Where a run keeps its temporary files.
#pragma once

#include <filesystem>
#include <string_view>

namespace dyntest::os {

// The environment variable that names the run's folder. The keeper removes it (cell/keeper.hpp).
inline constexpr const char* run_folder_variable = "DYNTEST_RUN_FOLDER";

// Makes a folder in it that nobody else has, named `prefix-` and six letters; without a run, where
// temporary files are. Throws std::filesystem::filesystem_error.
std::filesystem::path new_run_folder(std::string_view prefix);

}  // namespace dyntest::os
