// What a test leaves behind in a service that outlives it.
#include <string>
#include <vector>

#include "conftest.hpp"

using Names = std::vector<std::string>;

TEST(left_keys_are_named_and_erased, (MortalEtcd& etcd)) {
  etcd.put("b", "");
  etcd.put("a", "");
  CHECK(etcd.leftovers() == Names{"a", "b"});
  CHECK(etcd.get("a") == std::nullopt);
  CHECK(etcd.leftovers().empty());
}

TEST(a_key_with_a_lease_goes_unnamed, (MortalEtcd& etcd)) {
  const auto lease = etcd.client().grant_unattended(600s).value();
  etcd.put("leased", "", lease);
  etcd.put("left", "");
  CHECK(etcd.leftovers() == Names{"left"});
  CHECK(etcd.get("leased") == std::nullopt);
  CHECK(etcd.leftovers().empty());
}

TEST(a_key_that_was_erased_is_not_left, (MortalEtcd& etcd)) {
  etcd.put("key", "");
  etcd.erase("key");
  CHECK(etcd.leftovers().empty());
}

TEST(a_key_put_after_the_last_look_is_left, (MortalEtcd& etcd)) {
  etcd.put("first", "");
  REQUIRE(etcd.leftovers() == Names{"first"});
  etcd.put("second", "");
  CHECK(etcd.leftovers() == Names{"second"});
}

TEST(kept_keys_are_not_left, (MortalEtcd& etcd)) {
  etcd.put("kept", "1");
  etcd.keep();
  etcd.put("kept", "2");
  etcd.put("left", "");
  CHECK(etcd.leftovers() == Names{"left"});
  CHECK(etcd.get("kept") == "2");
}

TEST(keys_of_an_attached_etcd_are_not_ours, (MortalEtcd& etcd)) {
  etcd.put("key", "");
  auto attached = Etcd::attach(etcd.endpoint());
  etcd.put("later", "");
  CHECK(attached.leftovers().empty());
  CHECK(etcd.get("later").has_value());
}
