// What the system says about processes (proc(5)): who is below whom, and who stands still. Every
// answer is of a moment that has passed; a process that is gone has none.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dyntest::os {

// Those that its threads have started. While some end, others may be missing.
std::vector<pid_t> children_of(pid_t pid);

// All that a process's threads have started, and those in turn: each before what it has started.
std::vector<pid_t> descendants_of(pid_t pid);

// 0 if it is gone.
pid_t parent_of(pid_t pid);

// Those of a process group, in ascending order, ended ones that nobody has reaped among them.
std::vector<pid_t> members_of_group(pid_t group);

// Its words, a blank between; empty if it is gone or a kernel's.
std::string command_of(pid_t pid);

// The value of a variable in the environment that it was started with; empty if there is none.
std::string variable_of(pid_t pid, std::string_view name);

// Whether it is gone, or nothing is left of it but how it ended.
bool has_ended(pid_t pid);
// Whether all its threads are stopped, by a signal or a tracer, or have ended.
bool is_still(pid_t pid);
// The same, or wait for what no signal can end: then they will stop before they do anything.
bool is_all_but_still(pid_t pid);

// How many processes the kernel has killed for want of memory since it started; 0 if it does not
// tell.
std::uint64_t oom_kills();

// What the process is called in the process namespace of `init`, which is ours or below it; 0 if it
// is gone or not in there.
pid_t number_within(pid_t pid, pid_t init);
// The other way round: ours of the descendant of `init` that is called so in there; 0 if there is
// none.
pid_t find_below(pid_t init, pid_t number);

}  // namespace dyntest::os
