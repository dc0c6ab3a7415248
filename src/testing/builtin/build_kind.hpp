// How the file that includes this is compiled. Used by the fixture Benchmark: figures of a build
// that is not optimised say little, and their table says so.
#pragma once

#include "testing/model/benchmark.hpp"

namespace dyntest::builtin {

// UndefinedBehaviorSanitizer alone does not show.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr model::Build build_of_this_file = model::Build::sanitized;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
constexpr model::Build build_of_this_file = model::Build::sanitized;
#elif defined(__OPTIMIZE__)
constexpr model::Build build_of_this_file = model::Build::optimised;
#else
constexpr model::Build build_of_this_file = model::Build::debug;
#endif
#elif defined(__OPTIMIZE__)
constexpr model::Build build_of_this_file = model::Build::optimised;
#else
constexpr model::Build build_of_this_file = model::Build::debug;
#endif

}  // namespace dyntest::builtin
