// Mode direct: who is named in a header gets it (row R19).
#include "conftest.hpp"

FILE_MARKS(dynamo);

namespace {

// The ids of a component's workers, from their keys in etcd: the last part, in hexadecimal.
std::vector<std::uint64_t> instances_of(Dynamo& dynamo, const std::string& component) {
  std::vector<std::uint64_t> ids;
  for (const auto& entry :
       dynamo.etcd().get_prefix("v1/instances/dynamo/" + component + "/generate/"))
    ids.push_back(std::stoull(entry.key.substr(entry.key.rfind('/') + 1), nullptr, 16));
  return ids;
}

}  // namespace

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

TEST(prefill_and_decode_are_named_each, (Launcher& launch), mocker) {
  Dynamo dynamo = launch.start(Deployment{}
                                   .frontend({.router_mode = "direct"})
                                   .prefill({.workers = 2})
                                   .decode({.workers = 2}));
  const auto prefills = instances_of(dynamo, "prefill"), decodes = instances_of(dynamo, "backend");
  REQUIRE(prefills.size() == 2);
  REQUIRE(decodes.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    const Reply reply = dynamo.client().chat(
        "hello", {.headers = {{"x-dynamo-worker-instance-id", std::to_string(decodes[i])},
                              {"x-dynamo-prefill-instance-id", std::to_string(prefills[i])}}});
    CHECK(reply.ok());
    CHECK(reply.prefill_worker == prefills[i]);
    CHECK(reply.decode_worker == decodes[i]);
  }
}
