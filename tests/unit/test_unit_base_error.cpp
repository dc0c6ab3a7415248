// Errors as chains of contexts.
#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conftest.hpp"
#include "foundation/base/error.hpp"

using namespace dyntest::base;

TEST(context_stands_in_front) {
  const Error error = Error{"refused"}.context("connecting").context("starting etcd");
  CHECK(error.text() == "starting etcd: connecting: refused");
}

TEST(kind_stays_behind_context) {
  static constexpr dyntest::base::ErrorKind lost{"lost"};
  static constexpr dyntest::base::ErrorKind found{"found"};
  const Error error = Error{"gone", lost}.context("searching");
  CHECK(error.is(lost));
  CHECK(!error.is(found));
  CHECK(!Error{"gone"}.is(lost));
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

TEST(a_value_taken_of_a_temporary_lives_as_long_as_its_loop) {
  const auto numbers = [] { return Result<std::vector<int>>{std::vector<int>(100, 7)}; };
  int sum = 0;
  for (const int number : numbers().value()) sum += number;
  CHECK(sum == 700);
}

TEST(a_value_that_cannot_be_copied_is_moved_out) {
  const auto made = [] { return Result<std::unique_ptr<int>>{std::make_unique<int>(7)}; };
  CHECK(*made().value() == 7);
}

TEST(the_value_of_an_error_throws_its_text) {
  const auto failing = [] { return Result<int>{Error{"refused"}.context("connecting")}; };
  auto kept = failing();
  const std::string told = "connecting: refused";
  CHECK(told == CHECK_RAISES(NoValue, failing().value())->what());
  CHECK(told == CHECK_RAISES(NoValue, kept.value())->what());
  CHECK(told == CHECK_RAISES(NoValue, std::as_const(kept).value())->what());
}

TEST(status_without_an_error_is_good) {
  CHECK(Status{}.context("doing nothing").has_value());
  CHECK(!Status{Error{"x"}}.has_value());
}
