// Writes a file so that nobody ever reads half of it. Used for reports and for the cache.
#pragma once

#include <string>
#include <string_view>

#include "foundation/base/error.hpp"

namespace dyntest::os {

// Makes missing folders, writes `.<name>.<pid>.tmp` beside the file, then renames it. Nothing is
// left behind on failure.
base::Status write_whole_file(const std::string& path, std::string_view content);

}  // namespace dyntest::os
