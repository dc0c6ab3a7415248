// Services that are started side by side.
#include <signal.h>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "fixtures/services.hpp"
#include "kit/services/ready.hpp"
#include "kit/services/start_together.hpp"
#include "services_test_utils.hpp"

using dyntest::base::Status;
using dyntest::services::Launch;
using dyntest::services::Service;
using dyntest::services::start_together;
namespace ready = dyntest::services::ready;

namespace {

Launch named(const std::string& name, Launch launch) {
  launch.name = name;
  return launch;
}

// Ready when `other` has been begun: two of these can only be ready side by side.
Launch waits_for(const TmpDir& folder, const std::string& name, const std::string& other) {
  const auto mine = (folder / (name + "-begun")).string();
  const auto others = (folder / (other + "-begun")).string();
  Launch launch = toy(folder, "touch " + mine + "; while ! test -e " + others +
                                  "; do sleep 0.01; done; echo ready; exec sleep 1000");
  launch.probe = ready::log_line("ready");
  return named(name, std::move(launch));
}

std::vector<Launch> both(Launch one, Launch other) {
  std::vector<Launch> launches;
  launches.push_back(std::move(one));
  launches.push_back(std::move(other));
  return launches;
}

}  // namespace

TEST(services_become_ready_side_by_side, (TmpDir& folder)) {
  const auto services =
      start_together(both(waits_for(folder, "one", "two"), waits_for(folder, "two", "one")));
  REQUIRE(services.has_value());
  REQUIRE(services->size() == 2);
  CHECK(services->at(0).name() == "one");
  CHECK(services->at(1).name() == "two");
}

TEST(etcd_and_nats_start_together, (TmpDir& folder)) {
  dyntest::fixtures::need("etcd", "");
  dyntest::fixtures::need("nats-server", "");
  auto services = start_together(
      both(Etcd::launch(folder / "etcd").value(), Nats::launch(folder / "nats").value()));
  REQUIRE(services.has_value());
  auto etcd = Etcd::of(std::move(services->at(0)));
  auto nats = Nats::of(std::move(services->at(1))).value();
  etcd.put("key", "value");
  CHECK(etcd.get("key") == "value");
  CHECK(nats.health().has_value());
}

TEST(first_failure_names_its_service_and_ends_the_others, (TmpDir& folder)) {
  const auto pid_file = (folder / "pid").string();
  Launch lives = toy(folder, "echo $$ > " + pid_file + "; exec sleep 1000");
  lives.probe = [](Deadline) { return Status{dyntest::base::Error{"nothing there"}}; };
  Launch dies = named("mortal", toy(folder, "while ! test -s " + pid_file +
                                                "; do sleep 0.01; done; echo oh; exit 3"));
  dies.probe = ready::log_line("never");
  dies.address = "mortal:1";
  const auto services = start_together(both(std::move(lives), std::move(dies)));
  REQUIRE(!services.has_value());
  const auto& text = services.error().text();
  CHECK(text.starts_with(
      "starting mortal: waiting for mortal:1: process exited with status 3; last lines of"));
  CHECK(text.ends_with("mortal.log:\n  oh"));
  pid_t pid = 0;
  std::ifstream{pid_file} >> pid;
  CHECK(::kill(pid, 0) == -1);
}

TEST(ready_service_that_dies_while_others_start_is_the_error, (TmpDir& folder)) {
  Launch first = named("first", toy(folder, "sleep 0.05; exit 6"));
  Launch second = toy(folder, "exec sleep 1000");
  second.probe = ready::log_line("never");
  const auto services = start_together(both(std::move(first), std::move(second)));
  REQUIRE(!services.has_value());
  CHECK(services.error().text().starts_with(
      "starting first: waiting for toy:1: process exited with status 6"));
}

TEST(deadline_is_for_all, (TmpDir& folder)) {
  Launch launch = named("late", toy(folder, "exec sleep 1000"));
  launch.probe = ready::log_line("never");
  const auto services =
      start_together(both(toy(folder, "exec sleep 1000"), std::move(launch)), Deadline::in(50ms));
  REQUIRE(!services.has_value());
  CHECK(services.error().text().starts_with("starting late: waiting for toy:1: not ready after"));
}

TEST(hanging_question_does_not_hold_up_the_others, (TmpDir& folder)) {
  Launch hangs = named("hangs", toy(folder, "exec sleep 1000"));
  hangs.probe = ready::any(ready::command({"sleep", "1000"}), ready::log_line("never"));
  Launch quick = named("quick", toy(folder, "echo up; exec sleep 1000"));
  quick.probe = ready::log_line("up");
  auto one = Service::begin(std::move(hangs)).value();
  auto other = Service::begin(std::move(quick)).value();
  const auto status = dyntest::services::await_ready({&one, &other}, Deadline::in(300ms));
  CHECK(text_of(status).starts_with("starting hangs: "));
}

TEST(program_that_cannot_run_is_named_among_others, (TmpDir& folder)) {
  Launch missing = named("missing", toy(folder, ""));
  missing.command.argv = {"no-such-program"};
  const auto services = start_together(both(toy(folder, "exec sleep 1000"), std::move(missing)));
  REQUIRE(!services.has_value());
  CHECK(services.error().text() == "starting missing: no-such-program: No such file or directory");
}
