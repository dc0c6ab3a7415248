// What requests need of the planes, and how many they may be (rows R12 and R23).
#include "conftest.hpp"

FILE_MARKS(dynamo);

TEST(requests_over_tcp_do_not_need_nats, (Launcher& launch), mocker, event_plane) {
  Dynamo dynamo = launch.start(Deployment{}.frontend().mockers({.workers = 2}));
  dynamo.nats().service().kill();
  for (int i = 0; i < 10; ++i) CHECK(dynamo.client().chat("hello", {.max_tokens = 2}).ok());
  REQUIRE(dynamo.nats().service().restart().has_value());
  for (int i = 0; i < 5; ++i) CHECK(dynamo.client().chat("hello", {.max_tokens = 2}).ok());
}

TEST(the_pool_of_a_worker_is_as_large_as_it_is_told,
     (Launcher& launch, std::string pool, std::string limit, double capacity),
     cases(row("13", "", 13.0).id("pool"), row("", "17", 17.0).id("limit"),
           row("13", "17", 17.0).id("both")),
     mocker) {
  dyntest::dynamo::Words environment;
  if (!pool.empty()) environment.push_back("DYN_TCP_WORKER_POOL_SIZE=" + pool);
  if (!limit.empty()) environment.push_back("DYN_ENGINE_REQUEST_LIMIT=" + limit);
  Dynamo dynamo = launch.start(Deployment{}.frontend().mockers(
      {.arguments = {"--max-num-seqs", "6"}, .environment = environment}));
  CHECK(dynamo.worker().metrics().value("dynamo_work_handler_pool_capacity") == capacity);
}

// Finding 8: it is 10000, whatever the engine can take.
TEST(without_a_word_the_pool_follows_the_engine, (Launcher& launch), mocker,
     xfail("finding 8: 10000, not what max-num-seqs gives").strict()) {
  Dynamo dynamo =
      launch.start(Deployment{}.frontend().mockers({.arguments = {"--max-num-seqs", "6"}}));
  CHECK(dynamo.worker().metrics().value("dynamo_work_handler_pool_capacity") == 9);
}
