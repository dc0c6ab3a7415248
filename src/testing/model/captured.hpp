// What was written while a phase of a test ran.
#pragma once

#include <string>

namespace dyntest::model {

// Already bounded.
struct Captured {
  std::string standard_output;  // by the test
  std::string standard_error;
  std::string log = {};  // by its services, each line with its time; only of a phase that failed
};

}  // namespace dyntest::model
