#include "os_test_utils.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/panic.hpp"
#include "foundation/os/wait.hpp"

namespace {

// The next byte, waited for like everything in a test; nothing at the end.
bool next_byte(const dyntest::os::Fd& read_end, char& byte) {
  std::vector<pollfd> fds{{read_end.get(), POLLIN, 0}};
  REQUIRE(dyntest::os::wait_for(fds, Deadline::in(patience)));
  return ::read(read_end.get(), &byte, 1) == 1;
}

}  // namespace

Pipe::Pipe() {
  int ends[2];
  dyntest::base::require(::pipe2(ends, O_CLOEXEC) == 0, "no pipe: out of descriptors?");
  read_end = dyntest::os::Fd{ends[0]};
  write_end = dyntest::os::Fd{ends[1]};
}

std::string read_line(const dyntest::os::Fd& read_end) {
  std::string line;
  for (char byte = 0; next_byte(read_end, byte) && byte != '\n';) line += byte;
  return line;
}

std::string read_to_end(const dyntest::os::Fd& read_end) {
  std::string text;
  for (char byte = 0; next_byte(read_end, byte);) text += byte;
  return text;
}

bool is_held_by_nobody(const dyntest::os::Fd& read_end) {
  pollfd fd{read_end.get(), POLLIN, 0};
  return ::poll(&fd, 1, 0) > 0 && (fd.revents & POLLHUP) != 0;
}
