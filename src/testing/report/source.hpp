// The piece of source code that a failure is shown with. Read when a report is written, unless it
// came with the failure; a file that is not there any more, or not text, is simply not shown.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "testing/model/event.hpp"

namespace dyntest::report {

// Lines as they stand in a report: common indentation taken off, four columns in front, of which
// the failing one's first is `>`.
struct Excerpt {
  std::vector<std::string> lines;
  std::size_t indentation = 0;  // of the failing line, without the four columns
  int last_line = 0;            // of the file
};

class SourceFiles {
 public:
  // The lines of the file at this absolute path; empty if it cannot be read. Reads each file once.
  const std::vector<std::string>& lines(const std::string& path);

  // From line `first` to the failing one and to the end of its statement; from the failing line on
  // where `first` is 0 or behind it. No lines if there is no such source.
  Excerpt excerpt(const std::string& path, int first, int failing);

  // The lines that an excerpt would be made of, but for those up to `known`.
  model::SourceLines needed(const std::string& path, int first, int failing, int known);
  // From now on these lines, and those remembered before, are the file; it is not read.
  void remember(const std::string& path, const model::SourceLines& source);

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace dyntest::report
