#include "conftest.hpp"

FILE_MARKS(slow, use<Etcd>);

TEST(is_slow) {}

TEST(has_rows, (int n), cases(1, row(2).marks(xfail("bug 7").raises<int>()))) {
  if (n == 2) throw 7;
}

TEST_CLASS(TestFleet, planner, skip_if(sizeof(int) == 4, "32 bits")){};

TEST_F(TestFleet, is_skipped) { CHECK(false); }

TEST_CLASS(TestFast, nightly){};

TEST_F(TestFast, runs, pre_merge) {}
