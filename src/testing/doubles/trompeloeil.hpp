// Including this sends what Trompeloeil finds wrong into the running test: a violation is that
// test's failure, at the line of its expectation. For test files that use Trompeloeil, which they
// bring themselves (Debian: libtrompeloeil-cpp-dev); nothing else includes it.
#pragma once

#include <cstdlib>
#include <string>
#include <trompeloeil.hpp>

#include "testing/check/record.hpp"

namespace dyntest::doubles::detail {

// A call that no expectation fits has no line; the first expectation that was tried has one:
//   Tried service.fetch(1) at tests/unit/test_unit_x.cpp:12
struct TriedAt {
  std::string file;
  int line = 0;

  explicit TriedAt(const std::string& message) {
    const auto tried = message.find("Tried ");
    const auto end = message.find('\n', tried);
    const auto at = message.rfind(" at ", end);
    const auto colon = message.rfind(':', end);
    if (tried == std::string::npos || at == std::string::npos || at < tried || colon < at) return;
    file = message.substr(at + 4, colon - at - 4);
    line = std::atoi(message.c_str() + colon + 1);
  }
};

inline void report_violation(trompeloeil::severity severity, const char* file, unsigned long line,
                             const std::string& message) {
  const TriedAt tried{message};
  const bool placed = file != nullptr && *file != '\0';
  const check::Site site = placed ? check::Site{file, static_cast<int>(line)}
                                  : check::Site{tried.file.c_str(), tried.line};
  std::string text = message;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const check::Failure failure{site, "trompeloeil", "", text};
  if (severity == trompeloeil::severity::fatal) check::record_and_stop(failure);
  check::record(failure);
}

inline const bool trompeloeil_reports =
    (static_cast<void>(trompeloeil::set_reporter(&report_violation)), true);

}  // namespace dyntest::doubles::detail
