// Tests and services that take as long as they are told to.
#pragma once

#include <vector>

#include "testing/check/check.hpp"

MARK(load, "what is measured", component)

// Seconds, from the line `<kind> <number> seconds...` of the file that DYNTEST_BENCH_SLEEPS names:
// `plain 3` and `served 3` are the tests of file 3, `service 1` is the set-up of a service.
std::vector<double> sleeps(const char* kind, int number);
void sleep_for(double seconds);

// Four kinds of them, once for each worker.
template <int number>
struct Service {};
