// The names that tests have for tools which speak GoogleTest's language: Suite.test. One for each
// node id, of letters, digits, `_` and `/` alone, so that no tool has to quote anything.
//
//   tests/unit/test_unit_router_prefix.cpp::is_empty              test_unit_router_prefix.is_empty
//   …::TestPlanner::scales[2-True] test_unit_router_prefix/TestPlanner.scales/2_True
//
// Why so: docs/design/020-googletest-command-line.md.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::report {

struct GoogleTestName {
  std::string suite;
  std::string test;

  std::string full() const { return suite + "." + test; }
  bool operator==(const GoogleTestName&) const = default;
};

class GoogleTestNames {
 public:
  GoogleTestNames() = default;
  // All tests of an executable, in collection order: a name depends on those of the others where it
  // would be theirs too.
  explicit GoogleTestNames(const std::vector<model::Item>& items);

  // Of one of these tests.
  const GoogleTestName& of(const model::Item& item) const;

 private:
  std::unordered_map<std::string, GoogleTestName> by_id_;
};

}  // namespace dyntest::report
