// Texts that others see (what a run tells, and what a failure takes along), without what nobody
// else should read.
//
//   HF_TOKEN=hf_abc…       HF_TOKEN=***        variables whose name says so, and their values
//   --token=hf_abc…        --token=***         wherever else those stand
//   nats://user:word@host  nats://***@host
#pragma once

#include <string>
#include <vector>

namespace dyntest::runner {

class Secrets {
 public:
  // Those in `environment`, which has KEY=VALUE.
  explicit Secrets(const std::vector<std::string>& environment);

  std::string masked(std::string text) const;
  // A line a variable, in alphabetical order.
  std::string environment_text(std::vector<std::string> environment) const;

 private:
  std::vector<std::string> values_;  // the longest first
};

}  // namespace dyntest::runner
