#include "testing/runner/capture.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace dyntest::runner {
namespace {

constexpr std::uint64_t half = captured_bytes_max / 2;
constexpr std::uint64_t release_step = 1u << 20u;  // below this, memory is not worth a system call

}  // namespace

Stream::Stream() : file_{::memfd_create("dyntest-output", MFD_CLOEXEC)} {
  ::fcntl(file_.get(), F_SETFL, O_APPEND);
}

std::uint64_t Stream::size() const {
  struct stat status{};
  ::fstat(file_.get(), &status);
  return static_cast<std::uint64_t>(status.st_size);
}

std::string Stream::read(std::uint64_t begin, std::uint64_t end) const {
  std::string text;
  if (end - begin <= captured_bytes_max) {
    append(text, begin, end);
    return text;
  }
  append(text, begin, begin + half);
  text += fmt::format("\n[… {} bytes left out …]\n", end - begin - captured_bytes_max);
  append(text, end - half, end);
  return text;
}

void Stream::release(std::uint64_t begin) {
  if (begin - released_ >= release_step) {
    punch(released_, begin);
    released_ = begin;
  }
  const std::uint64_t end = size();
  if (end - begin > captured_bytes_max + release_step) punch(begin + half, end - half);
}

void Stream::punch(std::uint64_t begin, std::uint64_t end) {
  ::fallocate(file_.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, static_cast<off_t>(begin),
              static_cast<off_t>(end - begin));
}

void Stream::append(std::string& to, std::uint64_t begin, std::uint64_t end) const {
  const std::size_t old = to.size();
  to.resize(old + (end - begin));
  std::size_t at = old;
  while (at < to.size()) {
    const auto size = ::pread(file_.get(), to.data() + at, to.size() - at,
                              static_cast<off_t>(begin + (at - old)));
    if (size <= 0) break;
    at += static_cast<std::size_t>(size);
  }
  to.resize(at);
}

void LineCutter::take(const Stream& stream, std::uint64_t end, std::vector<std::string>& to) {
  if (end <= taken_) return;
  begun_ += stream.read(std::exchange(taken_, end), end);
  std::size_t begin = 0;
  for (auto at = begun_.find('\n'); at != std::string::npos; at = begun_.find('\n', begin)) {
    to.push_back(begun_.substr(begin, at - begin));
    begin = at + 1;
  }
  begun_.erase(0, begin);
  if (begun_.size() > line_bytes_max) take_begun(to);
}

void LineCutter::take_begun(std::vector<std::string>& to) {
  if (!begun_.empty()) to.push_back(std::exchange(begun_, {}));
}

}  // namespace dyntest::runner
