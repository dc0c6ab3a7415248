// Where values are printed to: a bounded text buffer whose work is all out of line, so that a test
// file pays for no formatting. Used by print.hpp and by `dyntest_print` functions of a suite's own
// types. Not a stream: no locale, no manipulators.
#pragma once

#include <cstddef>
#include <exception>
#include <iosfwd>
#include <typeinfo>

#include "testing/check/record.hpp"

namespace dyntest::check {

class Sink {
 public:
  // What exceeds `bytes_max` is dropped and marked with `…`.
  explicit Sink(std::size_t bytes_max = std::size_t{64} * 1024) : bytes_max_{bytes_max} {}
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  ~Sink();

  void text(Text text);                              // as it is
  void quoted(Text text);                            // "as a \"C++\" literal\n"
  void buffer(const char* data, std::size_t bytes);  // quoted, up to its NUL if it has one
  void character(char value);                        // 'a'
  void boolean(bool value);                          // true
  void integer(long long value);                     // -1
  void natural(unsigned long long value);
  void real(float value);  // the shortest text that reads back as the same value
  void real(double value);
  void real(long double value);
  void address(const void* value);                             // 0x7ffe…, nullptr
  void type(const std::type_info& type);                       // its name as a person writes it
  void opaque(const std::type_info& type, std::size_t bytes);  // <Name of 24 bytes>
  // A count in units of numerator/denominator seconds: 1500ms, 3min, 7[1/60]s.
  void ticks(long double count, long long numerator, long long denominator);
  // What `write` puts into a stream.
  void streamed(void (*write)(std::ostream&, const void*), const void* value);

  Text written() const { return {data_ == nullptr ? "" : data_, size_}; }
  bool full() const { return full_; }

 private:
  void append(const char* data, std::size_t size);

  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  std::size_t bytes_max_;
  bool full_ = false;
};

}  // namespace dyntest::check
