// What a worker and its controller share: a block of memory with the running test's state and a
// ring of messages. Writing a message is a copy, not a system call, and what was written survives
// the worker's death, whatever killed it.
//
//   worker  --- ring: PhaseBegun, FailureSeen, PhaseEnded, … --->  controller (polls while it
//   works)
//           <-- stop --------------------------------------------
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "foundation/base/clock.hpp"
#include "foundation/os/fd.hpp"
#include "testing/runner/claims.hpp"

namespace dyntest::runner {

inline constexpr std::uint64_t ring_bytes = 4u << 20u;
inline constexpr std::uint32_t no_item = UINT32_MAX;

struct Shared {
  // The worker's, for the controller to read at any time.
  std::atomic<std::int32_t> pid{0};
  std::atomic<std::int32_t> init{0};         // who started it, and starts its services
  std::atomic<std::uint32_t> item{no_item};  // running now; index in the executable's suite
  std::atomic<std::uint32_t> phase{0};       // model::Phase
  std::atomic<std::int64_t> began{0};        // the running attempt; steady clock, ns
  std::atomic<std::int64_t> deadline{0};     // steady clock, ns; 0 = none
  Claims claims;
  // The controller's: no further test is to be started.
  std::atomic<bool> stop{false};
  // The controller's: one more when a fixture of scope run is built anew.
  std::atomic<std::uint32_t> rebuilt{0};
  base::Clock::Skipped skipped{0};  // for how long the run was stopped; changes while it is
  // The ring. Positions only grow; a byte's place is its position modulo ring_bytes.
  std::atomic<std::uint64_t> written{0};
  std::atomic<std::uint64_t> read{0};
  char ring[ring_bytes];
};

// One mapping of the block. The creator passes fd() on to the other side.
class Channel {
 public:
  Channel();                        // creates
  explicit Channel(os::Fd memory);  // joins
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel();

  int fd() const { return memory_.get(); }
  Shared& shared() { return *shared_; }

  // Worker: appends one message; from any thread. While the ring is full, waits for the controller.
  void write(std::string_view message);
  // Controller: the next message, or false.
  bool read(std::string& message);

 private:
  void map();
  void copy_in(std::uint64_t position, const void* bytes, std::size_t size);
  void copy_out(std::uint64_t position, void* bytes, std::size_t size) const;

  os::Fd memory_;
  Shared* shared_ = nullptr;
  std::mutex writing_;
};

}  // namespace dyntest::runner
