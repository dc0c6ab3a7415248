// What a frontend takes and what it refuses (rows F1, F6 and F10).
#include <fmt/format.h>

#include "conftest.hpp"

FILE_MARKS(dynamo);

TEST(takes_every_shape_of_prompt, (Dynamo& dynamo)) {
  const auto& client = dynamo.client();
  CHECK(client.complete("one text", {.max_tokens = 4}).choices == 1);
  CHECK(client.complete(Prompt{std::vector<std::string>{"a list of one"}}).choices == 1);
  CHECK(client.complete(Prompt{std::vector<std::string>{"a", "b", "c"}}).choices == 3);
  const Reply ids = client.complete(Prompt{token_ids(10)});
  CHECK(ids.ok());
  CHECK(ids.usage->prompt_tokens == 10);
}

TEST(takes_a_request_of_the_responses_api, (Dynamo& dynamo)) {
  const Reply reply = dynamo.client().post(
      "/v1/responses", fmt::format(R"({{"model": "{}", "input": "hello", "max_output_tokens": 4}})",
                                   dynamo.model()));
  CHECK(reply.status == 200);
  CHECK(reply.json("/incomplete_details/reason") == R"("max_output_tokens")");
  CHECK(reply.usage->completion_tokens == 4);
}

TEST(a_model_without_embeddings_is_not_found_there, (Dynamo& dynamo)) {
  const Reply reply = dynamo.client().post(
      "/v1/embeddings", fmt::format(R"({{"model": "{}", "input": "hello"}})", dynamo.model()));
  CHECK(reply.status == 404);
}

TEST(refuses_what_cannot_be, (Dynamo& dynamo, std::string fields),
     cases(row(R"({"max_tokens": 0})").id("no_tokens"),
           row(R"({"max_tokens": 1000000000})").id("a_billion_tokens"),
           row(R"({"temperature": -1})").id("negative_temperature"),
           row(R"({"logprobs": true, "top_logprobs": 50})").id("fifty_logprobs"),
           row(R"({"messages": []})").id("no_messages"),
           row(R"({"messages": [{"role": "bogus", "content": "x"}]})").id("bogus_role"),
           row(R"({"no_such_field": 1})").id("unknown_field"))) {
  const Reply reply = dynamo.client().chat("hello", {.more = fields, .timeout = 5s});
  CHECK(reply.status == 400);
  CHECK(reply.error != "");
}

// A server that nobody may be sent to by a user of the API.
TEST(fetches_nothing_from_the_machines_own_network, (Launcher& launch, HttpServer& canary)) {
  canary.allow_unmatched();
  const Dynamo dynamo =
      launch.start(Deployment{}.frontend({.environment = {"DYN_MM_ALLOW_INTERNAL=0"}}).mockers());
  const Reply reply =
      dynamo.client().chat("hello", {.more = fmt::format(
                                         R"({{"messages": [{{"role": "user", "content": [
                {{"type": "text", "text": "what is this?"}},
                {{"type": "image_url", "image_url": {{"url": "{}/cat.png"}}}}]}}]}})",
                                         canary.url())});
  CHECK(reply.status >= 400);
  CHECK(reply.status < 500);
  CHECK(reply.error != "");
  CHECK(canary.requests().empty());
}

// Finding 7: it is taken as it is, and answered with 200.
TEST(a_request_id_must_be_a_uuid, (Dynamo& dynamo),
     xfail("finding 7: any text is taken").strict()) {
  const Reply reply = dynamo.client().chat("hello", {.headers = {{"x-request-id", "no uuid"}}});
  CHECK(reply.status == 400);
}
