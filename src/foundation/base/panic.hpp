// Our own bugs: the process stops at once and says where, in release builds too.
#pragma once

#include <source_location>
#include <string_view>

namespace dyntest::base {

// Prints `dyntest bug: <file>:<line>: <what>` to stderr and aborts.
[[noreturn]] void panic(std::string_view what,
                        std::source_location where = std::source_location::current());

inline void require(bool condition, std::string_view what,
                    std::source_location where = std::source_location::current()) {
  if (!condition) [[unlikely]]
    panic(what, where);
}

}  // namespace dyntest::base
