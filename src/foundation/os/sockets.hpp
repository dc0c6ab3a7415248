// Which process has which socket, by what the system says (proc(5)). Every answer is of a moment
// that has passed.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dyntest::os {

// `127.0.0.1:2379`, `[::]:4222`: where it accepts connections over TCP, in ascending order.
std::vector<std::string> listens_on(pid_t pid);

// Who accepts connections over TCP at a port.
struct Listener {
  pid_t pid = 0;
  std::string command;  // `etcd --name x`
  std::string test;     // that started it: CURRENT_TEST of its environment; empty = none of ours

  // `pid 123 (etcd --name x), started by tests/e2e/test_x.cpp::y`
  std::string text() const;
};
// The first that we can see in this process's network; nothing if nobody listens there.
std::optional<Listener> listener_on(std::uint16_t port);

// Who has the TCP or UDP socket of this process's network that sends from one port to the other; 0
// if none of the processes that we can see.
pid_t owner_of(std::uint16_t from_port, std::uint16_t to_port);

}  // namespace dyntest::os
