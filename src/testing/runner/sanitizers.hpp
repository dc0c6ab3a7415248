// What the sanitizers that a test executable was built with found in the test that runs. Used by
// executor.cpp. Those that end the process are seen by the controller: see verdict_text.hpp.
#pragma once

#include <cstddef>

namespace dyntest::runner {

// AddressSanitizer, LeakSanitizer: has something leaked by now? Takes tens of milliseconds, and
// answers the same from then on.
bool has_leaked();
// Blocks of memory allocated and not freed, counted from the first call on. Where they are no more
// than before, nobody need look for a leak. Where they cannot be counted, each call says more.
std::ptrdiff_t allocated_blocks();

// ThreadSanitizer: its reports so far, on all threads. It says each thing once in a process.
std::size_t thread_reports();
// What the last one was about, in its words: data-race, mutex-double-lock, ...; lives forever.
const char* last_thread_report();

}  // namespace dyntest::runner
