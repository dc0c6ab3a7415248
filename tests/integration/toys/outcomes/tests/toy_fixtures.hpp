// What the tests of this toy suite share.
#pragma once

#include <cstdio>
#include <stdexcept>

struct Bus {
  void teardown() { std::puts("bus down"); }
};
struct Store {
  void teardown() { std::puts("store down"); }
};
struct BadSetup {};
struct BadTeardown {
  void teardown() { throw std::runtime_error("child still alive"); }
};
