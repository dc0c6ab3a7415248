// Files as wholes: read in one go, written so that nobody ever reads half of one, or half a line.
// Used for reports, for the cache and for what /proc tells.
#pragma once

#include <string>
#include <string_view>

#include "foundation/base/error.hpp"

namespace dyntest::os {

// Makes missing folders. The file gets its name when it is whole: nothing is left behind on
// failure, nor by a process that is killed meanwhile. Only where a file of that name is there
// already, or the disk has no files without a name, does it stand beside it as `.<name>.<pid>.tmp`
// for a moment.
base::Status write_whole_file(const std::string& path, std::string_view content);

// Cuts off what stands behind the last line break: half a line of a writer that was killed. Nothing
// happens if somebody still writes, that is if he has the file locked (flock), and to what is no
// file.
void cut_half_line(const std::string& path);

// Also of a file below /proc whose process ends meanwhile: that is an error then.
base::Result<std::string> read_whole_file(const std::string& path);

}  // namespace dyntest::os
