// Both streams in every phase, of a test that fails in each of them.
#include <cstdio>
#include <stdexcept>

#include "conftest.hpp"

void say(const char* phase) {
  std::printf("%s to stdout\n", phase);
  std::fprintf(stderr, "%s to stderr\n", phase);
}

struct Chatty {
  void teardown() { say("teardown"); }
};
FIXTURE(Chatty) {
  say("setup");
  return Chatty{};
}

struct Loud {
  void teardown() {
    say("loud teardown");
    throw std::runtime_error("child still alive");
  }
};
FIXTURE(Loud) { return Loud{}; }

struct Silent {};
FIXTURE(Silent) {
  say("no more");
  if (true) throw std::runtime_error("no port free");
  return Silent{};
}

TEST(chatty, (Chatty&)) {
  say("call");
  CHECK(false);
}

TEST(quiet, (Chatty&)) { say("call"); }

TEST(fails_and_cannot_end, (Loud&)) {
  say("call");
  CHECK(false);
}

TEST(cannot_start, (Chatty&, Silent&)) {}
