#include "testing/runner/protocol.hpp"

#include <fmt/format.h>

namespace dyntest::runner {

Hello own_hello() { return {protocol, DYNTEST_VERSION}; }

std::optional<std::string> why_foreign(const Hello& hello) {
  if (hello.protocol == protocol) return std::nullopt;
  const std::string other =
      hello.protocol == 0 ? "an older dyntest"
                          : fmt::format("dyntest {} (protocol {})", hello.version, hello.protocol);
  return fmt::format("built with {}, this is {} (protocol {}): rebuild it", other, DYNTEST_VERSION,
                     protocol);
}

}  // namespace dyntest::runner
