// How many workers there shall be: the planner decides, etcd keeps it (rows P1 to P4).
#include "conftest.hpp"
#include "kit/dynamo/virtual_connector.hpp"

FILE_MARKS(dynamo);

using dyntest::dynamo::Decision;
using dyntest::dynamo::VirtualConnector;

namespace {

const std::string keys = "v1/shop/planner/";

// Etcd is all that a planner needs.
Dynamo only_etcd(Launcher& launch) {
  return launch.start(Deployment{}.planes("etcd", "tcp", "zmq"));
}

}  // namespace

TEST(each_decision_is_one_change, (Launcher& launch)) {
  Dynamo dynamo = only_etcd(launch);
  auto connector = VirtualConnector::start(dynamo, "shop").value();
  struct Step {
    std::optional<int> prefill, decode;
    Decision then;
  };
  for (const auto& [prefill, decode, then] : {Step{{}, 2, {-1, 2, 0}}, Step{1, {}, {1, 2, 1}},
                                              Step{5, 8, {5, 8, 2}}, Step{0, {}, {0, 8, 3}}}) {
    const auto before = dynamo.etcd().client().get_prefix("").value().revision;
    REQUIRE(connector.scale(prefill, decode).has_value());
    CHECK(dynamo.etcd().client().get_prefix("").value().revision == before + 1);
    CHECK(connector.get().value() == then);
    REQUIRE(connector.complete().has_value());
  }
}

TEST(another_planner_goes_on_from_what_is_there, (Launcher& launch)) {
  Dynamo dynamo = only_etcd(launch);
  auto connector = VirtualConnector::start(dynamo, "shop").value();
  REQUIRE(connector.scale(0, 8).has_value());
  const Decision decided = connector.state().value();
  REQUIRE(connector.restart_planner().has_value());
  CHECK(connector.state().value() == decided);
}

TEST(a_decision_waits_for_the_one_before, (Launcher& launch)) {
  Dynamo dynamo = only_etcd(launch);
  auto connector = VirtualConnector::start(dynamo, "shop").value();
  REQUIRE(connector.scale(1, 1).has_value());
  REQUIRE(connector.scale(2, 2).has_value());  // is left out: the first is not carried out yet
  CHECK(connector.get().value() == Decision{1, 1, 0});
  REQUIRE(connector.complete().has_value());
  REQUIRE(connector.scale(2, 2).has_value());
  CHECK(connector.get().value() == Decision{2, 2, 1});
}

TEST(a_decision_that_etcd_refuses_is_not_believed, (Launcher& launch)) {
  Dynamo dynamo = only_etcd(launch);
  auto connector = VirtualConnector::start(dynamo, "shop").value();
  REQUIRE(connector.scale(0, 8).has_value());
  REQUIRE(connector.complete().has_value());
  dyntest::net::HttpClient http;
  const auto alarm = [&](const char* action) {
    return http.post(
        dynamo.etcd().endpoint() + "/v3/maintenance/alarm",
        std::string{R"({"memberID": 0, "alarm": "NOSPACE", "action": ")"} + action + "\"}",
        "application/json", dyntest::base::Deadline::in(10s));
  };
  REQUIRE(alarm("ACTIVATE").value().ok());
  CHECK(!connector.scale(7, 9).has_value());
  CHECK(connector.state().value() == Decision{0, 8, 0});
  REQUIRE(alarm("DEACTIVATE").value().ok());
  REQUIRE(connector.scale(7, 9).has_value());
  CHECK(connector.state().value() == Decision{7, 9, 1});
}

// Keys as releases before wrote them.
TEST(goes_on_from_the_keys_of_an_older_planner, (Launcher& launch)) {
  Dynamo dynamo = only_etcd(launch);
  for (const auto& [key, value] : {std::pair{"num_prefill_workers", "1"},
                                   {"num_decode_workers", "2"},
                                   {"decision_id", "42"},
                                   {"scaled_decision_id", "42"}})
    dynamo.etcd().put(keys + key, value);
  auto connector = VirtualConnector::start(dynamo, "shop").value();
  CHECK(connector.state().value() == Decision{1, 2, 42});
  REQUIRE(connector.scale(3, {}).has_value());
  CHECK(connector.get().value() == Decision{3, 2, 43});
}
