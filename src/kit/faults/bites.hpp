// How much a fault has touched: the proof that it hit something, and did not merely exist.
//
// Who uses it: every fault counts its own; logs and errors show them. What a fault did to the
// program behind it is not known here.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "foundation/base/deadline.hpp"
#include "foundation/base/error.hpp"

namespace dyntest::faults {

struct Bites {
  std::uint64_t connections = 0;  // each counted once
  std::uint64_t chunks = 0;       // as they were read; their sizes depend on timing
  std::uint64_t bytes = 0;
  std::uint64_t processes = 0;  // times that one was killed, stopped or limited

  bool any() const { return connections + chunks + bytes + processes > 0; }
  // `2 connections, 7 chunks, 420 bytes`; `nothing`
  std::string text() const;
  bool operator==(const Bites&) const = default;
};

// Counted by one thread, read by others.
class BiteCounter {
 public:
  void add(const Bites& more);
  Bites read() const;

 private:
  std::atomic<std::uint64_t> connections_{0}, chunks_{0}, bytes_{0}, processes_{0};
};

// An error unless it bit: `latency(200 ms) on etcd-proxy hit nothing in 3.2 s`.
base::Status require_bites(const Bites& bites, const std::string& fault, const std::string& target,
                           base::Duration stood);

}  // namespace dyntest::faults
