// A leak is found although more memory was given back in the same teardown.
#include <string>
#include <vector>

#include "conftest.hpp"

struct Table {
  std::vector<std::string> rows{1000, std::string(100, '.')};
};
FIXTURE(Table, scope::file) { return Table{}; }

namespace {
char* volatile sink = nullptr;
}

TEST(uses_the_table, (Table&)) {}

TEST(leaks_when_the_table_goes, (Table&)) {
  sink = new char[64];
  sink = nullptr;
}
