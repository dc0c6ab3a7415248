// A packet that was to leave a cell: where it was going, and what an answer looks like that says it
// may not. Knows nothing of processes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dyntest::cell {

struct Packet {
  bool is_tcp = false;  // else UDP
  int family = 0;       // AF_INET, AF_INET6
  std::string to;       // `203.0.113.5:443`, `[2606:4700::1111]:443`
  std::uint16_t to_port = 0;
  std::uint16_t from_port = 0;
  std::string asked;  // the host's name, if it is a question to a name server; else empty
  bool operator==(const Packet&) const = default;
};

// Of an IP packet (RFC 791, RFC 8200): nothing unless it opens a TCP connection or is a UDP
// datagram to one address.
std::optional<Packet> read_packet(std::string_view bytes);

// The ICMP message (RFC 792, RFC 4443) that tells its sender at once: prohibited. For bytes that
// read_packet has understood.
std::string refusal_of(std::string_view bytes);

}  // namespace dyntest::cell
