// How the file that includes this is compiled. Used by the fixture Benchmark: figures of a build
// that is not optimised say little, and their table says so.
#pragma once

#include "testing/model/benchmark.hpp"

namespace dyntest::builtin {

// UndefinedBehaviorSanitizer alone does not show.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||
                           __has_feature(memory_sanitizer);
#else
constexpr bool sanitized = false;
#endif
#if defined(__OPTIMIZE__)
constexpr bool optimised = true;
#else
constexpr bool optimised = false;
#endif
constexpr model::Build build_of_this_file = sanitized   ? model::Build::sanitized
                                            : optimised ? model::Build::optimised
                                                        : model::Build::debug;

}  // namespace dyntest::builtin
