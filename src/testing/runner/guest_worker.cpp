#include "testing/runner/guest_worker.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "foundation/os/spawn.hpp"
#include "foundation/os/wait.hpp"
#include "testing/guests/files.hpp"
#include "testing/runner/dialogue.hpp"
#include "testing/runner/verdict_text.hpp"
#include "testing/runner/worker.hpp"

namespace dyntest::runner {
namespace {

using guests::Verdict;
using model::Outcome;
using model::Phase;

guests::Spec spec_from(const std::string& text) {
  const auto json = nlohmann::json::parse(text);
  return {json.at("kind").get<select::GuestKind>(), json.at("place"), json.at("name"),
          json.at("root"), json.at("command")};
}

// Which tests run, and what is reported where, is said to this run: a guest that read it as well
// would choose once more.
void forget_choices() {
  constexpr std::array prefixes = {"GTEST_", "TEST_TOTAL_SHARDS=", "TEST_SHARD_",
                                   "TESTBRIDGE_TEST_ONLY=", "XML_OUTPUT_FILE="};
  for (const auto& entry : os::environment())
    if (std::ranges::any_of(prefixes, [&](const char* each) { return entry.starts_with(each); }))
      ::unsetenv(entry.substr(0, entry.find('=')).c_str());
}

class GuestWorker final : private Dialogue::Tests {
 public:
  GuestWorker(const WorkerOptions& options, const guests::Spec& spec)
      : options_{options}, guest_{guests::make_guest(spec)}, dialogue_{options, *this} {}

  void run() { dialogue_.run(options_.collect ? collection() : Collection{}); }

 private:
  Collection collection() {
    Collection collection;
    auto listed = guest_->list();
    collection.errors = std::move(listed.errors);
    tests_ = std::move(listed.tests);
    for (const auto& test : *tests_) collection.items.push_back(test.item);
    return collection;
  }

  // They are the same in every process of a run.
  const guests::Test& test_of(const RunTest& asked) {
    if (!tests_) collection();
    return tests_->at(asked.index);
  }

  void forked() override {}

  void run(const RunTest& asked) override {
    const auto& test = test_of(asked);
    const Verdict ready = phase(Phase::setup, test, [&] { return set_up(test, asked); });
    if (ready.outcome == Outcome::passed && !interrupted_ && !options_.plan)
      phase(Phase::call, test, [&] { return guest_->call(test); });
    phase(Phase::teardown, test, [&] {
      const auto* next = dialogue_.next();
      const bool was_begun = ready.outcome != Outcome::skipped || test.left_out.empty();
      if (options_.plan || !was_begun) return Verdict{};
      return guest_->tear_down(test, next == nullptr ? nullptr : &test_of(*next));
    });
  }

  void forget_failures(const RunTest&) override {}
  bool is_spent() const override { return false; }

  Verdict set_up(const guests::Test& test, const RunTest& asked) {
    if (!test.left_out.empty())
      return {.outcome = Outcome::skipped, .reason = test.left_out, .reason_place = test.place};
    if (const auto why = options_.benchmarks.reason_to_skip(test.item); !why.empty())
      return {.outcome = Outcome::skipped, .reason = why, .reason_place = test.place};
    if (const auto why = dialogue_.unmet(); !why.empty())
      return {.outcome = Outcome::skipped, .reason = why, .reason_place = test.place};
    if (!asked.refused.empty())
      return {.outcome = Outcome::failed, .failures = {{{}, 0, "Quarantine", asked.refused}}};
    return options_.plan ? Verdict{} : guest_->set_up(test);
  }

  // Runs the code, and tells what came of it.
  template <class Code>
  Verdict phase(Phase phase, const guests::Test& test, const Code& code) {
    dialogue_.begin(phase);
    const auto begin = base::Clock::now();
    const auto errors = guests::captured_errors_size();
    interrupted_ = false;
    Verdict verdict;
    try {
      verdict = code();
    } catch (const os::Interrupted& why) {
      interrupted_ = why.cause == os::Interrupted::Cause::stop;
      verdict = {.outcome = Outcome::timed_out, .failures = {{{}, 0, "Timeout", why.reason}}};
    }
    if (verdict.death)
      verdict.failures.push_back(
          death_failure(test.item, *verdict.death, std::nullopt, guests::captured_errors(errors)));
    PhaseResult result{phase,          verdict.outcome,      base::seconds_since(begin),
                       verdict.reason, verdict.reason_place, interrupted_};
    for (auto& failure : verdict.failures)
      if (failure.place.line == 0) failure.place = test.place;  // nothing better is known
    if (!interrupted_) {
      for (const auto& failure : verdict.failures) dialogue_.write(FailureSeen{failure});
      for (const auto& property : verdict.properties) dialogue_.write(PropertySeen{property});
    }
    dialogue_.end(result);
    return verdict;
  }

  const WorkerOptions& options_;
  std::unique_ptr<guests::Guest> guest_;
  std::optional<std::vector<guests::Test>> tests_;  // once they are listed
  Dialogue dialogue_;
  bool interrupted_ = false;  // the running phase, because the run is being stopped
};

}  // namespace

std::vector<std::string> guest_arguments(const guests::Spec& spec) {
  const nlohmann::json json{{"kind", spec.kind},
                            {"place", spec.place},
                            {"name", spec.name},
                            {"root", spec.root},
                            {"command", spec.command}};
  using Handler = nlohmann::json::error_handler_t;
  return {guest_flag, json.dump(-1, ' ', false, Handler::replace)};
}

void run_guest_worker(const std::vector<std::string>& words) {
  const auto spec = spec_from(words.at(1));
  const auto options = WorkerOptions::from_arguments({words.begin() + 2, words.end()});
  become_worker(options);
  forget_choices();
  GuestWorker{options, spec}.run();
  std::fflush(stdout);
  ::_exit(0);
}

}  // namespace dyntest::runner
