// A run carries out its schedule, and heals however it ends. Its faults here only take notes.
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/wait.hpp"
#include "kit/faults/run.hpp"

using namespace dyntest::faults;
using namespace std::chrono_literals;
using dyntest::base::Deadline;
using dyntest::base::Error;
using dyntest::base::Status;

namespace {

struct Notes {
  std::mutex mutex;
  std::vector<std::string> lines;

  void add(std::string line) {
    const std::lock_guard lock{mutex};
    lines.push_back(std::move(line));
  }
  std::size_t count() {
    const std::lock_guard lock{mutex};
    return lines.size();
  }
};

class NotingFault final : public Fault {
 public:
  NotingFault(Notes& notes, std::string name) : notes_{notes}, name_{std::move(name)} {}
  std::string text() const override { return name_; }
  Status begin() override {
    notes_.add("+" + name_);
    if (name_ == "stillborn") return Error{"it did not begin"};
    return {};
  }
  Status heal() override {
    notes_.add("-" + name_);
    if (name_ == "incurable") return Error{"it stays"};
    return {};
  }
  Bites bites() const override { return {.processes = name_ == "idle" ? 0u : 1u}; }

 private:
  Notes& notes_;
  std::string name_;
};

class NoVictim final : public Victim {
 public:
  pid_t pid() const override { return -1; }
  bool ended() override { return true; }
  void kill() override {}
  Status restart() override { return {}; }
};

// Kinds of the given names, on the targets a, b and c.
struct Stage {
  Notes notes;
  NoVictim victim;
  FaultTable table;
  std::vector<Target> targets{
      {"a", nullptr, &victim}, {"b", nullptr, &victim}, {"c", nullptr, &victim}};

  explicit Stage(const std::vector<std::string>& kinds) {
    for (const auto& name : kinds) {
      FaultKind kind;
      kind.name = name;
      kind.part = Part::process;
      kind.allows_progress = name == "harmless";
      kind.make = [this, name](const Target&, dyntest::base::Rng&) {
        return std::make_unique<NotingFault>(notes, name);
      };
      table.push_back(std::move(kind));
    }
  }
};

// Its faults do not end while a test lasts.
Schedule endless(const std::vector<std::string>& kinds) {
  Schedule schedule;
  schedule.seed = 5;
  for (const auto& name : kinds) {
    const auto at = std::chrono::milliseconds{schedule.steps.size()};
    schedule.steps.push_back({at, 1h, name, "a", 0});
  }
  return schedule;
}

struct Stopped {};

// Until so many notes are there; then the run ends by an exception.
auto stops_after(Notes& notes, std::size_t count) {
  return [&notes, count] {
    EVENTUALLY(20, notes.count() >= count);
    throw Stopped{};
  };
}

}  // namespace

TEST(steps_begin_and_heal_in_the_order_of_the_schedule) {
  Stage stage{{"x", "y"}};
  const Schedule schedule{1, {{0ms, 4ms, "x", "a", 0}, {2ms, 4ms, "y", "b", 0}}};
  Run run{schedule, stage.table, stage.targets};
  const auto history = run.play([] { dyntest::os::pause_for(1ms); });
  REQUIRE(history.has_value());
  CHECK(stage.notes.lines == std::vector<std::string>{"+x", "+y", "-x", "-y"});
  REQUIRE(history->faults.size() == 2);
  CHECK(history->faults[0].healed - history->faults[0].began >= 4ms);
  CHECK(history->require_bites().has_value());
  CHECK((history->schedule == schedule));
}

TEST(what_stands_at_the_end_is_healed_in_reverse_order) {
  Stage stage{{"x", "y", "z"}};
  Run run{endless({"x", "y", "z"}), stage.table, stage.targets};
  CHECK_RAISES(Stopped, run.play(stops_after(stage.notes, 3)));
  CHECK(stage.notes.lines == std::vector<std::string>{"+x", "+y", "+z", "-z", "-y", "-x"});
}

