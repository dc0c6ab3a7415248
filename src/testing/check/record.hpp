// How a check reaches its test's report: every failure is recorded before anything is thrown, so
// the verdict stands even if a `catch (...)` swallows what is thrown.
//
// Included by every test file, so it includes no heavy standard header. The runner listens; without
// a runner (a plain main), failures are printed to stderr and abort nothing.
#pragma once

#include <cstddef>

namespace dyntest::check {

struct Site {
  const char* file;
  int line;
};

// A view of text that need not end in NUL. Made from literals and from anything like std::string.
struct Text {
  const char* data = "";
  std::size_t size = 0;

  constexpr Text() = default;
  constexpr Text(const char* text)
      : data{text}, size{text == nullptr ? 0 : __builtin_strlen(text)} {}
  constexpr Text(const char* begin, std::size_t length) : data{begin}, size{length} {}
  template <class String>
    requires requires(const String& s, const char*& begin, std::size_t& length) {
      begin = s.data();
      length = s.size();
    }
  constexpr Text(const String& s) : data{s.data()}, size{s.size()} {}

  bool contains(Text part) const;
  friend bool operator==(Text a, Text b) {
    return a.size == b.size && __builtin_memcmp(a.data, b.data, a.size) == 0;
  }
};

// What a failed check says. Borrowed for the length of the call.
struct Failure {
  Site site;
  Text macro;       // CHECK, REQUIRE, EVENTUALLY, FAIL, …; empty for an escaped exception
  Text expression;  // as written
  Text message;     // one or more lines; the first stands in the short summary
};

// Thrown to leave a test early. Not a std::exception on purpose.
struct StopTest {};  // after a fatal failure; already recorded
struct SkipTest {
  Site site;
  char reason[512];
};  // SKIP(reason)
struct XfailTest {
  Site site;
  char reason[512];
};  // XFAIL(reason)

// Records a failure of the running test, with the thread's notes. From any thread.
void record(const Failure& failure);
// Records, then throws StopTest. Off the test's thread it ends our waits in the test's thread too.
[[noreturn]] void record_and_stop(const Failure& failure);
// The second half of that, for a failure that is recorded already.
[[noreturn]] void stop();

// Receives what is recorded. One at a time; the runner installs its own.
class Listener {
 public:
  virtual void failed(const Failure& failure) = 0;
  // The thread that calls is about to leave its code because of a failure that was just recorded.
  virtual void stopping() {}

 protected:
  ~Listener() = default;
};
// Returns the listener before. The listener must outlive its installation.
Listener* listen(Listener* listener);

}  // namespace dyntest::check
