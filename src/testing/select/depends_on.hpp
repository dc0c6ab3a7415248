// Which tests the mark `depends_on` names.
//
//   depends_on("logs_in")           all rows of a test of the same class; else, of the same file
//   depends_on("logs_in[tcp]")      one row of it
//   depends_on("TestLogin")         all tests of a class of the same file; TestLogin::logs_in: one
//   depends_on("tests/e2e/test_e2e_chat_stream.cpp::streams")         the same, of another file
//
// A mark that names its own test says nothing of that one, so it can stand at its class or file.
#pragma once

#include <cstddef>
#include <vector>

#include "testing/model/item.hpp"

namespace dyntest::select {

struct Prerequisites {
  // Of each test those that it depends on, in the order in which its marks name them.
  std::vector<std::vector<std::size_t>> of;
  // Names of no test; tests that depend on themselves.
  std::vector<model::CollectionError> errors;
};

// `whole`: `items` are all tests of the suite. Else a file that is not there is no error.
Prerequisites find_prerequisites(const std::vector<model::Item>& items, bool whole);

}  // namespace dyntest::select
