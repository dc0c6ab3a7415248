// A worker that says nothing any more (rows F2, F3 and F4).
#include "conftest.hpp"

FILE_MARKS(dynamo);

namespace {

Deployment with_deadline(Deployment deployment) {
  deployment.frontend(
      {.router_mode = "round-robin", .environment = {"DYN_HTTP_BACKEND_STREAM_TIMEOUT_SECS=2"}});
  return deployment;
}

double inflight(Dynamo& dynamo) {
  return dynamo.frontend().metrics().sum("dynamo_frontend_inflight_requests");
}

}  // namespace

TEST(a_stalled_stream_ends_at_the_deadline, (Launcher& launch, int before), cases(0, 3),
     fault_tolerance) {
  Dynamo dynamo = launch.start(with_deadline(Deployment{}.scripted({tokens(before), stall()})));
  const Reply reply =
      dynamo.client().chat("hello", {.max_tokens = 50, .stream = true, .timeout = 25s});
  CHECK(reply.failure == "");
  CHECK(reply.deltas == before);
  CHECK(!reply.ok());
  CHECK(reply.error_type == "timeout_error");
  CHECK(reply.error_code == 504);
  EVENTUALLY(5, inflight(dynamo) == 0);
}

TEST(the_deadline_leaves_healthy_streams_alone, (Launcher& launch), mocker) {
  Dynamo dynamo = launch.start(with_deadline(Deployment{}.mockers()));
  const Reply reply = dynamo.client().chat("hello", {.max_tokens = 10, .stream = true});
  CHECK(reply.ok());
  CHECK(reply.deltas > 0);
  CHECK(reply.done);
  EVENTUALLY(5, inflight(dynamo) == 0);
}
