// A client of several etcd members: what it asks elsewhere, and what it never asks twice.
#include <optional>
#include <string>
#include <thread>

#include "conftest.hpp"
#include "foundation/etcd/client.hpp"
#include "foundation/net/port.hpp"
#include "toy_server_test_utils.hpp"

using dyntest::etcd::Client;
using dyntest::etcd::outcome_unknown;
using dyntest::net::Port;

namespace {

// A server that takes requests and never answers.
const std::string silence;

std::string refusal(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " No\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST(a_dead_member_is_passed_over, (Etcd& etcd, Keys& scope)) {
  const auto dead = Port::reserve().value();
  Client client{dead.address() + "," + etcd.endpoint()};
  CHECK(client.put(scope.name, "value").has_value());
  CHECK(etcd.get(scope.name) == "value");
}

TEST(nobody_there_names_the_last_one_asked) {
  const auto first = Port::reserve().value();
  const auto last = Port::reserve().value();
  Client client{first.address() + ", " + last.url("http") + "/"};
  CHECK(client.get("key").error().text() == "etcd at " + last.url("http") + ": connection refused");
  CHECK(client.endpoints() == first.url("http") + "," + last.url("http"));
}

TEST(a_read_without_an_answer_goes_elsewhere, (Etcd& etcd, Keys& scope)) {
  ToyServer silent{silence};
  etcd.put(scope.name, "value");
  Client client{silent.url() + "," + etcd.endpoint(), 2s};
  CHECK(client.get(scope.name).value().value().value == "value");
  CHECK(silent.requests().size() == 1u);
}

TEST(a_change_without_an_answer_is_not_repeated, (Etcd& etcd, Keys& scope)) {
  ToyServer silent{silence};
  Client client{silent.url() + "," + etcd.endpoint(), 300ms};
  const auto put = client.put(scope.name, "value");
  REQUIRE(!put.has_value());
  CHECK(put.error().is(outcome_unknown));
  CHECK(put.error().text().ends_with("(whether it was carried out is unknown)"));
  CHECK(silent.requests().size() == 1u);
  CHECK(etcd.get(scope.name) == std::nullopt);
}

TEST(a_change_is_not_repeated_when_its_kept_connection_breaks, (Etcd& etcd, Keys& scope)) {
  ToyServer breaking{silence};
  Client client{breaking.url() + "," + etcd.endpoint()};
  const auto answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  const std::jthread server{[&] {
    EVENTUALLY(patience, breaking.requests().size() == 1u);
    breaking.send(answer);
    EVENTUALLY(patience, breaking.requests().size() == 2u);
    breaking.hang_up();
  }};
  REQUIRE(client.put(scope.name, "first").has_value());
  const auto second = client.put(scope.name, "second");
  REQUIRE(!second.has_value());
  CHECK(second.error().is(outcome_unknown));
  CHECK(breaking.requests().size() == 2u);
  CHECK(etcd.get(scope.name) == std::nullopt);
}

TEST(a_change_refused_for_want_of_a_leader_goes_elsewhere, (Etcd& etcd, Keys& scope)) {
  const ToyServer leaderless{refusal(503, R"({"message": "etcdserver: no leader", "code": 14})")};
  Client client{leaderless.url() + "," + etcd.endpoint()};
  CHECK(client.put(scope.name, "value").has_value());
}

TEST(etcds_own_time_out_leaves_the_outcome_unknown, (Etcd& etcd, Keys& scope)) {
  const ToyServer tired{
      refusal(503, R"({"message": "etcdserver: request timed out", "code": 14})")};
  Client client{tired.url() + "," + etcd.endpoint()};
  CHECK(client.put(scope.name, "value").error().is(outcome_unknown));
  CHECK(etcd.get(scope.name) == std::nullopt);
}

TEST(a_refused_change_is_refused_for_good, (Etcd& etcd)) {
  const ToyServer never{silence};
  Client client{etcd.endpoint() + "," + never.url()};
  const auto put = client.put("", "value");
  REQUIRE(!put.has_value());
  CHECK(!put.error().is(outcome_unknown));
  CHECK(put.error().text().starts_with("etcd at " + etcd.endpoint()));
}
