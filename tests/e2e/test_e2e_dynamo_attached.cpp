// A deployment that runs already, by the address of its frontend: it is asked, and no more.
#include "conftest.hpp"
#include "foundation/net/port.hpp"

FILE_MARKS(dynamo, frontend);

TEST(answers_as_its_owner_sees_it, (Launcher& launch)) {
  Dynamo owned = launch.start(Deployment{}.frontend().mockers({.workers = 2}));
  const Dynamo attached = Dynamo::attach(owned.frontend().url() + "/").value();
  CHECK(attached.model() == owned.model());
  CHECK(attached.ready_workers() == 2);
  CHECK(attached.instances() == owned.instances());
  const Reply reply = attached.client().chat("hello", {.max_tokens = 4});
  CHECK(reply.ok());
  CHECK(reply.usage->completion_tokens == 4);
}

TEST(its_processes_are_somebody_elses, (Launcher& launch)) {
  Dynamo owned = launch.start(Deployment{}.frontend().mockers());
  Dynamo attached = Dynamo::attach(owned.frontend().url()).value();
  const auto text =
      "needs processes of its own: Dynamo is the deployment at " + owned.frontend().url();
  CHECK_RAISES(dyntest::dynamo::NotOurs, attached.worker());
  CHECK_RAISES(dyntest::dynamo::NotOurs, attached.etcd());
  CHECK_RAISES(dyntest::dynamo::NotOurs, attached.folder());
  std::string told;
  attached.on_not_ours([&](const std::string& why) { told = why; });
  CHECK_RAISES(dyntest::dynamo::NotOurs, attached.frontend());
  CHECK(told == text);
}

TEST(one_that_is_not_there_is_an_error_at_once) {
  const auto port = dyntest::net::Port::reserve().value();
  const auto attached = Dynamo::attach(port.url("http"));
  REQUIRE(!attached.has_value());
  CHECK(attached.error().text().starts_with("attaching to the deployment at " + port.url("http") +
                                            ": "));
}

TEST(one_without_a_model_is_an_error, (Launcher& launch)) {
  Dynamo empty = launch.start(Deployment{}.frontend());
  const auto attached = Dynamo::attach(empty.frontend().url());
  REQUIRE(!attached.has_value());
  CHECK(attached.error().text().ends_with("/v1/models lists no model (status 200)"));
}
