// What a worker and all its children write to stdout and stderr: two files in memory, so that every
// byte written before a SIGKILL is kept and nobody has to read along. A test's share of a stream is
// bounded: of more than 16 MiB, head and tail are kept. While it is written it can be read line by
// line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/os/fd.hpp"

namespace dyntest::runner {

inline constexpr std::uint64_t captured_bytes_max = 16u << 20u;

class Stream {
 public:
  Stream();

  int fd() const { return file_.get(); }
  std::uint64_t size() const;
  // The bytes in [begin, end), bounded.
  std::string read(std::uint64_t begin, std::uint64_t end) const;
  // Gives back the memory of all before `begin`, and of the middle of what is too long after it.
  void release(std::uint64_t begin);

 private:
  void punch(std::uint64_t begin, std::uint64_t end);
  void append(std::string& to, std::uint64_t begin, std::uint64_t end) const;

  os::Fd file_;
  std::uint64_t released_ = 0;
};

inline constexpr std::size_t line_bytes_max = 64u << 10u;

// Cuts what is written to a stream into lines, as it comes.
class LineCutter {
 public:
  // Appends the lines that have ended before `end` and were not taken yet, without their newlines;
  // of a line longer than line_bytes_max also what there is of it.
  void take(const Stream& stream, std::uint64_t end, std::vector<std::string>& to);
  // Appends the line that was begun, if one was.
  void take_begun(std::vector<std::string>& to);

 private:
  std::uint64_t taken_ = 0;
  std::string begun_;
};

}  // namespace dyntest::runner
