// What went wrong in the world, as a chain of contexts: each layer adds what it was doing.
//
//   starting etcd: waiting for http://127.0.0.1:2379/health: process exited with status 1
//
// Used by every room that talks to the system. Not for our own bugs (those abort, see panic.hpp)
// and not for a test's verdict (that is testing/check's business).
#pragma once

#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace dyntest::base {

// What a caller may have to tell apart, not only to show. The room that offers a kind defines it,
// `inline constexpr base::ErrorKind compacted{"compacted"};`, and it is compared by its address.
struct ErrorKind {
  const char* name;
};

class Error {
 public:
  explicit Error(std::string text) : text_{std::move(text)} {}
  Error(std::string text, const ErrorKind& kind) : text_{std::move(text)}, kind_{&kind} {}

  // `what: <strerror(code)>`
  static Error from_errno(std::string_view what, int code = errno);

  // Adds what the caller was doing, in front. The kind stays.
  [[nodiscard]] Error context(std::string_view doing) const;

  const std::string& text() const { return text_; }
  // Most errors are of no kind.
  bool is(const ErrorKind& kind) const { return kind_ == &kind; }

 private:
  std::string text_;
  const ErrorKind* kind_ = nullptr;  // static
};

// What `value` of a result without one throws: a test that takes a value for granted fails with the
// error's text.
struct NoValue : std::runtime_error {
  explicit NoValue(const Error& error) : std::runtime_error{error.text()} {}
};

// A value, or why there is none. Must not be dropped.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}

  // Throws NoValue instead of an error.
  std::add_lvalue_reference_t<T> value() & {
    must_have();
    return **this;
  }
  std::add_lvalue_reference_t<const T> value() const& {
    must_have();
    return **this;
  }
  // By value: `for (auto& x : f().value())` must not loop over what died with f's result.
  T value() && {
    must_have();
    return *std::move(*this);
  }

  // The same result; an error gains `doing` in front.
  Result context(std::string_view doing) && {
    if (this->has_value()) return std::move(*this);
    return this->error().context(doing);
  }

 private:
  void must_have() const {
    if (!this->has_value()) throw NoValue{this->error()};
  }
};

using Status = Result<void>;

}  // namespace dyntest::base
