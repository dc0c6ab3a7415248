// A run that tells each kind of event, and each field of it.
#include <chrono>
#include <csignal>
#include <cstdio>
#include <future>
#include <thread>

#include "conftest.hpp"
#include "testing/builtin/record_property.hpp"

using dyntest::builtin::RecordProperty;

TEST_CLASS(TestFleet) {
 public:
  explicit TestFleet(Fleet& fleet) : fleet_{fleet} {}

 protected:
  Fleet& fleet_;
};

TEST_F(TestFleet, has_workers, (int least, RecordProperty& record), cases(row(1).id("one"))) {
  record("workers", fleet_.workers);
  CHECK(fleet_.workers > least);
}

TEST(fails, slow, timeout(2.5), gpu(2), skip_if(false, "never")) {
  std::puts("said");
  std::fputs("\xff is no text\n", stderr);
  CHECK(1 == 2);
}

TEST(cannot_start, (Port&)) {}

TEST(skipped, skip("no GPU here")) {}

TEST(known_bug, xfail("bug 12")) { CHECK(false); }

TEST(mended, xfail("fixed already").strict(false)) {}

TEST(leaves_a_thread) {
  std::thread{[] { std::promise<void>{}.get_future().wait_for(std::chrono::hours{1}); }}.detach();
}

TEST(dies, (Fleet&)) { std::raise(SIGKILL); }

TEST(fails_last) { FAIL("enough"); }

TEST(comes_too_late) {}
