// A model that is listed can be used (rows F13 and F16).
#include <filesystem>
#include <set>

#include "conftest.hpp"

FILE_MARKS(dynamo);

TEST(a_request_at_the_first_listing_is_answered, (Launcher& launch), frontend) {
  const Dynamo dynamo = launch.start(Deployment{}.frontend().mockers());
  // Another frontend is fired at as soon as it lists the model.
  auto port = dyntest::net::Port::reserve().value();
  auto late = dynamo
                  .spawn({.module = "dynamo.frontend",
                          .name = "late-frontend",
                          .arguments = {"--http-host", "127.0.0.1", "--http-port",
                                        std::to_string(port.number()), "--router-mode", "kv",
                                        "--kv-cache-block-size", "16"}})
                  .value();
  const dyntest::client::Client client{{port.url("http"), dynamo.model()}};
  const auto listed = [&] {
    return client.get("/v1/models").body.find(dynamo.model()) != std::string::npos;
  };
  EVENTUALLY(20, listed());
  CHECK(client.chat("hello", {.max_tokens = 2}).status == 200);
}

TEST(two_workers_that_host_their_metadata_share_it, (Launcher& launch), frontend, mocker) {
  const Dynamo dynamo = launch.start(
      Deployment{}.with("DYN_SELF_HOST_METADATA=true").frontend().mockers({.processes = 2}));
  const Reply models = dynamo.client().get("/v1/models");
  CHECK(models.json("/data/0/id") == '"' + dynamo.model() + '"');
  CHECK(models.json("/data/1") == std::nullopt);
  CHECK(dynamo.client().complete("hello", {.max_tokens = 2}).ok());
  int blobs = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator{dynamo.folder() / "home/.cache/dynamo/mdc/blobs"}) {
    ++blobs;
    CHECK(entry.path().string().find(".tmp") == std::string::npos);
  }
  CHECK(blobs > 0);
}
