// What an init tells the worker that it has started, in memory that both see: whom it has seen
// trying to leave the cell. To ask whether there is something costs two loads.
//
// The last lines are kept, however many there were.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/os/fd.hpp"

namespace dyntest::cell {

class Board {
 public:
  // Makes one; panics where there is no memory.
  Board();
  // The one that an init has made.
  explicit Board(os::Fd memory);
  Board(Board&& other) noexcept;
  Board& operator=(Board&&) = delete;
  ~Board();

  int fd() const { return memory_.get(); }

  void write(std::string_view line);  // by one process only
  bool is_empty() const;              // everything written has been taken
  // What was written since the last call, as far as it is still there; by one process only.
  std::vector<std::string> take();

 private:
  struct Page;
  void map();

  os::Fd memory_;
  Page* page_ = nullptr;
};

}  // namespace dyntest::cell
