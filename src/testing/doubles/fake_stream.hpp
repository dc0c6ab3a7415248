// A connection whose other end the test plays: reads get what was scripted, chunk by chunk; writes
// are kept. With the words and the results of read(2) and write(2), for code that takes its stream
// as a template or behind an interface of its own.
//
//   FakeStream stream;
//   stream.gives("HTTP/1.1 200").gives(" OK\r\n").fails(ECONNRESET);
//   client.run(stream);
//   CHECK(stream.written() == "GET / HTTP/1.1\r\n\r\n");
//
// Never blocks: a read beyond the script is -1 with EAGAIN. For one thread at a time.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace dyntest::doubles {

class FakeStream {
 public:
  // What reads get, in this order. A chunk is never joined with the next one, and a read that asks
  // for less gets the rest later.
  FakeStream& gives(std::string_view chunk);
  FakeStream& fails(int error);  // one read is -1 with this errno
  FakeStream& ends();            // reads are 0 from here on

  // The next writes take at most so many bytes each.
  FakeStream& takes(std::size_t bytes_max);
  // Every write from now on is -1 with this errno; 0 = no more.
  FakeStream& write_fails(int error);

  // As read(2), write(2) and close(2). On a closed stream: -1 with EBADF.
  ssize_t read(void* into, std::size_t bytes_max);
  ssize_t write(const void* from, std::size_t bytes);
  int close();

  const std::string& written() const { return written_; }
  bool closed() const { return closed_; }
  // Has all that was scripted been read?
  bool drained() const { return script_.empty(); }

 private:
  struct Step {
    std::string chunk;
    int error = 0;
    bool end = false;
  };

  std::deque<Step> script_;
  std::string written_;
  std::size_t write_bytes_max_ = static_cast<std::size_t>(-1);
  int write_error_ = 0;
  bool ended_ = false;
  bool closed_ = false;
};

}  // namespace dyntest::doubles

#ifndef DYNTEST_NO_SHORT_MACROS
using dyntest::doubles::FakeStream;
#endif
