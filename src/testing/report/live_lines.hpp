// Lines below the one that is being written, for as long as nothing else is: on a terminal they
// tell what runs just now. Whatever is written next takes their place.
//
//   w2 call       12.3 s, usually 4.2 s  tests/e2e/test_e2e_chat_stream.cpp::streams
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "testing/model/event.hpp"

namespace dyntest::report {

class LiveLines {
 public:
  // Text that puts these lines below the cursor, in the place of those before, each cut to the
  // terminal's width, and leaves the cursor where it is: at `column`.
  std::string draw(const std::vector<std::string>& lines, std::size_t column, std::size_t width);
  // Text that takes them away; empty if there are none.
  std::string erase();

 private:
  bool drawn_ = false;
};

// Of a test that runs, as it is called on the console.
std::string running_line(const model::RunningTest& test, std::string_view id);

}  // namespace dyntest::report
