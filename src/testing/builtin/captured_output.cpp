#include "testing/builtin/captured_output.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <iostream>
#include <memory>

#include "foundation/base/panic.hpp"
#include "testing/check/test.hpp"

namespace dyntest::builtin {

CapturedOutput::Stream::Stream(int number)
    : number_{number},
      before_{::fcntl(number, F_DUPFD_CLOEXEC, 3)},
      memory_{::memfd_create("captured", MFD_CLOEXEC)} {
  base::require(before_ && memory_, "redirecting a standard stream");
  // Appending, so that children and several writers do not overwrite each other.
  ::fcntl(memory_.get(), F_SETFL, O_APPEND);
  base::require(::dup2(memory_.get(), number_) == number_, "redirecting a standard stream");
}

CapturedOutput::Stream::~Stream() {
  ::dup2(before_.get(), number_);
  const std::string unread = read();
  for (std::size_t done = 0; done < unread.size();) {
    const auto wrote = ::write(number_, unread.data() + done, unread.size() - done);
    if (wrote <= 0) return;
    done += static_cast<std::size_t>(wrote);
  }
}

std::string CapturedOutput::Stream::read() {
  std::string text;
  std::array<char, 4096> chunk{};
  while (true) {
    const auto size = ::pread(memory_.get(), chunk.data(), chunk.size(), static_cast<off_t>(read_));
    if (size <= 0) return text;
    text.append(chunk.data(), static_cast<std::size_t>(size));
    read_ += static_cast<std::size_t>(size);
  }
}

void CapturedOutput::flush() {
  std::fflush(nullptr);
  std::cout.flush();
  std::cerr.flush();
}

CapturedOutput::CapturedOutput() : out_{(flush(), STDOUT_FILENO)}, err_{STDERR_FILENO} {}

CapturedOutput::~CapturedOutput() { flush(); }

CapturedOutput::Texts CapturedOutput::read() {
  flush();
  return {out_.read(), err_.read()};
}

}  // namespace dyntest::builtin

using dyntest::builtin::CapturedOutput;

DYNTEST_FIXTURE(CapturedOutput,
                doc("What the test writes to stdout and stderr, as text to check.")) {
  return std::make_unique<CapturedOutput>();
}
