// Including this sends what GoogleMock finds wrong into the running test: a violation is that
// test's failure, at the line of its EXPECT_CALL. For test files that use GoogleMock, which they
// bring themselves and link (Debian: libgmock-dev; -lgmock -lgtest); nothing else includes it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/check/record.hpp"

namespace dyntest::doubles::detail {

class GmockListener final : public testing::EmptyTestEventListener {
 public:
  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (!result.failed()) return;
    const char* file = result.file_name();
    check::record(
        {{file == nullptr ? "" : file, result.line_number()}, "GoogleMock", "", result.message()});
  }
};

// GoogleTest owns the listener; its own printer would show everything twice.
inline const bool gmock_reports = [] {
  testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
  delete listeners.Release(listeners.default_result_printer());
  listeners.Append(new GmockListener);
  return true;
}();

}  // namespace dyntest::doubles::detail
