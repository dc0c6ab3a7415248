// A client of an OpenAI-compatible API, such as Dynamo's frontend: asks as applications do, and
// minds that each answer keeps the API's rules.
//
//   const Reply reply = client.chat("hello", {.max_tokens = 8, .stream = true});
//   CHECK(reply.usage->completion_tokens == 8);
//
//   auto crowd = client.crowd();                             // many at once, on one thread
//   for (int i = 0; i < 100; ++i) crowd.chat("hello", {.stream = true});
//   crowd.wait_for_events(0, 5);                             // the first has brought five
//   crowd.drop(0);                                           // and its user goes away
//   for (const Reply& reply : crowd.finish()) …
//
// Who uses it: end-to-end tests. An answer of any status is a Reply, and so is none: a test asks
// what became of it. A whole answer that breaks a rule (rules.hpp) is told to `on_violation` with
// the place of the call and all that came; without one it is thrown. No retries.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <string>
#include <vector>

#include "foundation/base/deadline.hpp"
#include "foundation/net/http_crowd.hpp"
#include "kit/client/ask.hpp"
#include "kit/client/reply.hpp"

namespace dyntest::client {

using Where = std::source_location;

class BrokenRule : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Endpoint {
  std::string url;    // `http://127.0.0.1:8000`
  std::string model;  // that is asked unless an Ask says another
  // Gets the rules that an answer breaks, with the raw answer; empty = BrokenRule is thrown.
  std::function<void(const std::string& text, Where where)> on_violation = {};
};

// Requests that go on together. All of them proceed while any call here waits, and only then.
class Crowd {
 public:
  explicit Crowd(const Endpoint& endpoint) : endpoint_{&endpoint} {}

  // Begin a request and return its number, from 0.
  std::size_t chat(const std::string& text, const Ask& ask = {}, Where where = Where::current());
  std::size_t complete(const Prompt& prompt, const Ask& ask = {}, Where where = Where::current());
  // `json` goes out as it is, to a path such as /v1/responses.
  std::size_t post(const std::string& path, std::string json, const Ask& ask = {},
                   Where where = Where::current());
  std::size_t get(const std::string& path, const Ask& ask = {}, Where where = Where::current());

  // Until so many events of a stream have come. Throws Unavailable if it ends before, or after
  // `within`.
  void wait_for_events(std::size_t number, std::size_t count,
                       base::Duration within = std::chrono::seconds{30});
  // All go on for so long, or until all are over.
  void go_on_for(base::Duration time);
  // The client of that stream is gone: its connection is closed.
  void drop(std::size_t number) { exchanges_.drop(number); }
  bool over(std::size_t number) const { return exchanges_.over(number); }

  // Waits until one is over, or all are, each within its Ask's timeout.
  Reply finish(std::size_t number);
  std::vector<Reply> finish();
  // All that has arrived by now, over or not; the others are dropped.
  std::vector<Reply> finish_now();

 private:
  struct Asked {
    bool stream;
    bool has_rules;  // what is only looked at (GET) need not be the API's
    base::Duration timeout;
    Where where;
  };
  std::size_t begin(net::Request request, const Ask& ask, Where where);
  Reply read(std::size_t number);

  const Endpoint* endpoint_;
  net::HttpCrowd exchanges_;
  std::vector<Asked> asked_;
};

class Client {
 public:
  explicit Client(Endpoint endpoint) : endpoint_{std::make_unique<Endpoint>(std::move(endpoint))} {}

  const std::string& url() const { return endpoint_->url; }
  const std::string& model() const { return endpoint_->model; }

  // Each blocks until the whole answer is here, or the Ask's timeout is over.
  Reply chat(const std::string& text, const Ask& ask = {}, Where where = Where::current()) const;
  Reply complete(const Prompt& prompt, const Ask& ask = {}, Where where = Where::current()) const;
  Reply post(const std::string& path, std::string json, const Ask& ask = {},
             Where where = Where::current()) const;
  Reply get(const std::string& path, const Ask& ask = {}, Where where = Where::current()) const;

  // Must not outlive this client.
  Crowd crowd() const { return Crowd{*endpoint_}; }

 private:
  std::unique_ptr<Endpoint> endpoint_;  // at a fixed address: crowds refer to it
};

}  // namespace dyntest::client
