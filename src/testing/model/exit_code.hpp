// The exit codes, as pytest's.
#pragma once

namespace dyntest::model::exit_code {

inline constexpr int ok = 0;
inline constexpr int tests_failed = 1;       // failures or errors
inline constexpr int interrupted = 2;        // SIGINT, SIGTERM, or the suite could not be collected
inline constexpr int internal_error = 3;     // a bug of ours, or the process tree broke
inline constexpr int usage_error = 4;        // wrong option, expression, node id or configuration
inline constexpr int no_tests_selected = 5;  // nothing ran

}  // namespace dyntest::model::exit_code
