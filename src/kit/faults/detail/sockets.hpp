// TCP on the loopback interface, without waiting.
#pragma once

#include <netinet/in.h>

#include <string>

#include "foundation/base/error.hpp"
#include "foundation/os/fd.hpp"

namespace dyntest::faults::detail {

// `127.0.0.1:41234`, also behind `http://` and the like. Names other than localhost are not looked
// up.
base::Result<sockaddr_in> parse_address(std::string address);

// On 127.0.0.1, at a port that somebody has reserved (net::Port).
base::Result<os::Fd> listen_on(std::uint16_t port);

// The next connection; none if there is none just now, or for want of descriptors.
os::Fd accept_from(const os::Fd& listener);

// A connection that is being made: writable when it is, or has failed.
os::Fd begin_connecting(const sockaddr_in& to);
// Whether what was begun has come to a connection.
bool has_connected(const os::Fd& socket);

// From now on a close sends a RST.
void close_with_reset(const os::Fd& socket);

}  // namespace dyntest::faults::detail
