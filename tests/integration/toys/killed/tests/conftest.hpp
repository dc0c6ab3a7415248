// A suite that takes a second or two on two workers, and leaves behind whatever a run can leave
// behind while it lasts; test_integ_runner_kills.cpp kills its parts. Undisturbed, no test fails.
#pragma once

#include <chrono>

#include "foundation/os/wait.hpp"
#include "testing/builtin/tmp_dir.hpp"
#include "testing/check/check.hpp"

MARK(service, "a real service", component)
MARK(worker, "a worker's life", component)

using dyntest::builtin::TmpDir;

// What these tests do is to take time.
inline void work() { dyntest::os::pause_for(std::chrono::milliseconds{40}); }
