// Keys and values of a real etcd.
#include <algorithm>
#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "conftest.hpp"

namespace {

std::vector<std::string> keys_of(const std::vector<dyntest::etcd::KeyValue>& entries) {
  std::vector<std::string> keys;
  for (const auto& entry : entries) keys.push_back(entry.key);
  return keys;
}

}  // namespace

TEST(unknown_key_has_no_value, (Etcd& etcd, Keys& scope)) {
  CHECK(etcd.get(scope.name) == std::nullopt);
}

TEST(keeps_any_bytes, (Etcd& etcd, Keys& scope, std::string bytes),
     cases(row("").id("empty"), row(std::string{"\0\1", 2}).id("zero"),
           row("\xff\xfe").id("not_utf8"), row("\"\\\n\r").id("quotes"))) {
  const std::string key = scope.name + bytes;
  etcd.put(key, bytes);
  CHECK(etcd.get(key) == bytes);
  CHECK(keys_of(etcd.get_prefix(scope.name)) == std::vector{key});
}

TEST(keeps_a_large_value, (Etcd& etcd, Keys& scope)) {
  const std::string value(1'000'000, 'v');
  etcd.put(scope.name, value);
  CHECK((etcd.get(scope.name) == value));
}

TEST(refuses_a_value_beyond_etcds_limit, (Etcd& etcd, Keys& scope)) {
  const auto put = etcd.client().put(scope.name, std::string(3'000'000, 'v'));
  REQUIRE(!put.has_value());
  CHECK(put.error().text().starts_with("etcd at " + etcd.endpoint()));
}

TEST(prefix_ends_where_its_last_byte_ends, (Etcd& etcd, Keys& scope)) {
  const std::string prefix = scope.name + "\xff\xff";
  etcd.put(scope.name + "\xff", "before");
  etcd.put(prefix, "in");
  etcd.put(prefix + "\xff", "in");
  etcd.put(scope.name + "~", "before");
  CHECK(keys_of(etcd.get_prefix(prefix)) == std::vector{prefix, prefix + "\xff"});
}

TEST(empty_prefix_means_every_key, (MortalEtcd& etcd)) {
  etcd.put(std::string{"\0", 1}, "first");
  etcd.put("\xff\xff", "last");
  CHECK(etcd.get_prefix("").size() == 2u);
  CHECK(etcd.client().erase_prefix("").value() == 2);
  CHECK(etcd.get_prefix("").empty());
}

TEST(lists_a_prefix_in_the_order_of_bytes, (Etcd& etcd, Keys& scope)) {
  for (const char* name : {"/b", "/a", "/\xc3\xa9", "/B"}) etcd.put(scope.name + name, "");
  const auto keys = keys_of(etcd.get_prefix(scope.name));
  CHECK(keys.size() == 4u);
  CHECK(std::ranges::is_sorted(keys));
}

TEST(erase_tells_whether_there_was_a_key, (Etcd& etcd, Keys& scope)) {
  etcd.put(scope.name, "value");
  CHECK(etcd.erase(scope.name));
  CHECK(!etcd.erase(scope.name));
}

TEST(every_put_makes_a_new_version, (Etcd& etcd, Keys& scope)) {
  const auto first = etcd.client().put(scope.name, "1").value();
  const auto second = etcd.client().put(scope.name, "2").value();
  CHECK(second > first);
  const auto entry = etcd.client().get(scope.name).value().value();
  CHECK(entry.version == 2);
  CHECK(entry.create_revision == first);
  CHECK(entry.mod_revision == second);
}

TEST(create_if_absent_succeeds_once, (Etcd& etcd, Keys& scope)) {
  CHECK(etcd.client().create_if_absent(scope.name, "first").value());
  CHECK(!etcd.client().create_if_absent(scope.name, "second").value());
  CHECK(etcd.get(scope.name) == "first");
}

TEST(of_many_creators_one_wins, (Etcd& etcd, Keys& scope)) {
  std::atomic<int> winners = 0;
  {
    std::array<std::jthread, 8> creators;
    for (auto& creator : creators)
      creator = std::jthread{[&] {
        if (etcd.client().create_if_absent(scope.name, "").value()) ++winners;
      }};
  }
  CHECK(winners.load() == 1);
}

TEST(refuses_a_key_without_a_name, (Etcd& etcd)) {
  const auto put = etcd.client().put("", "value");
  REQUIRE(!put.has_value());
  CHECK(put.error().text().find("key is not provided") != std::string::npos);
}

TEST(refuses_a_lease_that_does_not_exist, (Etcd& etcd, Keys& scope)) {
  const auto put = etcd.client().put(scope.name, "value", 12345);
  REQUIRE(!put.has_value());
  CHECK(put.error().text().find("lease not found") != std::string::npos);
}

TEST(tells_its_version_and_leader, (Etcd& etcd)) {
  const auto status = etcd.client().status().value();
  CHECK(status.version.starts_with("3."));
  CHECK(status.leads());
}
