// A client that goes away while its long prompt is prefilled (row C3).
#include "conftest.hpp"

FILE_MARKS(dynamo);

TEST(a_prefill_that_has_begun_runs_to_its_end, (Launcher& launch), mocker) {
  Dynamo dynamo = launch.start(Deployment{}
                                   .without_first_completion()
                                   .frontend()
                                   .prefill({.speedup_ratio = 0.5})
                                   .decode({.speedup_ratio = 0.5}));
  const auto prefilled = [&] {
    return dynamo.worker(0)
        .metrics()
        .find("dynamo_component_request_duration_seconds_count", {{"dynamo_endpoint", "generate"}})
        .value_or(0);
  };
  const double before = prefilled();
  auto crowd = dynamo.client().crowd();
  const auto stream =
      crowd.complete(Prompt{token_ids(16000, 1)}, {.max_tokens = 50, .stream = true});
  const auto has_begun = [&] {
    crowd.go_on_for(20ms);
    return dynamo.worker(0).metrics().sum("dynamo_component_inflight_requests",
                                          {{"dynamo_endpoint", "generate"}}) == 1;
  };
  EVENTUALLY(10, has_begun());
  crowd.drop(stream);
  EVENTUALLY(15, prefilled() == before + 1);
  EVENTUALLY(15, dynamo.frontend().metrics().sum("dynamo_frontend_inflight_requests") == 0);
}
