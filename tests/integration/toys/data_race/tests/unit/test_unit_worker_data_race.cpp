// A data race is reported at the test that has it; the others go on in the same process.
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "conftest.hpp"

namespace {

int process_of_the_race = 0;

// Both threads add one, `lock` around it. The other thread comes first: a relaxed atomic puts their
// steps into an order, but does not synchronise them.
template <class Lock>
int add_from_two_threads() {
  int count = 0;
  std::mutex mutex;
  std::atomic<bool> added = false;
  std::thread other{[&] {
    {
      const Lock lock{mutex};
      ++count;
    }
    added.store(true, std::memory_order_relaxed);
  }};
  while (!added.load(std::memory_order_relaxed)) std::this_thread::yield();
  {
    const Lock lock{mutex};
    ++count;
  }
  other.join();
  return count;
}

struct NoLock {
  explicit NoLock(std::mutex&) {}
};

}  // namespace

TEST(adds_with_a_lock) { CHECK(add_from_two_threads<std::lock_guard<std::mutex>>() == 2); }

TEST(adds_without_a_lock) {
  process_of_the_race = ::getpid();
  CHECK(add_from_two_threads<NoLock>() == 2);
}

TEST(goes_on_in_the_same_process) { CHECK(::getpid() == process_of_the_race); }
