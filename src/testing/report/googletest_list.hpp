// --gtest_list_tests: the suites and their tests, as GoogleTest lists them. Parameters are part of
// a test's name, so no comment follows it: CMake would take that for a part of the name.
//
//   test_unit_router_prefix.
//     is_empty
//     is_symmetric/ab_abc
#pragma once

#include "testing/model/event.hpp"
#include "testing/report/googletest_names.hpp"
#include "testing/report/terminal.hpp"

namespace dyntest::report {

// Suites in the order of their first tests, each once.
class GoogleTestList final : public model::Reporter {
 public:
  // `names` must be filled when collection is finished.
  GoogleTestList(const GoogleTestNames& names, Sink sink) : names_{names}, sink_{std::move(sink)} {}

  void on(const model::Event& event) override;

 private:
  const GoogleTestNames& names_;
  const Sink sink_;
};

}  // namespace dyntest::report
