// Mode direct: who is named in a header gets it (row R19).
#include "conftest.hpp"

FILE_MARKS(dynamo);

TEST(goes_to_the_worker_that_is_named, (Launcher& launch), mocker) {
  const Dynamo dynamo =
      launch.start(Deployment{}.frontend({.router_mode = "direct"}).mockers({.workers = 2}));
  for (const auto worker : dynamo.instances()) {
    const Reply reply = dynamo.client().chat(
        "hello", {.headers = {{"x-dynamo-worker-instance-id", std::to_string(worker)}}});
    CHECK(reply.ok());
    CHECK(reply.worker() == worker);
  }
  CHECK(dynamo.client().chat("hello").status == 400);
}
