// Nothing is silently not run: every source in the suite's test folders is looked at.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::runner {

// Errors for files below `testpaths` whose names break the naming rule, and for test files that are
// in no executable. A folder with a dyntest.toml of its own is another suite and not entered.
std::vector<model::CollectionError> check_files_on_disk(const std::filesystem::path& root,
                                                        const std::vector<std::string>& testpaths,
                                                        const std::vector<std::string>& components,
                                                        const std::set<std::string>& built_files);

}  // namespace dyntest::runner
