#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "conftest.hpp"

struct RoutingError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

TEST(numbers) {
  unsigned big = 4294967295u;
  CHECK(big == -1);
  CHECK(0.1 + 0.2 == 0.3);
  CHECK(0.1 + 0.2 == approx(0.3));
}

TEST(texts) {
  std::string got = "hello world";
  CHECK(got == "hello there");
  CHECK(got.empty());
}

TEST(containers) {
  std::vector<int> got{1, 2, 3};
  CHECK(got == std::vector<int>{1, 2, 4});
  std::map<std::string, int> workers{{"a", 1}};
  CHECK(workers.empty());
  std::optional<int> none;
  CHECK(none == 3);
}

TEST(raises) {
  auto error = CHECK_RAISES(RoutingError, throw RoutingError("no worker for model"));
  CHECK(error.message() == "no worker");
  CHECK_RAISES(RoutingError, throw std::logic_error("other"));
  CHECK_RAISES(RoutingError, static_cast<void>(1 + 1));
}

TEST(requires_and_stops) {
  REQUIRE(1 == 2);
  FAIL("never reached");
}

TEST(checks_from_another_thread) {
  std::thread{[] { CHECK(1 == 2); }}.join();
}

TEST(verdict_survives_catch_all) {
  try {
    REQUIRE(1 == 2);
  } catch (...) {
  }
}
