// Files as wholes: read in one go, written so that nobody ever reads half of one. Used for reports,
// for the cache and for what /proc tells.
#pragma once

#include <string>
#include <string_view>

#include "foundation/base/error.hpp"

namespace dyntest::os {

// Makes missing folders, writes `.<name>.<pid>.tmp` beside the file, then renames it. Nothing is
// left behind on failure.
base::Status write_whole_file(const std::string& path, std::string_view content);

// Also of a file below /proc whose process ends meanwhile: that is an error then.
base::Result<std::string> read_whole_file(const std::string& path);

}  // namespace dyntest::os
