// What a client asks of an OpenAI-compatible API: a prompt, and how it is to be answered.
//
//   client.chat("hello", {.max_tokens = 8, .stream = true})
//   client.complete(Prompt{1000, 1001, 1002}, {.headers = {{"x-request-id", id}}})
//
// Who uses it: Client. Names are those of the API (https://platform.openai.com/docs/api-reference)
// and of Dynamo's extension `nvext`.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/net/http.hpp"

namespace dyntest::client {

// A text, several texts, or the ids of tokens. With ids the number of tokens is exact.
struct Prompt {
  Prompt(const char* one) : texts{one} {}
  Prompt(std::string one) : texts{std::move(one)} {}
  explicit Prompt(std::vector<std::string> several) : texts{std::move(several)}, is_list{true} {}
  explicit Prompt(std::vector<int> ids) : tokens{std::move(ids)} {}

  std::vector<std::string> texts;
  std::vector<int> tokens;  // if not empty, there is no text
  bool is_list = false;     // an array even if it holds one text
};

struct Ask {
  int max_tokens = 16;  // 0 = not said
  bool stream = false;
  std::string model = {};  // empty = the client's
  // nvext.extra_fields and nvext.annotations: what else Dynamo tells of the answer.
  std::vector<std::string> extra_fields = {"worker_id"};
  std::vector<std::string> annotations = {};
  std::vector<net::Header> headers = {};
  std::string more = {};  // a JSON object (RFC 7396 merge patch) over the request's body
  base::Duration timeout = std::chrono::seconds{30};  // for the whole answer
};

}  // namespace dyntest::client
