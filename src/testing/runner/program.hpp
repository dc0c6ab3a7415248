// What a worker of the run is started from.
#pragma once

#include <string>
#include <vector>

namespace dyntest::runner {

struct Program {
  std::string path;               // absolute
  std::vector<std::string> part;  // the words that tell it that it is a worker, and whose
  std::string name;               // in errors
};

}  // namespace dyntest::runner
