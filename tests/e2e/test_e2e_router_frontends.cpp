// Two frontends before the same workers (row R3).
#include "conftest.hpp"

FILE_MARKS(dynamo);

TEST(two_frontends_share_their_workers, (Launcher& launch, std::string discovery),
     cases("etcd", "file"), discovery, frontend) {
  const Dynamo dynamo = launch.start(
      Deployment{}.planes(discovery, "tcp", "nats").frontend().frontend().mockers({.workers = 2}));
  CHECK(dynamo.instances(0) == dynamo.instances(1));
  for (std::size_t i = 0; i < 100; ++i)
    CHECK(dynamo.client(i % 2).chat("hello", {.max_tokens = 2}).ok());
}
