// What a test knows about itself.
#pragma once

#include <string>
#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::builtin {

class Request {
 public:
  explicit Request(const model::Item& item) : item_{item} {}

  // tests/unit/test_unit_router_prefix.cpp::routes[2-true]
  std::string id() const { return item_.id(); }
  const std::string& file() const { return item_.file; }
  const std::string& name() const { return item_.name; }
  // `2-true`; empty without cases.
  const std::string& parameters() const { return item_.parameters; }
  // Own marks first, then those of the file's name.
  const std::vector<model::Mark>& marks() const { return item_.marks; }
  // Null if the test does not carry it.
  const model::Mark* mark(const std::string& name) const { return item_.mark(name); }

 private:
  const model::Item& item_;
};

// The runner says which test is running; null between tests.
void set_current_test(const model::Item* item);
// Its id; empty between tests.
std::string current_test_id();

}  // namespace dyntest::builtin
