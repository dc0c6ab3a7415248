#include "kit/services/detail/log_reader.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>
#include <vector>

namespace dyntest::services::detail {
namespace {

constexpr std::size_t read_bytes = 64u << 10u;
constexpr int reads_max = 16;
constexpr std::uintmax_t tail_bytes_max = 4096;
constexpr std::size_t tail_lines_max = 10;

void drain(const os::Fd& wakes) {
  std::array<char, 4096> events{};
  while (wakes && ::read(wakes.get(), events.data(), events.size()) > 0) {
  }
}

}  // namespace

LogReader::LogReader(std::filesystem::path path, std::uintmax_t begin)
    : path_{std::move(path)}, wakes_{::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)}, offset_{begin} {
  if (wakes_ && ::inotify_add_watch(wakes_.get(), path_.c_str(), IN_MODIFY) < 0) wakes_.reset();
}

base::Result<bool> LogReader::read() {
  if (!file_) file_ = os::Fd{::open(path_.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file_) return base::Error::from_errno(path_.string());
  drain(wakes_);  // first: what is written from now on wakes again
  unread_.erase(0, std::exchange(handed_out_, 0));
  for (int count = 0; count < reads_max; ++count) {
    const std::size_t before = unread_.size();
    unread_.resize(before + read_bytes);
    const auto size =
        ::pread(file_.get(), unread_.data() + before, read_bytes, static_cast<off_t>(offset_));
    unread_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(0, size)));
    if (size <= 0) return false;
    offset_ += static_cast<std::uintmax_t>(size);
  }
  return true;
}

std::optional<std::string> LogReader::next_line() {
  const std::size_t from = handed_out_ + searched_;
  const auto line_break = unread_.find('\n', from);
  const bool is_whole = line_break != std::string::npos;
  const std::size_t size = (is_whole ? line_break : unread_.size()) - handed_out_;
  if (!is_whole && size < line_bytes_max) {
    searched_ = size;
    return std::nullopt;
  }
  std::string line = unread_.substr(handed_out_, size);
  handed_out_ += size + (is_whole ? 1 : 0);
  searched_ = 0;
  return line;
}

std::string last_lines(const std::filesystem::path& path, std::uintmax_t begin) {
  std::ifstream file{path, std::ios::binary | std::ios::ate};
  if (!file) return {};
  const auto end = static_cast<std::uintmax_t>(std::max<std::streamoff>(0, file.tellg()));
  const auto from = std::max(begin, end - std::min(end, tail_bytes_max));
  file.seekg(static_cast<std::streamoff>(std::min(from, end)));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));
  if (lines.empty()) return "; it wrote nothing";
  const std::size_t skipped = lines.size() - std::min(lines.size(), tail_lines_max);
  std::string text = fmt::format("; last lines of {}:", path.string());
  for (std::size_t i = skipped; i < lines.size(); ++i) text += "\n  " + lines[i];
  return text;
}

}  // namespace dyntest::services::detail
