// A test that fails is run again where it may be; in a new worker if its own has died.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "conftest.hpp"

namespace {

int calls = 0;
int builds = 0;
int teardowns = 0;

// True once for each name, in whatever process.
bool is_first(const std::string& name) {
  const auto path = std::filesystem::path{std::getenv("STATE")} / name;
  const bool first = !std::filesystem::exists(path);
  std::ofstream{path} << name;
  return first;
}

}  // namespace

struct Model {};
struct Service {
  void teardown() { CHECK(++teardowns > 1); }
};

FIXTURE(Model, scope::session) {
  if (++builds < 2) throw std::runtime_error{"the model is not there yet"};
  return Model{};
}
FIXTURE(Service) { return Service{}; }

TEST(passes_at_the_third, flaky(3).delay(0.001).backoff(2)) {
  std::printf("call %d\n", ++calls);
  CHECK(calls == 3);
}

TEST(passes_at_once, flaky(3)) {}

TEST(never_passes, flaky(1)) { CHECK(1 == 2); }

TEST(builds_its_fixture_at_the_second, (Model&), flaky(1)) {}

TEST(fails_in_a_teardown, (Service&), flaky(1)) {}

TEST(crashes_once, flaky(1)) {
  if (is_first("crash")) std::abort();
}

TEST(times_out_once, timeout(1.5), flaky(1)) {
  if (is_first("timeout")) EVENTUALLY(60, 1 == 2);
}

TEST(is_not_flaky) { CHECK(2 == 3); }
