// Ready when the process has written a line.
//
//   ready::log_line("Server is ready")                              holds the text
//   ready::log_line(regex(R"(worker \d+ joined)"), 3)               the third such line
//   ready::log_line("listening").fatal("panicked at").fatal(regex("^FATAL"))
//
// Who uses it: launches of programs that say so and can be asked nothing. Only lines of this start
// of the process count, and only whole ones. Each byte of the log is read once; a new line wakes
// the waiter. What another start wrote into the same file, and other files, are not looked at.
#pragma once

#include <string>
#include <vector>

#include "kit/services/pattern.hpp"
#include "kit/services/probe.hpp"

namespace dyntest::services::ready {

class LogLine {
 public:
  LogLine(Pattern wanted, int nth) : wanted_{std::move(wanted)}, nth_{nth} {}

  // A line that ends the wait at once: it will never be ready. The wanted line may come later on
  // and does not help.
  LogLine& fatal(Pattern pattern);

  operator Probe() const;

 private:
  friend class LogLineProber;

  Pattern wanted_;
  int nth_;
  std::vector<Pattern> fatal_;
};

inline LogLine log_line(Pattern wanted, int nth = 1) { return {std::move(wanted), nth}; }

}  // namespace dyntest::services::ready
