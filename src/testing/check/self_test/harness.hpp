// Ten lines that judge the checks without using them: what was recorded while `body` ran, how it
// left, and whether that is what was expected.
#pragma once

#include <string>

#include "testing/check/record.hpp"

namespace self_test {

struct Outcome {
  std::string recorded;  // messages, one line end after each; empty if everything passed
  std::string left_by;   // returned, StopTest, SkipTest: reason, XfailTest: reason, foreign
};

// Counts the expectations that did not hold; the exit code of main.
inline int failures = 0;

Outcome run(void (*body)());
void expect(const char* what, const std::string& actual, const std::string& expected);

inline void passes(const char* what, void (*body)()) {
  const Outcome outcome = run(body);
  expect(what, outcome.recorded + outcome.left_by, "returned");
}
inline void fails(const char* what, void (*body)(), const std::string& message) {
  const Outcome outcome = run(body);
  expect(what, outcome.recorded + outcome.left_by, message + "\nreturned");
}
inline void stops(const char* what, void (*body)(), const std::string& message) {
  const Outcome outcome = run(body);
  expect(what, outcome.recorded + outcome.left_by, message + "\nStopTest");
}

}  // namespace self_test
