#include "testing/doubles/fake_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace dyntest::doubles {
namespace {

int failed(int error) {
  errno = error;
  return -1;
}

}  // namespace

FakeStream& FakeStream::gives(std::string_view chunk) {
  if (!chunk.empty()) script_.push_back({std::string{chunk}, 0, false});
  return *this;
}

FakeStream& FakeStream::fails(int error) {
  script_.push_back({"", error, false});
  return *this;
}

FakeStream& FakeStream::ends() {
  script_.push_back({"", 0, true});
  return *this;
}

FakeStream& FakeStream::takes(std::size_t bytes_max) {
  write_bytes_max_ = bytes_max;
  return *this;
}

FakeStream& FakeStream::write_fails(int error) {
  write_error_ = error;
  return *this;
}

ssize_t FakeStream::read(void* into, std::size_t bytes_max) {
  if (closed_) return failed(EBADF);
  if (ended_ || bytes_max == 0) return 0;
  if (script_.empty()) return failed(EAGAIN);
  Step& step = script_.front();
  if (step.error != 0 || step.end) {
    const Step taken = std::move(step);
    script_.pop_front();
    ended_ = taken.end;
    return taken.end ? 0 : failed(taken.error);
  }
  const std::size_t bytes = std::min(bytes_max, step.chunk.size());
  std::memcpy(into, step.chunk.data(), bytes);
  step.chunk.erase(0, bytes);
  if (step.chunk.empty()) script_.pop_front();
  return static_cast<ssize_t>(bytes);
}

ssize_t FakeStream::write(const void* from, std::size_t bytes) {
  if (closed_) return failed(EBADF);
  if (write_error_ != 0) return failed(write_error_);
  const std::size_t taken = std::min(bytes, write_bytes_max_);
  written_.append(static_cast<const char*>(from), taken);
  return static_cast<ssize_t>(taken);
}

int FakeStream::close() {
  if (closed_) return failed(EBADF);
  closed_ = true;
  return 0;
}

}  // namespace dyntest::doubles
