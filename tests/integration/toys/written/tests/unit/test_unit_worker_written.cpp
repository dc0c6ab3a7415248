// What tests write, shown while they run. test_integ_runner_written.cpp runs some of them, too.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "conftest.hpp"

TEST(greets) {
  std::puts("hello");
  std::fflush(stdout);
  CHECK(std::system("echo hello from a child") == 0);
  std::printf("a line without its end");
}

TEST(complains, (std::string what), cases("loudly", "bitterly")) {
  std::fprintf(stderr, "complaining %s\n", what.c_str());
  CHECK(what == "loudly");
}

TEST(says_nothing) {}

// Half of its second line is there before GO, a file, and the rest behind it.
TEST(waits_in_a_line) {
  std::printf("whole\nhalf ");
  std::fflush(stdout);
  EVENTUALLY(60, std::filesystem::exists(std::getenv("GO")));
  std::puts("and half");
}

// Each waits until the other one has begun, so that they write at the same time.
TEST(writes_much, (std::string letter), cases("a", "b")) {
  const std::filesystem::path meeting = std::getenv("GO");
  std::filesystem::create_directories(meeting / letter);
  EVENTUALLY(60, std::filesystem::exists(meeting / (letter == "a" ? "b" : "a")));
  for (int i = 0; i < 500; ++i) {
    std::fputs(std::string(300, letter[0]).c_str(), stdout);
    std::fflush(stdout);
    std::puts("");
  }
}
