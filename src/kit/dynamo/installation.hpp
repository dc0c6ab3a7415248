// The Dynamo that is installed on this machine: a Python with the packages ai-dynamo and
// ai-dynamo-runtime.
//
// Who uses it: Deployment, and fixtures, which skip where there is none.
#pragma once

#include <filesystem>
#include <string>

#include "foundation/base/error.hpp"

namespace dyntest::dynamo {

struct Installation {
  std::filesystem::path python;
  std::string release;             // `1.6.1`
  std::filesystem::path packages;  // lib/python3.11/site-packages

  // Compares numbers: `1.10` is later than `1.9`. What comes behind them does not count.
  bool is_at_least(const std::string& other) const;
  // By its name in the file system, `tensorrt_llm`.
  bool has_package(const std::string& name) const;
};

// `place`: a Python, or the folder of a virtual environment. Looks at files only and starts
// nothing. The error says what is missing and how to get it.
base::Result<Installation> find_installation(const std::filesystem::path& place);

}  // namespace dyntest::dynamo
