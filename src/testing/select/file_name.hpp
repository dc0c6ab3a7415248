// A test file's name is its declaration: folder and type give the role, the next word the
// component.
//
//   tests/integration/test_integ_kv_router_failover.cpp      marks integration and kv_router
//
// Used when a suite is collected, for every .cpp file below the test folders. Looks at names only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"

namespace dyntest::select {

// The marks that every test of a file has.
struct FileMarks {
  std::string role;       // unit, integration or e2e
  std::string component;  // kv_router; in e2e also dynamo, chat, …
  bool operator==(const FileMarks&) const = default;
};

// `path` is relative to the root; `components` are the declared component marks. Nothing for files
// that are no test files and need not be: conftest.cpp, *test_utils.cpp, sources outside the role
// folders. An error is one line that names the nearest right name:
//   tests/unit/test_unt_router_x.cpp: unknown type 'unt'; did you mean test_unit_router_x.cpp?
base::Result<std::optional<FileMarks>> marks_of_file(std::string_view path,
                                                     const std::vector<std::string>& components);

}  // namespace dyntest::select
