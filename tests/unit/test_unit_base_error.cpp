// Errors as chains of contexts.
#include <cerrno>
#include <memory>
#include <string>

#include "conftest.hpp"
#include "foundation/base/error.hpp"

using namespace dyntest::base;

TEST(context_stands_in_front) {
  const Error error = Error{"refused"}.context("connecting").context("starting etcd");
  CHECK(error.text() == "starting etcd: connecting: refused");
}

TEST(system_error_is_spelt_out) {
  CHECK(Error::from_errno("opening x", ENOENT).text() == "opening x: No such file or directory");
}

TEST(system_error_is_the_last_one_by_default) {
  errno = EACCES;
  CHECK(Error::from_errno("x").text() == "x: Permission denied");
}

TEST(failed_result_gains_context) {
  const auto result = Result<int>{Error{"refused"}}.context("connecting");
  REQUIRE(!result.has_value());
  CHECK(result.error().text() == "connecting: refused");
}

TEST(good_result_passes_through_context) {
  auto result = Result<std::unique_ptr<int>>{std::make_unique<int>(7)}.context("counting");
  REQUIRE(result.has_value());
  CHECK(**result == 7);
}

TEST(status_without_an_error_is_good) {
  CHECK(Status{}.context("doing nothing").has_value());
  CHECK(!Status{Error{"x"}}.has_value());
}
