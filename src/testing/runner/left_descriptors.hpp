// Which descriptors of the worker a test has left open.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "foundation/os/fd.hpp"

namespace dyntest::runner {

class LeftDescriptors {
 public:
  // All that are open now are accounted for.
  LeftDescriptors();

  // After a fork: this process has a table of its own.
  void start_anew();
  // Whatever is open now is accounted for.
  void adopt();
  // What was closed meanwhile counts no longer.
  void forget_ended();

  // A line for each, with what it is. They stay open: who has them may close them yet. One system
  // call where there are as many as before. `shares`: the test uses fixtures that live on, which
  // may have opened others meanwhile: then only sockets that listen are told.
  std::vector<std::string> left_behind(bool shares);

 private:
  using Table = std::map<int, std::string>;  // what each is, as proc(5) says it

  std::size_t count() const;
  Table present() const;

  os::Fd folder_;  // /proc/self/fd
  Table known_;
};

}  // namespace dyntest::runner
