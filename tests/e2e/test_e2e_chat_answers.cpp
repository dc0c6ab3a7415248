// What a user of the API gets: one answer or a stream, with what was asked for and no more.
#include "conftest.hpp"

FILE_MARKS(dynamo);

TEST(answers_with_what_was_asked_for, (Dynamo& dynamo, bool stream), cases(true, false)) {
  const Reply reply = dynamo.client().chat("hello world", {.max_tokens = 8, .stream = stream});
  REQUIRE(reply.ok());
  CHECK(reply.finish_reason == "length");
  REQUIRE(reply.usage.has_value());
  CHECK(reply.usage->completion_tokens == 8);
  CHECK(reply.text != "");
}

TEST(streams_a_token_at_a_time, (Dynamo& dynamo)) {
  const Reply reply = dynamo.client().chat("hello", {.max_tokens = 5, .stream = true});
  CHECK(reply.deltas == 5);
  CHECK(reply.done);
}

TEST(an_unknown_model_is_not_found, (Dynamo& dynamo)) {
  const Reply reply = dynamo.client().chat("hello", {.model = "nobody/nothing"});
  CHECK(reply.status == 404);
  CHECK(reply.error == "Model not found");
}
