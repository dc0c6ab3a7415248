// Where the kernel has put the core of a process that died (core(5)).
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::runner {

// This process and all that it starts may leave cores as large as the system's own limit says.
void allow_cores();

// Patterns (glob(7)) of the files in which a core of the process may be, likeliest first.
// `pattern`: the content of /proc/sys/kernel/core_pattern; `folder`: the process's working
// directory. None if cores are handed to a program.
std::vector<std::string> core_globs(std::string_view pattern, pid_t pid,
                                    const std::filesystem::path& folder);

// The core of a process that died after `since` on this machine; empty if there is none.
std::filesystem::path find_core(pid_t pid, const std::filesystem::path& folder,
                                std::filesystem::file_time_type since);

}  // namespace dyntest::runner
