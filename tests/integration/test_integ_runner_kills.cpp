// Whatever part of a run is killed, and whenever: nothing of the run is left, no report is half
// written, and where the run can go on it ends by itself with a true report.
//
// The moments are uniform in the length of an undisturbed run, by the seed of this run. A moment at
// which nobody plays the part is drawn again.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "conftest.hpp"
#include "foundation/os/wait.hpp"
#include "kills_test_utils.hpp"
#include "testing/builtin/rng.hpp"
#include "testing/check/setting.hpp"

namespace fs = std::filesystem;
namespace os = dyntest::os;
using dyntest::base::Clock;
using dyntest::builtin::Rng;
using dyntest::check::setting;
using kills::Part;
using kills::Run;
using kills::Verdicts;

namespace {

struct Undisturbed {
  double seconds;  // the shortest of some runs
  Verdicts verdicts;
};

constexpr int undisturbed_runs = 2;
constexpr auto end_within =
    60s;  // a run whose part was killed ends by itself; its services may be gone

// Lets a run go on until `moment` (seconds), or until it ends.
void wait_in(Run& run, double moment) {
  const std::chrono::duration<double> seconds{moment};
  run.process().wait(Deadline::in(std::chrono::duration_cast<dyntest::base::Duration>(seconds)));
}

// The seconds from `begin` until nothing of the run is left.
double wait_until_clean(const Run& run, Clock::time_point begin) {
  const double limit = setting<double>("clean_within");
  EVENTUALLY(limit, run.leftovers() == "");
  CHECK(run.damage() == "");
  const double seconds = dyntest::base::seconds_since(begin);
  CHECK(seconds < limit);
  return seconds;
}

// Its exit code; -1 if a signal ended it.
int wait_for_end(Run& run) {
  const auto status = run.process().wait(Deadline::in(end_within));
  NOTE(run.console());
  NOTE(run.leftovers());
  REQUIRE(status.has_value());
  return status->code().value_or(-1);
}

// Every test has its verdict, but for those that the killed part took with it.
void check_truth(const Run& run, Part part, int exit_code, const Verdicts& usual) {
  const auto verdicts = run.verdicts();
  int lost = 0;
  for (const auto& [id, verdict] : verdicts) {
    NOTE(id);
    REQUIRE(usual.contains(id));
    if (verdict.outcome == usual.at(id).outcome) continue;
    ++lost;
    CHECK(verdict.outcome == "failed");
    if (part == Part::service)
      CHECK(id.find("service") != std::string::npos);
    else
      CHECK(verdict.message.find("SIGKILL") != std::string::npos);
  }
  CHECK(verdicts.size() == usual.size());
  if (part != Part::service) CHECK(lost <= 1);
  CHECK(exit_code == (lost > 0 ? 1 : 0));
}

// After the kill of `part`, at `killed`: what must hold, and the seconds until nothing was left.
// They count from the kill, or from the end of a run that could go on.
double check_end(Run& run, Part part, Clock::time_point killed, const Verdicts& usual) {
  const int exit_code = wait_for_end(run);
  const bool went_on = part != Part::controller && part != Part::keeper;
  const double seconds = wait_until_clean(run, went_on ? Clock::now() : killed);
  NOTE(run.console());
  if (part != Part::controller) CHECK(fs::exists(run.junit()));
  if (part == Part::controller)
    CHECK(exit_code == -1);
  else if (part == Part::keeper)
    CHECK((exit_code == 3 || exit_code == 0));  // at its very end, the run needs no keeper
  else
    check_truth(run, part, exit_code, usual);
  return seconds;
}

}  // namespace

FIXTURE(Undisturbed, (TmpDir& folder), scope::session) {
  dyntest::fixtures::need("nats-server", "");
  Undisturbed usual{end_within.count(), {}};
  for (int i = 0; i < undisturbed_runs; ++i) {
    Run run{folder / fmt::format("run{}", i)};
    const auto begin = Clock::now();
    const int exit_code = wait_for_end(run);
    REQUIRE(exit_code == 0);
    usual.seconds = std::min(usual.seconds, dyntest::base::seconds_since(begin));
    usual.verdicts = run.verdicts();
    wait_until_clean(run, Clock::now());
  }
  return usual;
}

namespace {

void kill_often(Part victim, int kills, const Undisturbed& usual, const fs::path& folder,
                Rng& rng) {
  fmt::print("seed {}; an undisturbed run takes {:.3f} s\n", dyntest::builtin::run_seed(),
             usual.seconds);
  std::vector<double> times;
  for (int tries = 0; std::ssize(times) < kills; ++tries) {
    const double moment = rng.real() * usual.seconds;
    const fs::path place = folder / fmt::format("try{}", tries);
    Run run{place};
    wait_in(run, moment);
    const auto killed = Clock::now();
    if (!run.kill(victim, rng())) continue;  // the run ends with its handle
    NOTE(moment);
    times.push_back(check_end(run, victim, killed, usual.verdicts));
    fmt::print("killed at {:.3f} s, clean after {:.3f} s\n", moment, times.back());
    fs::remove_all(place);
  }
  std::ranges::sort(times);
  fmt::print("{} kills, seconds until clean: median {:.3f}, longest {:.3f}\n", times.size(),
             times[times.size() / 2], times.back());
}

std::vector<dyntest::check::Row<int>> parts() {
  using dyntest::check::row;
  return {row(static_cast<int>(Part::controller)).id("controller"),
          row(static_cast<int>(Part::keeper)).id("keeper"),
          row(static_cast<int>(Part::init)).id("init"),
          row(static_cast<int>(Part::worker)).id("worker"),
          row(static_cast<int>(Part::service)).id("service")};
}

}  // namespace

TEST(whatever_is_killed_nothing_is_left, (Undisturbed& usual, TmpDir& folder, Rng& rng, int part),
     cases_from(parts()), timeout(300)) {
  kill_often(static_cast<Part>(part), 1, usual, folder, rng);
}

TEST(however_often_it_is_killed, (Undisturbed& usual, TmpDir& folder, Rng& rng, int part),
     cases_from(parts()), nightly, timeout(1800)) {
  kill_often(static_cast<Part>(part), setting<int>("kills"), usual, folder, rng);
}
