// An isolated test sees nothing of other tests, and they see nothing of it.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "conftest.hpp"

namespace {

int runs = 0;  // in this process

}  // namespace

struct Model {
  void teardown() { std::puts("model down"); }
};

FIXTURE(Model, scope::session) {
  std::puts("model up");
  return Model{};
}

TEST(first, (Model&)) { CHECK(++runs == 1); }

TEST(second, (Model&)) { CHECK(++runs == 2); }

TEST(is_by_itself, (Model&, int number), cases(1, 2), isolated) {
  std::printf("%d\n", number);
  CHECK(std::getenv("LD_BIND_NOW") == nullptr);
  CHECK(++runs == 1);
}

TEST(crashes, isolated) { std::raise(SIGABRT); }

TEST(ends_the_process, isolated) { std::_Exit(0); }

TEST(does_not_come_back, isolated, timeout(1.5)) {
  for (;;) ::pause();
}

TEST(leaves_a_thread_behind, isolated) {
  std::thread{[] {
    for (;;) ::pause();
  }}.detach();
}

TEST(passes_at_the_second, isolated, flaky(1)) {
  const auto path = std::filesystem::path{std::getenv("STATE")} / "second";
  CHECK(++runs == 1);
  CHECK(!std::filesystem::create_directory(path));
}

