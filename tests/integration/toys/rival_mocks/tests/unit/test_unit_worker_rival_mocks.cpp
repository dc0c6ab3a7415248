#include <string>

#include "conftest.hpp"
// Keep the rivals' short names out: TEST is ours.
#define GTEST_DONT_DEFINE_TEST 1
#define GTEST_DONT_DEFINE_FAIL 1
#include "testing/doubles/gmock.hpp"
#include "testing/doubles/trompeloeil.hpp"

struct Service {
  virtual int fetch(int n) = 0;
  virtual ~Service() = default;
};

struct GoogleService : Service {
  MOCK_METHOD(int, fetch, (int), (override));
};

struct TrompeloeilService : Service {
  MAKE_MOCK1(fetch, int(int), override);
};

TEST(google_mock_passes) {
  GoogleService service;
  EXPECT_CALL(service, fetch(1)).WillOnce(testing::Return(2));
  CHECK(service.fetch(1) == 2);
}

TEST(google_mock_was_not_called) {
  GoogleService service;
  EXPECT_CALL(service, fetch(1));
}

TEST(trompeloeil_passes) {
  TrompeloeilService service;
  REQUIRE_CALL(service, fetch(1)).RETURN(2);
  CHECK(service.fetch(1) == 2);
}

TEST(trompeloeil_was_not_called) {
  TrompeloeilService service;
  REQUIRE_CALL(service, fetch(1)).RETURN(2);
}

TEST(trompeloeil_was_called_otherwise) {
  TrompeloeilService service;
  ALLOW_CALL(service, fetch(1)).RETURN(2);
  service.fetch(3);
}
