// Messages over a Unix socket (SOCK_SEQPACKET): whole or not at all, with descriptors attached.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/os/fd.hpp"

namespace dyntest::os {

inline constexpr std::size_t message_bytes_max = 1u << 20u;
inline constexpr std::size_t message_fds_max = 16;

struct Message {
  std::string bytes;
  std::vector<Fd> fds;
};

// Both ends are close-on-exec.
std::pair<Fd, Fd> message_pair();

// Blocks while the peer's queue is full. False if the peer is gone. `fds` are borrowed.
bool send_message(int socket, std::string_view bytes, const std::vector<int>& fds = {});

// Blocks until a message is there. Nothing if the peer is gone.
std::optional<Message> receive_message(int socket);

}  // namespace dyntest::os
