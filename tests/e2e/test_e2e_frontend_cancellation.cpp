// A client that goes away: its request ends everywhere (rows C1 and C2).
#include "conftest.hpp"

FILE_MARKS(dynamo);

namespace {

double cancelled(const dyntest::dynamo::Process& worker) {
  return worker.metrics()
                 .samples("dynamo_component_cancellation_total", {{"dynamo_endpoint", "generate"}})
                 .empty()
             ? 0
             : worker.metrics().sum("dynamo_component_cancellation_total",
                                    {{"dynamo_endpoint", "generate"}});
}

double cancelled_at(Dynamo& dynamo, const std::string& endpoint) {
  const auto metrics = dynamo.frontend().metrics();
  const std::string name = "dynamo_frontend_model_cancellation_total";
  return metrics.samples(name).empty() ? 0 : metrics.sum(name, {{"endpoint", endpoint}});
}

}  // namespace

TEST(a_dropped_stream_is_cancelled_at_its_worker, (Launcher& launch), mocker) {
  Dynamo dynamo = launch.start(Deployment{}.frontend().mockers({.speedup_ratio = 1}));
  auto crowd = dynamo.client().crowd();
  const auto stream = crowd.chat("hello", {.max_tokens = 16384, .stream = true});
  crowd.wait_for_events(stream, 5);
  crowd.drop(stream);
  EVENTUALLY(5, cancelled_at(dynamo, "chat_completions") == 1);
  EVENTUALLY(5, cancelled(dynamo.worker()) == 1);
}

// The API is the same for all; each drop counts once.
TEST(unary_requests_are_cancelled_too, (Launcher& launch), mocker) {
  Dynamo dynamo = launch.start(Deployment{}.frontend().mockers({.speedup_ratio = 1}));
  auto crowd = dynamo.client().crowd();
  const auto chat = crowd.chat("hello", {.max_tokens = 16384});
  const auto completion = crowd.complete("hello", {.max_tokens = 16384});
  const auto is_running = [&] {
    crowd.go_on_for(50ms);
    return dynamo.worker().metrics().sum("dynamo_component_inflight_requests",
                                         {{"dynamo_endpoint", "generate"}}) == 2;
  };
  EVENTUALLY(10, is_running());  // at the worker, which else has nothing to cancel
  crowd.drop(chat);
  EVENTUALLY(5, cancelled_at(dynamo, "chat_completions") == 1);
  crowd.drop(completion);
  EVENTUALLY(5, cancelled_at(dynamo, "completions") == 1);
  EVENTUALLY(5, cancelled(dynamo.worker()) == 2);
}

TEST(a_stream_dropped_while_it_is_decoded_spares_the_prefill_worker, (Launcher& launch), mocker) {
  Dynamo dynamo = launch.start(
      Deployment{}.frontend().prefill({.speedup_ratio = 1}).decode({.speedup_ratio = 1}));
  auto crowd = dynamo.client().crowd();
  const auto stream = crowd.chat("hello", {.max_tokens = 16384, .stream = true});
  crowd.wait_for_events(stream, 5);
  crowd.drop(stream);
  EVENTUALLY(5, cancelled(dynamo.worker(1)) == 1);
  CHECK(cancelled(dynamo.worker(0)) == 0);
}
