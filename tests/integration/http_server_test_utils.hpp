// Plain TCP to a server: what no HTTP client would send, and what it would hide of the answer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/os/fd.hpp"

// A connection to 127.0.0.1. Every wait ends after `patience`, with a failure of the test.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port);

  void send(std::string_view bytes);
  // What has come, once it is at least `count` bytes, or ends with `end`, or the server has closed.
  std::string read(std::size_t count);
  std::string read_until(std::string_view end);
  // All that comes until the server closes; `(reset)` at the end of it where it does so with a RST.
  std::string read_all();
  // Sends a request for `path` with these further header lines, each with its line break.
  void get(std::string_view path, std::string_view headers = {});
  void close() { socket_.reset(); }

 private:
  bool receive();  // false at the end

  dyntest::os::Fd socket_;
  std::string received_;
};
