// Where services come from, and what variables say about them.
#include <string>

#include "conftest.hpp"
#include "foundation/net/port.hpp"
#include "kit/services/programs.hpp"

using dyntest::net::Port;
using dyntest::services::Unavailable;

TEST(etcd_endpoints_attaches_to_a_running_etcd, (MortalEtcd& running, Env& env, TmpDir& folder)) {
  env.set("ETCD_ENDPOINTS", running.endpoint());
  auto attached = Etcd::from_environment_or_start(folder).value();
  CHECK(attached.pid() == -1);
  running.put("key", "value");
  CHECK(attached.get("key") == "value");
}

TEST(nats_server_attaches_to_a_running_server, (MortalNats& running, Env& env, TmpDir& folder)) {
  env.set("NATS_SERVER", running.url());
  auto attached = Nats::from_environment_or_start(folder).value();
  CHECK(attached.pid() == -1);
  const auto listener = running.client().subscribe("subject").value();
  CHECK(attached.client().publish("subject", "").has_value());
}

TEST(attached_service_is_not_ours_to_kill, (MortalEtcd& etcd, MortalNats& nats)) {
  CHECK_RAISES(Unavailable, Etcd::attach(etcd.endpoint()).service());
  CHECK_RAISES(Unavailable, Nats::attach(nats.url()).value().service());
}

TEST(dead_endpoint_names_its_variable, (Env& env, TmpDir& folder)) {
  const auto port = Port::reserve().value();
  env.set("ETCD_ENDPOINTS", port.url("http"));
  const auto etcd = Etcd::from_environment_or_start(folder);
  REQUIRE(!etcd.has_value());
  CHECK(
      etcd.error().text().starts_with("attaching to ETCD_ENDPOINTS: etcd at " + port.url("http")));
}

TEST(dead_nats_server_names_its_variable, (Env& env, TmpDir& folder)) {
  const auto port = Port::reserve().value();
  env.set("NATS_SERVER", port.url("nats"));
  const auto nats = Nats::from_environment_or_start(folder);
  REQUIRE(!nats.has_value());
  CHECK(nats.error().text().starts_with("attaching to NATS_SERVER: nats at " + port.url("nats")));
}

TEST(empty_variable_starts_a_service, (Env& env, TmpDir& folder)) {
  env.set("NATS_SERVER", "");
  CHECK(Nats::from_environment_or_start(folder).value().pid() > 0);
}

// etcd reads its flags from such variables, too, and would refuse to start.
TEST(variables_of_another_etcd_do_not_disturb, (Env& env, TmpDir& folder)) {
  env.set("ETCD_DATA_DIR", "/nonexistent");
  env.set("ETCD_NAME", "other");
  CHECK(Etcd::start(folder).has_value());
}

TEST(programs_are_found_without_a_path, (Env& env)) {
  env.set("PATH", "/nonexistent");
  CHECK(dyntest::services::installed("sh"));
}

TEST(missing_program_says_what_to_install) {
  const auto found = dyntest::services::find_program("no-such-program");
  REQUIRE(!found.has_value());
  CHECK(found.error().text() == "no-such-program is not installed");
}
