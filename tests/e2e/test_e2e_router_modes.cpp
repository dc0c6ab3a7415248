// Whatever the router's mode and the planes, every request is answered (rows R1 and R2).
#include <algorithm>

#include "conftest.hpp"

FILE_MARKS(dynamo);

TEST(answers_a_hundred_chats_at_once, (Launcher& launch, std::string mode),
     cases("kv", "round-robin", "random", "power-of-two", "least-loaded"), mocker) {
  const Dynamo dynamo =
      launch.start(Deployment{}.frontend({.router_mode = mode}).mockers({.processes = 2}));
  auto crowd = dynamo.client().crowd();
  for (int i = 0; i < 100; ++i) crowd.chat("hello", {.max_tokens = 4, .stream = i % 2 == 0});
  const auto replies = crowd.finish();
  CHECK(with_status(replies, 200) == 100);
  for (const Reply& reply : replies) CHECK(reply.ok());
}

TEST(a_thousand_at_once_are_answered, (Launcher& launch, std::string mode, std::string plane),
     cases(row("kv", "tcp"), row("kv", "nats"), row("round-robin", "tcp"),
           row("round-robin", "nats"), row("random", "tcp"), row("random", "nats")),
     mocker, stress) {
  const Dynamo dynamo = launch.start(Deployment{.request_plane = plane}
                                         .frontend({.router_mode = mode})
                                         .mockers({.workers = 2, .speedup_ratio = 1000}));
  auto crowd = dynamo.client().crowd();
  for (int i = 0; i < 1024; ++i) crowd.chat("hello", {.max_tokens = 1});
  CHECK(with_status(crowd.finish(), 200) == 1024);
}
