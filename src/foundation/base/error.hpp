// What went wrong in the world, as a chain of contexts: each layer adds what it was doing.
//
//   starting etcd: waiting for http://127.0.0.1:2379/health: process exited with status 1
//
// Used by every room that talks to the system. Not for our own bugs (those abort, see panic.hpp)
// and not for a test's verdict (that is testing/check's business).
#pragma once

#include <cerrno>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace dyntest::base {

class Error {
 public:
  explicit Error(std::string text) : text_{std::move(text)} {}

  // `what: <strerror(code)>`
  static Error from_errno(std::string_view what, int code = errno);

  // Adds what the caller was doing, in front.
  [[nodiscard]] Error context(std::string_view doing) const;

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// A value, or why there is none. Must not be dropped.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}

  // The same result; an error gains `doing` in front.
  Result context(std::string_view doing) && {
    if (this->has_value()) return std::move(*this);
    return this->error().context(doing);
  }
};

using Status = Result<void>;

}  // namespace dyntest::base
