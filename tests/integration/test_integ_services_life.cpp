// Services that are killed, restarted, or do not come up.
#include <signal.h>

#include <fstream>
#include <string>

#include "conftest.hpp"
#include "kit/services/service.hpp"

using dyntest::base::Error;
using dyntest::base::Status;
using dyntest::services::Launch;
using dyntest::services::Service;
using dyntest::services::Unavailable;

namespace {

// A service that is a line of shell and never becomes ready.
Launch never_ready(const TmpDir& folder, const std::string& script) {
  Launch launch;
  launch.name = "toy";
  launch.folder = folder;
  launch.command.argv = {"sh", "-c", script};
  launch.address = "toy:1";
  launch.probe = [](Deadline) { return Status{Error{"nothing there"}}; };
  return launch;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST(etcd_keeps_its_data_across_a_kill, (MortalEtcd& etcd)) {
  const std::string endpoint = etcd.endpoint();
  etcd.put("key", "value");
  CHECK(etcd.service().kill().signal() == SIGKILL);
  REQUIRE(etcd.service().restart().has_value());
  CHECK(etcd.endpoint() == endpoint);
  CHECK(etcd.get("key") == "value");
}

TEST(nats_client_comes_back_after_a_restart, (MortalNats& nats)) {
  nats.service().kill();
  CHECK(!nats.client().flush(Deadline::in(50ms)).has_value());
  REQUIRE(nats.service().restart().has_value());
  CHECK(nats.client().flush(Deadline::in(patience)).has_value());
}

TEST(short_form_throws_when_etcd_is_dead, (MortalEtcd& etcd)) {
  etcd.service().kill();
  const auto error = CHECK_RAISES(Unavailable, etcd.get("key").has_value());
  CHECK(has(error->what(), etcd.endpoint()));
  CHECK_RAISES(Unavailable, etcd.put("key", "value"));
  CHECK_RAISES(Unavailable, etcd.get_prefix("key"));
  CHECK_RAISES(Unavailable, etcd.erase("key"));
}

TEST(service_ends_with_its_owner, (TmpDir& folder)) {
  pid_t pid = -1;
  {
    const auto etcd = Etcd::start(folder).value();
    pid = etcd.pid();
    REQUIRE(::kill(pid, 0) == 0);
  }
  CHECK(::kill(pid, 0) == -1);
}

TEST(two_services_do_not_share_a_port, (MortalEtcd& one, Etcd& other)) {
  one.put("key", "one");
  CHECK(other.get("key") == std::nullopt);
}

TEST(dead_start_names_its_status_and_last_lines, (TmpDir& folder)) {
  const auto service = Service::start(never_ready(folder, "echo one; echo two >&2; exit 3"));
  REQUIRE(!service.has_value());
  const std::string& text = service.error().text();
  CHECK(text.starts_with("starting toy: waiting for toy:1: process exited with status 3"));
  CHECK(text.ends_with("toy.log:\n  one\n  two"));
}

TEST(killed_start_names_its_signal, (TmpDir& folder)) {
  const auto service = Service::start(never_ready(folder, "kill -SEGV $$"));
  REQUIRE(!service.has_value());
  CHECK(has(service.error().text(), "process was killed by signal 11 (SIGSEGV); it wrote nothing"));
}

TEST(slow_start_names_the_last_answer, (TmpDir& folder)) {
  auto launch = never_ready(folder, "exec sleep 1000");
  launch.budget = 50ms;
  const auto service = Service::start(std::move(launch));
  REQUIRE(!service.has_value());
  CHECK(has(service.error().text(), "last answer: nothing there"));
}

TEST(program_that_cannot_run_is_named, (TmpDir& folder)) {
  auto launch = never_ready(folder, "");
  launch.command.argv = {"no-such-program"};
  const auto service = Service::start(std::move(launch));
  REQUIRE(!service.has_value());
  CHECK(service.error().text() == "starting toy: no-such-program: No such file or directory");
}

TEST(etcd_with_broken_data_says_so, (TmpDir& folder)) {
  std::ofstream{folder / "data"} << "a file where a folder should be";
  const auto etcd = Etcd::start(folder);
  REQUIRE(!etcd.has_value());
  CHECK(has(etcd.error().text(), "starting etcd: waiting for http://127.0.0.1:"));
  CHECK(has(etcd.error().text(), "last lines of"));
}

TEST(jetstream_answers_where_it_is_wanted, (TmpDir& folder)) {
  auto nats = Nats::start(folder, {.jetstream = true}).value();
  CHECK(nats.client().request("$JS.API.INFO", "", Deadline::in(patience)).has_value());
}
