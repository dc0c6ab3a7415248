// A suite of GoogleTest's, with every ending that a test of it can have.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

TEST(Block, IsFound) {
  RecordProperty("hits", "1");
  EXPECT_EQ(1 + 1, 2);
}

TEST(Block, IsLost) {
  std::puts("looking");
  EXPECT_EQ(1 + 1, 3) << "with a note";
  ASSERT_TRUE(false);
}

TEST(Block, NeedsGpu) { GTEST_SKIP() << "no GPU here"; }

TEST(Block, DISABLED_IsOff) { FAIL(); }

TEST(Block, Throws) { throw std::runtime_error("no worker for model"); }

TEST(Block, Crashes) { std::abort(); }

TEST(Block, Exits) { std::exit(0); }

TEST(Block, SlowHangs) {
  for (;;) std::this_thread::sleep_for(std::chrono::hours{1});
}

struct Cold : testing::Test {
  static void SetUpTestSuite() { FAIL() << "the cache does not start"; }
};
TEST_F(Cold, CannotRun) {}

struct Sizes : testing::TestWithParam<int> {};
TEST_P(Sizes, AreEven) { EXPECT_EQ(GetParam() % 2, 0); }
INSTANTIATE_TEST_SUITE_P(Any, Sizes, testing::Values(2, 3));

// A name that its filter cannot say exactly.
class Named : public testing::Test {
  void TestBody() override {}
};
const auto* const named = testing::RegisterTest(
    "Names", "a-b:c*", nullptr, nullptr, __FILE__, __LINE__, [] { return new Named; });
const auto* const like_it = testing::RegisterTest(
    "Names", "a+b:c*", nullptr, nullptr, __FILE__, __LINE__, [] { return new Named; });
