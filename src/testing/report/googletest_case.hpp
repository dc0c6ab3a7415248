// What became of one test, in GoogleTest's terms: it is OK, SKIPPED or FAILED, whatever phase said
// so. Shared by the reporters that tell it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "testing/model/event.hpp"

namespace dyntest::report {

// A place and what is to be said about it.
struct GoogleTestPart {
  std::string file;  // empty = not known
  int line = 0;
  std::string message;

  // `/suite/tests/unit/test_unit_x.cpp:12`, or `unknown file`
  std::string place() const;
  // The place and the message, as files have it.
  std::string text() const { return place() + "\n" + message; }
  bool operator==(const GoogleTestPart&) const = default;
};

// Where the sources are: files are then named in full, as a tool finds them from any folder. Empty
// = as the compiler saw them.
std::string googletest_file(const std::string& root, const std::string& file);

// Whole milliseconds, as seconds: `0.012`, `0`
std::string googletest_seconds(double seconds);

struct GoogleTestCase {
  enum class State { not_run, ok, skipped, failed };  // of several the last one counts

  State state = State::not_run;
  double seconds = 0;
  std::chrono::system_clock::time_point began;
  std::vector<GoogleTestPart> failures;
  std::optional<GoogleTestPart> skipped;  // where, and the reason
  std::string remark;                     // of an OK that was not to be expected
  std::vector<model::Property> properties;

  // Takes one more phase in. What it came to is OK or SKIPPED only if that is known.
  void add(const model::PhaseFinished& phase, const std::string& root);
};

}  // namespace dyntest::report
