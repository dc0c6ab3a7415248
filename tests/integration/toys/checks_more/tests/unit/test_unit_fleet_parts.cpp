#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

#include "conftest.hpp"
#include "testing/check/table.hpp"

TEST(parts_fail_by_themselves) {
  for (const std::string plane : {"tcp", "nats", "zmq"}) {
    SUBTEST(plane) {
      REQUIRE(plane != "nats");
      if (plane == "zmq") throw std::runtime_error{"no socket"};
      CHECK(plane.size() == 3u);
    };
  }
  CHECK(true);
}

TEST(notes_tell_more) {
  dyntest::check::Table workers{"worker", "blocks", "hit rate"};
  workers.row("w0", 12, 0.5);
  workers.row("w1", 7, 0.25);
  for (int request = 0; request < 2; ++request) {
    NOTE("while the fleet drains");
    NOTE(request * 10);
    NOTE(workers);
    CHECK(request == 0);
  }
  CHECK(1 == 2);
}

struct Worker {
  std::string host;
  int blocks;
  bool operator==(const Worker&) const = default;
};

TEST(members_and_what_stands_deeper) {
  const Worker worker{"w0", 12};
  CHECK(worker == Worker{"w0", 7});
  CHECK(SHOW(worker.blocks) > 8 && SHOW(worker.host.size()) > 2);
}

TEST(blocks_may_raise) {
  const auto error = CHECK_RAISES(std::invalid_argument) {
    const std::string name = "w0";
    throw std::invalid_argument{"no worker " + name};
  };
  CHECK(error.message() == "no worker w0");
  CHECK_RAISES(std::out_of_range) { static_cast<void>(0); };
}

TEST(stays_true_for_a_while) {
  int tries = 0;
  CONSISTENTLY(0.01, ++tries > 0);
  CHECK_EVENTUALLY(0, 1 == 2);
  CONSISTENTLY(60, tries < 0 && 3 == 4);
}

TEST(skip_hides_no_failure) {
  CHECK(1 == 2);
  SKIP("too late");
}

TEST(fails_on_another_thread) {
  std::atomic<int> tries = 0;
  std::thread worker{[&] {
    try {
      while (tries < 2) std::this_thread::yield();
      REQUIRE(1 == 2);
    } catch (...) {
      tries = -1;
    }
  }};
  struct Join {
    std::thread& thread;
    ~Join() { thread.join(); }
  } join{worker};
  EVENTUALLY(60, ++tries > 0 && 1 == 3);
}
