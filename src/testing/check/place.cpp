#include "testing/check/place.hpp"

#include <cstdlib>
#include <cstring>

namespace dyntest::check::detail {

Place unpack(const char* packed) {
  const auto next = [](const char* field) { return field + std::strlen(field) + 1; };
  const char* const line = next(packed);
  const char* const macro = next(line);
  return {{packed, std::atoi(line)}, macro, next(macro)};
}

}  // namespace dyntest::check::detail
