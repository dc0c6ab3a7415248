// The worker that serves a guest: to its controller a worker like any other, whose tests are those
// of another framework. It is `dyntest`, started again.
#pragma once

#include <string>
#include <vector>

#include "testing/guests/guest.hpp"
#include "testing/runner/worker_options.hpp"

namespace dyntest::runner {

inline constexpr const char* guest_flag = "--dyntest-guest";

// The words that start such a worker, before those of its options.
std::vector<std::string> guest_arguments(const guests::Spec& spec);

// `words`: all behind the program's name, from guest_flag on. Runs until the controller has nothing
// more, and does not return.
[[noreturn]] void run_guest_worker(const std::vector<std::string>& words);

}  // namespace dyntest::runner
