// A free TCP port on 127.0.0.1 that stays ours from reservation to release: no race, no registry.
//
// Who uses it: whoever starts a server that must be told its port (kit/services, tests). A reserved
// port is a socket that is bound with SO_REUSEADDR and never listens. The kernel gives such a port
// to nobody else who asks for a free one, neither to a bind(0) nor as the source of a connection,
// while a server that sets SO_REUSEADDR itself (Go, tokio, asyncio, libzmq, …) may bind and listen
// on it. Until then a connect to it is refused. A server that does not set SO_REUSEADDR gets
// EADDRINUSE: release the port right before starting it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/os/fd.hpp"

namespace dyntest::net {

class Port {
 public:
  // Never blocks. Fails only when the machine is out of ports or descriptors.
  static base::Result<Port> reserve();
  // `count` ports in a row, all of them within [first, last]: for programs that count on from one
  // port, or that need ports which no connection takes as its source (the kernel's range begins at
  // 32768). Tries each place once, from a random one on. Fails when there is no such row, or when
  // the range has none.
  static base::Result<std::vector<Port>> reserve_row(std::size_t count, std::uint16_t first = 10000,
                                                     std::uint16_t last = 32767);

  std::uint16_t number() const { return number_; }
  // `127.0.0.1:41234`
  std::string address() const;
  // `http://127.0.0.1:41234` for `http`
  std::string url(std::string_view scheme) const;

 private:
  static base::Result<Port> claim(std::uint16_t number);

  Port(os::Fd placeholder, std::uint16_t number)
      : placeholder_{std::move(placeholder)}, number_{number} {}

  os::Fd placeholder_;  // close-on-exec: a child must not keep the port past our release
  std::uint16_t number_;
};

}  // namespace dyntest::net
