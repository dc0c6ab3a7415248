#include "foundation/base/panic.hpp"

#include <cstdio>
#include <cstdlib>

namespace dyntest::base {

void panic(std::string_view what, std::source_location where) {
  std::fprintf(stderr, "dyntest bug: %s:%u: %.*s\n", where.file_name(), where.line(),
               static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace dyntest::base
