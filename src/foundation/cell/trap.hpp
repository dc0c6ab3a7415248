// Who tries to leave a cell: finds the process behind each packet that came out at the trap,
// refuses the packet, and says so on the board.
//
//   python3 -m dynamo.frontend (pid 12) -> 203.0.113.5:443 tcp
//   python3 -m dynamo.frontend (pid 12) -> huggingface.co (name lookup)
//
// For an init, in whose process namespace the culprits are.
#pragma once

#include <sys/types.h>

#include <set>
#include <string>
#include <string_view>

#include "foundation/cell/board.hpp"
#include "foundation/os/fd.hpp"

namespace dyntest::cell {

class Trap {
 public:
  // Of this process's network; not open where that has none. `is_shared`: with processes of other
  // inits, who answer for those.
  Trap(Board& board, bool is_shared);

  // Readable when something came out; -1 = there is no trap.
  int fd() const { return socket_.get(); }
  // Deals with what has come out so far. Does not block. `program`: that this init has started,
  // which is told as the test itself, as is what it has forked.
  void on_packets(pid_t program);

 private:
  void on_packet(std::string_view bytes, pid_t program);
  void tell(const std::string& destination, pid_t culprit, pid_t program);
  void refuse(std::string_view bytes, int family);

  Board& board_;
  bool is_shared_;
  os::Fd socket_;
  int interface_ = 0;
  // Since the board was empty: each line, and where each packet was to go, is told once.
  std::set<std::string> told_;
};

}  // namespace dyntest::cell
