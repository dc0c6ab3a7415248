// A test that leaves a thread behind costs its worker: the next test gets a new one. Threads of
// fixtures and threads that end cost nothing.
#include <pthread.h>

#include <chrono>
#include <future>
#include <memory>
#include <thread>

#include "conftest.hpp"

namespace {

// Runs as long as its process. `name`: up to 15 characters; null = none.
void leave_a_thread(const char* name) {
  std::thread thread{[] { std::promise<void>{}.get_future().wait_for(std::chrono::hours{1}); }};
  if (name != nullptr) pthread_setname_np(thread.native_handle(), name);
  thread.detach();
}

// A thread that runs until its owner ends.
class Poller {
 public:
  ~Poller() {
    over_.set_value();
    thread_.join();
  }

 private:
  std::promise<void> over_;
  std::thread thread_{[this] { over_.get_future().wait(); }};
};

struct Fleet {
  Poller poller;
  int tests = 0;  // that have had it: its worker's
};
struct File {
  Poller poller;
};
struct Own {
  Poller poller;
};

}  // namespace

FIXTURE(Fleet, scope::session) { return std::make_unique<Fleet>(); }
FIXTURE(File, scope::file) { return std::make_unique<File>(); }
FIXTURE(Own) { return std::make_unique<Own>(); }

TEST(a_wide_fixture_may_have_threads, (Fleet& fleet)) { CHECK(++fleet.tests == 1); }

TEST(and_costs_nothing, (Fleet& fleet, Own&)) { CHECK(++fleet.tests == 2); }

TEST(threads_that_end_cost_nothing, (Fleet& fleet)) {
  CHECK(++fleet.tests == 3);
  for (int i = 0; i < 100; ++i) std::thread{[] {}}.join();
}

TEST(leaves_one_behind, (Fleet& fleet)) {
  CHECK(++fleet.tests == 4);
  leave_a_thread("poller");
}

TEST(runs_in_a_new_worker, (Fleet& fleet)) { CHECK(++fleet.tests == 1); }

TEST(leaves_some_and_fails, (Fleet& fleet, Own&)) {
  leave_a_thread("poller");
  leave_a_thread(nullptr);
  leave_a_thread("poller");
  REQUIRE(++fleet.tests == 0);
}

// A thread more, and one less: that of a fixture which ends with this test.
TEST(leaves_one_at_the_end, (File&)) { leave_a_thread("last"); }
