// What an init and its worker see of each other's board.
#include <fcntl.h>

#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/cell/board.hpp"

using dyntest::cell::Board;
using dyntest::os::Fd;

namespace {

Board other_end(const Board& board) { return Board{Fd{::fcntl(board.fd(), F_DUPFD_CLOEXEC, 3)}}; }

}  // namespace

TEST(line_is_read_at_the_other_end) {
  Board ours;
  Board theirs = other_end(ours);
  CHECK(theirs.is_empty());
  ours.write("one");
  ours.write("two");
  CHECK(!ours.is_empty());
  CHECK(theirs.take() == std::vector<std::string>{"one", "two"});
  CHECK(ours.is_empty());
  ours.write("three");
  CHECK(theirs.take() == std::vector<std::string>{"three"});
  CHECK(theirs.take().empty());
}

TEST(last_lines_are_kept) {
  Board board;
  for (int i = 0; i < 100; ++i) board.write(std::to_string(i));
  const auto lines = board.take();
  CHECK(lines.size() == 16u);
  CHECK(lines.front() == "84");
  CHECK(lines.back() == "99");
}

TEST(long_line_is_cut) {
  Board board;
  board.write(std::string(1000, 'x'));
  CHECK(board.take() == std::vector<std::string>{std::string(239, 'x')});
}
