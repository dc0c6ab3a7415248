#include "testing/property/property.hpp"

#include <cxxabi.h>

#include <charconv>
#include <cstdlib>
#include <exception>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/hash.hpp"
#include "testing/check/sink.hpp"

namespace dyntest::property {
namespace {

using rc::detail::CaseDescription;
using rc::detail::CaseResult;

std::string text_of(check::Text text) { return {text.data, text.size}; }

// A failed check, kept until it is known whether its try is the one to report.
struct Kept {
  check::Site site;
  std::string macro;
  std::string expression;
  std::string message;
};

// Runs the body again and again: listens to its checks instead of the runner, and to RapidCheck for
// which try counts.
class Trial final : public Body, public check::Listener, public rc::detail::TestListener {
 public:
  Trial() : runner_{check::listen(this)} {}
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;
  ~Trial() override { check::listen(runner_); }

  bool holds(void (*call)(void*), void* values) override;
  void failed(const check::Failure& failure) override {
    seen_.push_back({failure.site, text_of(failure.macro), text_of(failure.expression),
                     text_of(failure.message)});
  }
  void onTestCaseFinished(const CaseDescription& description) override {
    if (description.result.type == CaseResult::Type::Failure) keep();
  }
  void onShrinkTried(const CaseDescription&, bool accepted) override {
    if (accepted) keep();
  }
  void onTestFinished(const rc::detail::TestMetadata&, const rc::detail::TestResult&) override {}

  // The failures of the smallest values that falsify.
  const std::vector<Kept>& failures() const { return kept_; }
  // What ended the test from within: SKIP, a time-out; null if nothing did.
  std::exception_ptr left() const { return left_; }

 private:
  void keep() {
    kept_ = seen_;
    falsified_ = true;
  }

  check::Listener* runner_;
  std::vector<Kept> seen_;  // in the running try
  std::vector<Kept> kept_;
  bool falsified_ = false;
  std::exception_ptr left_;
};

bool Trial::holds(void (*call)(void*), void* values) {
  if (left_) return true;
  seen_.clear();
  try {
    call(values);
  } catch (const check::StopTest&) {
    return seen_.empty();  // what stopped it is recorded
  } catch (const CaseResult&) {
    throw;  // RC_PRE and its kin
  } catch (const rc::GenerationFailure&) {
    throw;
  } catch (const std::exception& error) {
    check::Sink type;
    type.type(typeid(error));
    const std::string name = text_of(type.written());
    seen_.push_back({{"", 0}, name, "", name + ": " + error.what()});
  } catch (const check::SkipTest&) {
    if (!falsified_) left_ = std::current_exception();  // while shrinking, it merely does not fail
  } catch (const check::XfailTest&) {
    if (!falsified_) left_ = std::current_exception();
  } catch (const abi::__forced_unwind&) {
    throw;
  } catch (...) {
    left_ = std::current_exception();
  }
  return seen_.empty();
}

// The run's seed: DYNTEST_SEED, which the runner sets for all workers of a run.
std::uint64_t run_seed() {
  static const std::uint64_t drawn = std::random_device{}();
  const char* text = std::getenv("DYNTEST_SEED");
  if (text == nullptr) return drawn;
  std::uint64_t seed = 0;
  std::from_chars(text, text + std::string_view{text}.size(), seed);
  return seed;
}

std::string counted(std::size_t count, const char* noun) {
  return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

// `(std::vector<int> tokens) = ([0])`, and a line for each generator that the body asked.
std::string shown(const Origin& origin, const rc::detail::Example& example) {
  std::string text;
  bool first = std::string_view{origin.parameters} != "()";
  for (const auto& [type, value] : example) {
    text += "\n  " + (first ? std::string{origin.parameters} : type) + " = " + value;
    first = false;
  }
  return text;
}

void report(const Origin& origin, std::string_view what, const std::string& details) {
  check::record({origin.site, "PROPERTY", origin.name, std::string{what} + details});
}

void report(const Origin& origin, const rc::detail::FailureResult& result,
            const std::vector<Kept>& failures) {
  const auto tries = static_cast<std::size_t>(result.numSuccess) + 1;
  report(origin,
         "falsified after " + std::to_string(tries) + (tries == 1 ? " try" : " tries") + " and " +
             counted(result.reproduce.shrinkPath.size(), "shrink"),
         shown(origin, result.counterExample));
  for (const Kept& kept : failures)
    check::record({kept.site, kept.macro, kept.expression, kept.message});
}

}  // namespace

void verify(const Origin& origin, rc::detail::Property (*make)(Body&, void (*)()),
            void (*holds)()) {
  rc::detail::TestParams params;
  // Each property has numbers of its own, whatever runs beside it.
  params.seed =
      base::fnv1a(origin.name, base::fnv1a(origin.site.file, run_seed() ^ base::fnv1a_basis));
  rc::detail::TestResult result{rc::detail::SuccessResult{}};
  std::vector<Kept> failures;
  std::exception_ptr left;
  {
    Trial trial;
    const rc::detail::TestMetadata metadata{origin.name, origin.name};
    // Nothing to reproduce: handed in, or RapidCheck would look at RC_PARAMS and print a seed.
    result = rc::detail::checkProperty(make(trial, holds), metadata, params, trial, {});
    failures = trial.failures();
    left = trial.left();
  }
  if (result.is<rc::detail::FailureResult>())
    report(origin, result.get<rc::detail::FailureResult>(), failures);
  if (left) std::rethrow_exception(left);
  if (result.is<rc::detail::GaveUpResult>())
    report(origin, "gave up: too many tries were discarded, by RC_PRE or a generator", "");
  if (result.is<rc::detail::Error>())
    report(origin, "RapidCheck: " + result.get<rc::detail::Error>().description, "");
}

}  // namespace dyntest::property
