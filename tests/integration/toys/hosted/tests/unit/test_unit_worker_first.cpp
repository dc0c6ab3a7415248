// Two services of the run, used by two files and by isolated tests.
#include "conftest.hpp"

TEST(uses_the_store, (Store& store)) {
  CHECK(store.health());
  CHECK(store.host() != ::getpid());
}

TEST(uses_both, (Index& index, Store& store)) {
  CHECK(index.handle().host != store.host());
  CHECK(index.handle().host_of_store == store.host());
}

TEST(uses_it_alone, (Store& store), isolated) { CHECK(store.host() != ::getpid()); }

TEST(uses_neither) {}
