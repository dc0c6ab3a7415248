// A client that reads slowly, or not at all, holds nobody else up.
#include <algorithm>

#include "conftest.hpp"

FILE_MARKS(dynamo, frontend);

// Nothing of a crowd is read while nobody waits for it.
TEST(a_stream_that_nobody_reads_holds_nobody_up, (Launcher& launch), mocker) {
  const Dynamo dynamo = launch.start(Deployment{}.frontend().mockers());
  auto slow = dynamo.client().crowd();
  const Ask long_one{.max_tokens = 1000, .stream = true};
  for (int i = 0; i < 8; ++i) slow.chat("hello", long_one);
  slow.wait_for_events(0, 1);
  for (int i = 0; i < 20; ++i) CHECK(dynamo.client().chat("hello", {.max_tokens = 4}).ok());
  const auto replies = slow.finish();
  CHECK(std::ranges::count_if(replies, [](const Reply& reply) {
          return reply.ok() && reply.done && reply.usage->completion_tokens == 1000;
        }) == 8);
}
