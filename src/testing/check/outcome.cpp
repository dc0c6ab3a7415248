#include "testing/check/outcome.hpp"

#include <algorithm>
#include <cstring>
#include <string>

namespace dyntest::check::detail {
namespace {

template <class Thrown>
[[noreturn]] void leave(const char* packed, Text reason) {
  Thrown thrown{unpack(packed).site, {}};
  std::size_t size = std::min(reason.size, sizeof thrown.reason - 1);
  const auto inside_character = [&](std::size_t at) {
    return at < reason.size && (static_cast<unsigned char>(reason.data[at]) & 0xc0u) == 0x80u;
  };
  while (size > 0 && inside_character(size)) --size;
  std::memcpy(thrown.reason, reason.data, size);
  throw thrown;
}

}  // namespace

void skip(const char* packed, Text reason) { leave<SkipTest>(packed, reason); }
void xfail(const char* packed, Text reason) { leave<XfailTest>(packed, reason); }

void fail(const char* packed, Text message) {
  const Place place = unpack(packed);
  const std::string text = "Failed: " + std::string{message.data, message.size};
  record_and_stop({place.site, place.macro, place.expression, text});
}

}  // namespace dyntest::check::detail
