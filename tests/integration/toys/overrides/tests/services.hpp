// What the tests of this toy suite share.
#pragma once

#include <cstdio>
#include <string>

struct Bus {
  std::string name;
  void teardown() { std::printf("%s down\n", name.c_str()); }
};
struct Client {
  std::string of;
};
struct Log {};
