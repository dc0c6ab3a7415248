// One etcd and one nats-server for the whole run: their hosts build them, every worker and every
// isolated test attaches.
#include <string>

#include "conftest.hpp"
#include "testing/builtin/tmp_dir.hpp"

using dyntest::builtin::TmpDir;

FIXTURE(Etcd, (TmpDir& folder), scope::run) {
  dyntest::fixtures::need("etcd", "ETCD_ENDPOINTS");
  return Etcd::start(folder);
}

FIXTURE(Nats, (TmpDir& folder), scope::run) {
  dyntest::fixtures::need("nats-server", "NATS_SERVER");
  return Nats::start(folder);
}

TEST(etcd_of_the_run_answers, (Etcd& etcd, std::string key), cases("first", "second")) {
  CHECK(etcd.pid() == -1);  // another process has started it
  etcd.put(key, "here");
  CHECK(etcd.get(key) == "here");
}

TEST(etcd_of_the_run_answers_an_isolated_test, (Etcd& etcd), isolated) {
  etcd.put("isolated", "here");
  CHECK(etcd.get("isolated") == "here");
  CHECK(etcd.health().has_value());
}

TEST(nats_of_the_run_answers, (Nats& nats)) {
  CHECK(nats.pid() == -1);
  CHECK(nats.health().has_value());
}
