// What one does to a running service: stop, crash, pause, resume; and how its ending is judged.
#include <signal.h>

#include <string>
#include <utility>

#include "foundation/os/proc.hpp"
#include "kit/services/ready.hpp"
#include "services_test_utils.hpp"

using dyntest::services::Launch;
using dyntest::services::Service;
namespace ready = dyntest::services::ready;

namespace {

// Ready once it has said so; `script` is what it does then.
Service said_ready(const TmpDir& folder, const std::string& before, const std::string& after) {
  Launch launch = toy(folder, before + "; echo ready; " + after);
  launch.probe = ready::log_line("ready");
  return Service::start(std::move(launch)).value();
}

const std::string forever = "while :; do sleep 0.01; done";

}  // namespace

TEST(environment_and_folder_are_those_of_the_launch, (TmpDir& folder)) {
  Launch launch = toy(folder, "echo $DYNTEST_TOY; pwd -P; exec sleep 1000");
  launch.command.environment = {"DYNTEST_TOY=toy"};
  launch.command.folder = "/";
  launch.probe = ready::log_line("/");
  const auto service = Service::start(std::move(launch)).value();
  CHECK(written_by(service) == "toy\n/\n");
}

TEST(limits_are_those_of_the_launch, (TmpDir& folder)) {
  Launch launch = toy(folder, "ulimit -n; exec sleep 1000");
  launch.command.limits.open_files = 33;
  launch.probe = ready::log_line("33");
  CHECK(outcome_of_start(std::move(launch)) == "");
}

TEST(stop_by_the_signal_itself_is_expected, (TmpDir& folder, int signal), cases(SIGTERM, SIGINT)) {
  auto service = said_ready(folder, "true", "exec sleep 1000");
  const auto ending = service.stop(patience, signal);
  CHECK(ending.status.signal() == signal);
  CHECK(ending.surprise == "");
}

TEST(stop_with_status_0_is_expected, (TmpDir& folder)) {
  auto service = said_ready(folder, "trap 'exit 0' TERM", forever);
  CHECK(service.stop(patience).surprise == "");
}

TEST(stop_with_another_status_is_a_surprise, (TmpDir& folder)) {
  auto service = said_ready(folder, "trap 'echo bye; exit 3' TERM", forever);
  const auto ending = service.stop(patience);
  CHECK(ending.status.code() == 3);
  CHECK(!ending.as_expected());
  CHECK(has(ending.surprise, "toy after SIGTERM ended with status 3, not with 0; last lines"));
  CHECK(has(ending.surprise, "\n  bye"));
}

TEST(stop_with_a_status_from_the_launch_is_expected, (TmpDir& folder)) {
  Launch launch = toy(folder, "trap 'exit 3' TERM; echo ready; " + forever);
  launch.probe = ready::log_line("ready");
  launch.expected_exits = {3};
  auto service = Service::start(std::move(launch)).value();
  const auto ending = service.stop(patience);
  CHECK(ending.status.code() == 3);
  CHECK(ending.surprise == "");
}

TEST(stop_that_takes_a_kill_is_a_surprise, (TmpDir& folder)) {
  auto service = said_ready(folder, "trap '' TERM", forever);
  const auto ending = service.stop(20ms);
  CHECK(ending.status.signal() == SIGKILL);
  CHECK(has(ending.surprise, "toy after SIGTERM did not end within 0.0 s and was killed"));
}

TEST(death_before_the_stop_is_a_surprise, (TmpDir& folder)) {
  auto service = Service::begin(toy(folder, "exit 0")).value();
  REQUIRE(service.wait(Deadline::in(patience)).has_value());
  CHECK(has(service.stop().surprise, "before it was stopped, toy died: status 0"));
}

TEST(second_stop_tells_the_same_status, (TmpDir& folder)) {
  auto service = said_ready(folder, "true", "exec sleep 1000");
  const auto first = service.stop(patience);
  const auto second = service.stop(patience);
  CHECK(second.status.raw == first.status.raw);
  CHECK(second.surprise == "");
}

TEST(nats_server_stops_as_expected, (MortalNats& nats)) {
  CHECK(nats.service().stop(patience).surprise == "");
}

TEST(etcd_stops_as_expected, (MortalEtcd& etcd)) {
  CHECK(etcd.service().stop(patience).surprise == "");
}

TEST(crash_is_by_the_signal_that_is_named, (TmpDir& folder, int signal), cases(SIGABRT, SIGSEGV)) {
  auto service = said_ready(folder, "true", "exec sleep 1000");
  CHECK(service.crash(signal).signal() == signal);
}

TEST(crash_runs_the_programs_own_handlers, (MortalEtcd& etcd)) {
  CHECK(etcd.service().crash().code() == 2);
  CHECK(has(written_by(etcd.service()), "SIGABRT"));
}

TEST(pause_stops_every_process_of_the_group, (TmpDir& folder)) {
  auto service = said_ready(folder, "(" + forever + ") & (" + forever + ") & true", forever);
  REQUIRE(text_of(service.pause()) == "");
  const auto members = dyntest::os::members_of_group(service.pid());
  CHECK(members.size() >= 3);
  for (const pid_t each : members) CHECK(dyntest::os::is_all_but_still(each));
}

TEST(paused_etcd_answers_nothing_until_it_is_resumed, (MortalEtcd& etcd)) {
  dyntest::etcd::Client impatient{etcd.endpoint(), 50ms};
  REQUIRE(text_of(etcd.service().pause()) == "");
  CHECK(!impatient.get("key").has_value());
  REQUIRE(text_of(etcd.service().resume()) == "");
  EVENTUALLY(patience, etcd.get("key") == std::nullopt);
}

TEST(paused_service_sees_its_stop, (TmpDir& folder)) {
  auto service = said_ready(folder, "trap 'exit 0' TERM", forever);
  REQUIRE(text_of(service.pause()) == "");
  CHECK(service.stop(patience).status.success());
}

TEST(paused_service_can_be_killed, (TmpDir& folder)) {
  auto service = said_ready(folder, "true", forever);
  REQUIRE(text_of(service.pause()) == "");
  CHECK(service.kill().signal() == SIGKILL);
}

TEST(dead_service_is_neither_paused_nor_resumed, (TmpDir& folder)) {
  auto service = said_ready(folder, "true", forever);
  service.kill();
  CHECK(text_of(service.pause()).starts_with("pausing toy: toy died: signal 9 (SIGKILL)"));
  CHECK(text_of(service.resume()).starts_with("resuming toy: toy died: signal 9 (SIGKILL)"));
}

TEST(restart_that_fails_tells_only_its_own_lines, (TmpDir& folder)) {
  const std::string mark = (folder / "mark").string();
  auto service = said_ready(folder, "test ! -e " + mark + " || exec sh -c 'echo second; exit 4'",
                            "touch " + mark + "; exec sleep 1000");
  EVENTUALLY(patience, std::filesystem::exists(mark));
  const auto text = text_of(service.restart());
  CHECK(text.starts_with("restarting toy: waiting for toy:1: process exited with status 4"));
  CHECK(text.ends_with(".log:\n  second"));
}
