// A log that still grows, read line by line, each byte once; and its end, for an error.
//
// Used by ready::log_line and Service. Does not follow a file that is replaced by another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "foundation/base/error.hpp"
#include "foundation/os/fd.hpp"

namespace dyntest::services::detail {

// A longer line comes in pieces.
inline constexpr std::size_t line_bytes_max = 64u << 10u;

class LogReader {
 public:
  LogReader(std::filesystem::path path, std::uintmax_t begin);

  // Takes in what was written since, at most 1 MiB; true if there may be more. The error: there is
  // no such file.
  base::Result<bool> read();
  // The next whole line, without its line break.
  std::optional<std::string> next_line();
  // Readable when more may have been written since the last read(); -1 where the system cannot say.
  int wake_fd() const { return wakes_.get(); }

 private:
  std::filesystem::path path_;
  os::Fd file_;
  os::Fd wakes_;
  std::uintmax_t offset_;
  std::string unread_;
  std::size_t searched_ = 0;  // this much of `unread_` holds no line break
  std::size_t handed_out_ = 0;
};

// `; last lines of /tmp/etcd.log:` with at most ten indented lines from behind `begin`, or
// `; it wrote nothing`; empty if there is no file.
std::string last_lines(const std::filesystem::path& path, std::uintmax_t begin);

}  // namespace dyntest::services::detail