TEST(an_interrupted_run_is_healed) {
  Stage stage{{"x"}};
  Run run{endless({"x"}), stage.table, stage.targets};
  const auto interrupted = [&] {
    EVENTUALLY(20, stage.notes.count() == 1);
    throw dyntest::os::Interrupted{dyntest::os::Interrupted::Cause::stop, "made up"};
  };
  CHECK_RAISES(dyntest::os::Interrupted, run.play(interrupted));
  CHECK(stage.notes.lines == std::vector<std::string>{"+x", "-x"});
}

TEST(a_run_that_is_not_played_does_nothing) {
  Stage stage{{"x"}};
  {
    const Run run{endless({"x"}), stage.table, stage.targets};
  }
  CHECK(stage.notes.lines.empty());
}

TEST(a_fault_that_cannot_be_healed_is_the_error) {
  Stage stage{{"incurable"}};
  Run run{{9, {{0ms, 1ms, "incurable", "b", 0}}}, stage.table, stage.targets};
  const auto history = run.play([] {});
  REQUIRE(!history.has_value());
  CHECK(history.error().text() == "healing incurable on b (seed 9): it stays");
}

TEST(a_fault_that_did_not_begin_is_healed_all_the_same) {
  Stage stage{{"stillborn"}};
  Run run{{9, {{0ms, 1ms, "stillborn", "b", 0}}}, stage.table, stage.targets};
  const auto history = run.play([] {});
  REQUIRE(history.has_value());
  CHECK(history->faults.front().begin_error == "it did not begin");
  CHECK(stage.notes.lines == std::vector<std::string>{"+stillborn", "-stillborn"});
}

TEST(a_step_that_the_table_does_not_know_is_noted) {
  Stage stage{{"x"}};
  Run run{{9, {{0ms, 1ms, "y", "a", 0}, {0ms, 1ms, "x", "d", 0}}}, stage.table, stage.targets};
  const auto history = run.play([] {});
  REQUIRE(history.has_value());
  REQUIRE(history->faults.size() == 2);
  CHECK(history->faults[0].begin_error == "no y for a in this run");
  CHECK(history->faults[1].begin_error == "no x for d in this run");
}

TEST(a_fault_that_hit_nothing_is_named_with_its_seed) {
  Stage stage{{"idle"}};
  Run run{{9, {{0ms, 1ms, "idle", "b", 0}}}, stage.table, stage.targets};
  const auto bitten = run.play([] {}).value().require_bites();
  REQUIRE(!bitten.has_value());
  CHECK(bitten.error().text() == "seed 9: idle on b hit nothing in 0.0 s");
}

TEST(progress_is_allowed_while_enough_targets_are_healthy, (std::size_t healthy_min, bool allowed),
     cases(row(1u, true), row(2u, true), row(3u, false))) {
  Stage stage{{"x"}};
  Run run{endless({"x"}), stage.table, stage.targets, healthy_min};
  CHECK(run.allows_progress());
  const auto calm = run.calm();
  CHECK_RAISES(Stopped, run.play([&] {
    EVENTUALLY(20, stage.notes.count() == 1);
    CHECK(run.allows_progress() == allowed);
    CHECK(calm.held() == allowed);
    CHECK(run.calm().held() == allowed);
    throw Stopped{};
  }));
  CHECK(run.allows_progress());
  CHECK(calm.held() == allowed);  // it was disturbed once
}

TEST(a_harmless_fault_allows_progress) {
  Stage stage{{"harmless"}};
  Run run{endless({"harmless"}), stage.table, stage.targets};
  CHECK_RAISES(Stopped, run.play([&] {
    EVENTUALLY(20, stage.notes.count() == 1);
    CHECK(run.allows_progress());
    throw Stopped{};
  }));
}

TEST(recovery_is_asked_for_again_and_again) {
  int asked = 0;
  const auto third_time = [&](Deadline) {
    return ++asked == 3 ? Status{} : Status{Error{"not yet"}};
  };
  CHECK(recovered_within(Deadline::in(20s), third_time).has_value());
  CHECK(asked == 3);
}

TEST(recovery_in_vain_names_the_last_answer) {
  const auto in_vain = [](Deadline) { return Status{Error{"not yet"}}; };
  const auto status = recovered_within(Deadline::in(10ms), in_vain);
  REQUIRE(!status.has_value());
  CHECK(status.error().text() == "not recovered 0.0 s after the faults: not yet");
}
