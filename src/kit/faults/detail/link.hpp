// One connection through a proxy: a client's socket, the server's, and a Pipe each way.
//
// Used by Engine, on its thread. Reads only what the pipes accept, so a slow reader holds up its
// sender, not our memory. The error of a socket (a RST, a dead peer) goes through the pipe of what
// that side sends, as the ending it is: toxics hold it back like any other.
#pragma once

#include <poll.h>

#include <cstdint>
#include <vector>

#include "foundation/os/fd.hpp"
#include "kit/faults/direction.hpp"
#include "kit/faults/pipe.hpp"

namespace dyntest::faults::detail {

class Link {
 public:
  // `server` is still connecting.
  Link(std::uint64_t number, os::Fd client, os::Fd server);

  std::uint64_t number() const { return number_; }
  Pipe& pipe(Direction direction) { return way(direction).pipe; }

  // Appends what to wait for: two entries, the client's first.
  void wait_in(std::vector<pollfd>& fds) const;
  Moment next_due() const;
  // Moves what can be moved. `client` and `server` are what poll(2) reported.
  void serve(short client, short server, Moment now);
  // Nothing more will move; destroying it closes both sides.
  bool over() const { return over_; }
  // The server never answered.
  bool refused() const { return refused_; }
  std::uint64_t bytes(Direction direction) const { return way(direction).bytes; }

 private:
  struct Way {
    Pipe pipe;
    bool source_ended = false;  // no more is read
    bool done = false;          // no more is written
    std::uint64_t bytes = 0;    // written
  };
  Way& way(Direction direction) { return direction == Direction::upstream ? up_ : down_; }
  const Way& way(Direction direction) const {
    return direction == Direction::upstream ? up_ : down_;
  }

  short wanted(const Way& from, const Way& to) const;
  void read(Way& way, const os::Fd& source, Moment now);
  // `back` is the other way, whose source is our sink.
  void write(Way& way, const os::Fd& sink, Way& back, Moment now);
  void finish(Way& way, const os::Fd& sink);

  std::uint64_t number_;
  os::Fd client_;
  os::Fd server_;
  Way up_;
  Way down_;
  bool connecting_ = true;
  bool refused_ = false;
  bool over_ = false;
};

}  // namespace dyntest::faults::detail
