#include <cstdio>

#include "conftest.hpp"
#include "toy_fixtures.hpp"

TEST_CLASS(TestStore) {
 public:
  explicit TestStore(Store& store) : store_{store} {}
  void setup_method() { std::puts("setup_method"); }
  void teardown_method() { std::puts("teardown_method"); }
  Store& store_;
};

TEST_F(TestStore, put) { CHECK(&store_ != nullptr); }

TEST_F(TestStore, get) { CHECK(&store_ != nullptr); }

TEST(plain, (Bus&)) {}
