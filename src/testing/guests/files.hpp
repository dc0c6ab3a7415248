// Where guests leave what they have to say, and how files are named.
#pragma once

#include <filesystem>
#include <string>

namespace dyntest::guests {

// Empty if it cannot be read.
std::string read_file(const std::filesystem::path& path);

// `file` as the run names it: relative to `root` if it is below it, else as it is.
std::string file_below(const std::filesystem::path& root, const std::string& file);

// What this process and its children have written to stderr, from a former size on; empty where it
// is not captured.
long captured_errors_size();
std::string captured_errors(long begin);

}  // namespace dyntest::guests
