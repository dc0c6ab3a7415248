// What the system says about processes (proc(5)): who is below whom, who stands still, who listens
// where. Every answer is of a moment that has passed; a process that is gone has none.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace dyntest::os {

// Those that its threads have started. While some end, others may be missing.
std::vector<pid_t> children_of(pid_t pid);

// All that a process's threads have started, and those in turn: each before what it has started.
std::vector<pid_t> descendants_of(pid_t pid);

// 0 if it is gone.
pid_t parent_of(pid_t pid);

// Its words, a blank between; empty if it is gone or a kernel's.
std::string command_of(pid_t pid);

// Whether all its threads are stopped, by a signal or a tracer, or have ended.
bool is_still(pid_t pid);
// The same, or wait for what no signal can end: then they will stop before they do anything.
bool is_all_but_still(pid_t pid);

// `127.0.0.1:2379`, `[::]:4222`: where it accepts connections over TCP, in ascending order.
std::vector<std::string> listens_on(pid_t pid);

}  // namespace dyntest::os
