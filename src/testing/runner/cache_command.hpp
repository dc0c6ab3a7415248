// --cache-show and --cache-clear: what a suite remembers from run to run. Stored benchmarks stand
// beside it and are not touched.
#pragma once

#include <filesystem>
#include <string>

#include "foundation/base/error.hpp"

namespace dyntest::runner {

// The values and files whose keys match `pattern` (of the shell), as text for the console.
std::string cache_text(const std::filesystem::path& cache_folder, const std::string& pattern,
                       std::size_t width, bool colour);

base::Status clear_cache(const std::filesystem::path& cache_folder);

}  // namespace dyntest::runner
