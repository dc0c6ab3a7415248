// How a test is run, whatever it does: its time, its attempts, what it takes from the machine. Made
// once for each test of a run from the rules that concern it (select/rules.hpp), before the run
// begins; everyone else only reads it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"
#include "testing/schedule/crew.hpp"
#include "testing/schedule/gpus.hpp"
#include "testing/schedule/needs.hpp"
#include "testing/select/rules.hpp"

namespace dyntest::runner {

struct Policy {
  double timeout = 0;                // seconds for an attempt; 0 = no limit
  std::optional<double> slow_after;  // seconds; 0 = never; none: see slow_after below
  std::uint32_t reruns = 0;          // attempts behind the first
  double delay = 0;                  // seconds between the first two
  double backoff = 1;                // each further pause is so many times longer
  bool isolated = false;             // in a process of its own, with fixtures of its own
  bool network = false;              // may go out, on this machine's network
  bool may_leak = false;             // what it leaves behind is no failure
  std::string quarantine;            // why a failure does not count; empty = it does
  std::string refused;               // why it must fail at its set-up; empty = it need not
  schedule::Needs needs;             // as asked for: perhaps more places than a run has
  schedule::GpuNeeds gpus;
  bool operator==(const Policy&) const = default;
};

// From how many seconds on a test with this policy is slow; 0 = never. Unless somebody has said so,
// it is a minute, half of its time or ten times what it usually takes, whatever is least; but no
// less than five seconds.
double slow_after(const Policy& policy, std::optional<double> usual);

// A test to run: which executable, which of its items, and how. Tests of one policy share it.
struct Selected {
  std::size_t executable = 0;
  std::uint32_t index = 0;  // in the executable's collection
  std::shared_ptr<const Policy> policy = std::make_shared<const Policy>();
  schedule::Network network = schedule::Network::own;  // known when the run begins
};

class Policies {
 public:
  // `of_run`: of dyntest.toml and its profile. `today`: as 2027-01-31.
  Policies(select::Rules of_run, select::Rules of_command_line,
           std::vector<select::Override> overrides, std::string today);

  // Whether the overrides name declared marks only.
  base::Status check(const std::vector<model::MarkDeclaration>& declared) const;

  // Of tests that nothing special is said about.
  const Policy& common() const { return *common_; }
  // `alone`: nothing may run beside it, whatever else is said.
  std::shared_ptr<const Policy> of(const model::Item& test, bool alone = false);
  // A line for each rule: its value and where it was said.
  std::string text(const model::Item& test) const;

 private:
  // What its marks and the overrides say; mostly nothing.
  select::Rules special_rules(const model::Item& test) const;

  select::Rules of_all_;
  std::vector<select::Override> overrides_;
  std::string today_;
  std::shared_ptr<const Policy> common_;
  std::shared_ptr<const Policy> last_;
};

// Which test needs more places or GPUs than there can be, and what to do; empty if none does.
std::string unmet_needs(const std::vector<Selected>& tests, const model::Items& items,
                        std::size_t cores, const schedule::Gpus& gpus);

}  // namespace dyntest::runner
