#include "testing/runner/executor.hpp"

#include <fmt/format.h>

#include <utility>

#include "foundation/base/deadline.hpp"
#include "testing/runner/mark_values.hpp"
#include "testing/runner/sanitizers.hpp"

namespace dyntest::runner {
namespace {

using Kind = Verdict::Kind;
using model::Outcome;
using model::Phase;

model::Place place_of(const Test& test) { return {test.item.file, test.item.line}; }

}  // namespace

void Executor::run(const Test& test, const Obstacles& obstacles, const Next& next) {
  const PhaseResult setup = set_up(test, obstacles);
  observer_.end(setup);
  const bool ready = setup.outcome == Outcome::passed && !setup.interrupted;
  if (ready && !plan_) observer_.end(call(test));
  observer_.end(tear_down(test, obstacles, next));
}

PhaseResult Executor::set_up(const Test& test, const Obstacles& obstacles) {
  return phase(Phase::setup, test, [&]() -> Verdict {
    if (const auto* skip = skip_mark(test.item))
      return {Kind::skipped, text(*skip, "reason"), place_of(test), false};
    if (const auto* xfail = unrun_xfail_mark(test.item))
      return {Kind::xfailed, "[NOTRUN] " + text(*xfail, "reason"), place_of(test), false};
    if (!obstacles.unmet.empty()) return {Kind::skipped, obstacles.unmet, place_of(test), false};
    if (!test.broken.empty()) {
      recorder_.add({place_of(test), test.item.line, "FIXTURE", test.broken});
      return {Kind::failed, "", {}, false};
    }
    if (!obstacles.refused.empty()) {
      recorder_.add({place_of(test), 0, "Quarantine", obstacles.refused});
      return {Kind::failed, "", {}, false};
    }
    const Verdict fixtures = fixtures_.set_up(test);
    if (fixtures.kind != Kind::passed || test.entry->of_class == nullptr || plan_) return fixtures;
    const auto& ops = *test.entry->of_class;
    recorder_.set_context(place_of(test));
    return guarded(recorder_, [&] {
      std::vector<void*> arguments;
      for (const auto* node : test.class_parameters)
        arguments.push_back(fixtures_.object(*node, test));
      object_ = ops.make(arguments.data());
      if (ops.setup != nullptr) ops.setup(object_);
      object_ready_ = true;
    });
  });
}

PhaseResult Executor::call(const Test& test) {
  if (test.hosts != nullptr) {
    return phase(Phase::call, test, [&] {
      return guarded(recorder_,
                     [&] { observer_.host(*test.hosts, fixtures_.object(*test.hosts, test)); });
    });
  }
  std::vector<void*> arguments;
  auto value = test.values.begin();
  auto fixture = test.parameters.begin();
  for (int i = 0; i < test.entry->parameters.size; ++i)
    arguments.push_back(test.entry->parameters.data[i].is_fixture
                            ? fixtures_.object(**fixture++, test)
                            : (value++)->get());
  return phase(Phase::call, test, [&] {
    const Verdict verdict =
        guarded(recorder_, [&] { test.entry->run(object_, arguments.data()); }, test.xfail_raises);
    if (verdict.kind == Kind::failed || verdict.kind == Kind::timed_out) fixtures_.look_after(test);
    return verdict;
  });
}

PhaseResult Executor::tear_down(const Test& test, const Obstacles& obstacles, const Next& next) {
  return phase(Phase::teardown, test, [&] {
    Verdict verdict;
    if (object_ != nullptr) {
      const auto& ops = *test.entry->of_class;
      if (object_ready_ && ops.teardown != nullptr)
        verdict = guarded(recorder_, [&] { ops.teardown(object_); });
      guarded(recorder_, [&] { ops.destroy(std::exchange(object_, nullptr)); });
      object_ready_ = false;
    }
    bool timed_out = verdict.kind == Kind::timed_out;
    timed_out |= fixtures_.tear_down(test, next());
    if (leaks(test, obstacles.may_leak)) {
      timed_out |= fixtures_.tear_down(test, nullptr);
      leaked_ = true;
    }
    if (recorder_.count() > 0) verdict.kind = timed_out ? Kind::timed_out : Kind::failed;
    return verdict;
  });
}

// This worker has to go: the same leak would be reported again after every test, and the same
// thread would run into other tests.
bool Executor::leaks(const Test& test, bool may_leak) {
  if (plan_ || test.hosts != nullptr) return false;
  auto lines = fixtures_.leftovers(test);
  const auto found = leftovers_.take(fixtures_.has_any(), remedy_);
  lines.insert(lines.end(), found.lines.begin(), found.lines.end());
  for (const auto& line : lines)
    may_leak ? observer_.left_behind(line) : recorder_.add({place_of(test), 0, "LEAK", line});
  const bool memory = may_have_leaked() && has_leaked();
  if (memory)
    recorder_.add({place_of(test), 0, "LeakSanitizer",
                   "LeakSanitizer: the test leaked memory; the report is in the captured stderr"});
  return memory || found.stays;
}

// Compared with the same place in the test before this one. What a wide fixture has given back
// would make up for what the test has not.
bool Executor::may_have_leaked() {
  const auto blocks = std::exchange(blocks_, allocated_blocks());
  const auto wide_ended = std::exchange(wide_ended_, fixtures_.wide_ended());
  return blocks_ > blocks || wide_ended_ != wide_ended;
}

PhaseResult Executor::phase(Phase phase, const Test& test, const std::function<Verdict()>& code) {
  observer_.begin(phase);
  recorder_.set_context(place_of(test));
  const auto begin = base::Clock::now();
  PhaseResult result;
  result.phase = phase;
  const auto reports = thread_reports();
  Verdict verdict = code();
  if (thread_reports() != reports) {
    recorder_.add({place_of(test), 0, "ThreadSanitizer",
                   fmt::format("ThreadSanitizer: {}; the report is in the captured stderr",
                               last_thread_report())});
    if (verdict.kind != Kind::interrupted && verdict.kind != Kind::timed_out)
      verdict.kind = Kind::failed;
  }
  judge(result, verdict, test);
  result.seconds = base::seconds_since(begin);
  recorder_.take();
  return result;
}

void Executor::judge(PhaseResult& result, const Verdict& verdict, const Test& test) {
  result.reason = verdict.reason;
  result.reason_place = verdict.place;
  const auto* xfail = test.item.mark("xfail");
  switch (verdict.kind) {
    case Kind::interrupted:
      result.interrupted = true;
      return;
    case Kind::skipped:
      result.outcome = Outcome::skipped;
      return;
    case Kind::xfailed:
      result.outcome = Outcome::xfailed;
      return;
    case Kind::passed:
      if (xfail == nullptr || result.phase != Phase::call) return;
      result.reason = text(*xfail, "reason");
      result.outcome = Outcome::xpassed;
      if (!flag(*xfail, "strict", false)) return;
      result.outcome = Outcome::failed;
      recorder_.add({place_of(test), 0, "XPASS", "[XPASS(strict)] " + result.reason});
      return;
    case Kind::failed:
    case Kind::timed_out:
      result.outcome = verdict.kind == Kind::failed ? Outcome::failed : Outcome::timed_out;
      if (xfail == nullptr || result.phase == Phase::teardown) return;
      if (test.xfail_raises != nullptr && !verdict.threw_expected) return;
      result.outcome = Outcome::xfailed;
      result.reason = text(*xfail, "reason");
      return;
  }
}

}  // namespace dyntest::runner
