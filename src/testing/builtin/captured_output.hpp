// What a test and its children write to stdout and stderr, as text to check (pytest's capfd).
//
//   TEST(prints_usage, (CapturedOutput& output)) {
//     run_main({"--help"});
//     CHECK(output.read().out.contains("usage:"));
//   }
//
// Works on the descriptors, with and without -s. What is not read by the end goes where it would
// have gone: to the failure's captured output.
#pragma once

#include <string>

#include "foundation/os/fd.hpp"

namespace dyntest::builtin {

class CapturedOutput {
 public:
  struct Texts {
    std::string out;
    std::string err;
  };

  CapturedOutput();
  CapturedOutput(const CapturedOutput&) = delete;
  CapturedOutput& operator=(const CapturedOutput&) = delete;
  ~CapturedOutput();

  // All since the last call; the buffers of C's and C++'s streams are flushed first.
  Texts read();

 private:
  // One descriptor that is redirected into a memory file.
  class Stream {
   public:
    explicit Stream(int number);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    std::string read();

   private:
    int number_;
    os::Fd before_;  // where the descriptor led
    os::Fd memory_;
    std::size_t read_ = 0;  // bytes handed out
  };

  static void flush();

  Stream out_;
  Stream err_;
};

}  // namespace dyntest::builtin
