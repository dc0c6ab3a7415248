#include "conftest.hpp"
#include "fixtures/services.hpp"

using dyntest::fixtures::Etcd;
using dyntest::fixtures::Nats;

TEST(needs_etcd, (Etcd& etcd)) { CHECK(!etcd.get("a")); }

TEST(needs_nats, (Nats& nats)) { CHECK(!nats.url().empty()); }

TEST(needs_neither) {}
