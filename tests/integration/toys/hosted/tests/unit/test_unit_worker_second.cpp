// A service that dies while tests use it.
#include "conftest.hpp"

TEST(uses_the_same, (Session& session), use<Index>) { CHECK(session.store.health()); }

TEST(kills_it, (Store& store), use<Index>) {
  store.die();
  if (goes_wrong("death")) FAIL("it is gone");
}

TEST(finds_another_one, (Session& session), use<Index>) { CHECK(session.store.health()); }

TEST(finds_both_built_anew, (Index& index, Store& store)) {
  CHECK(index.handle().host_of_store == store.host());
}
