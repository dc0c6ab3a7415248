#include "kit/client/client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "kit/client/rules.hpp"
#include "kit/services/unavailable.hpp"

namespace dyntest::client {
namespace {

using Json = nlohmann::json;
using base::Deadline;

constexpr std::size_t shown_bytes_max = 4096;  // of an answer that breaks a rule

Json body_of(const Ask& ask, const std::string& model) {
  Json body{{"model", ask.model.empty() ? model : ask.model}};
  if (ask.max_tokens > 0) body["max_tokens"] = ask.max_tokens;
  if (ask.stream) {
    body["stream"] = true;
    body["stream_options"] = {{"include_usage", true}};
  }
  if (!ask.extra_fields.empty()) body["nvext"]["extra_fields"] = ask.extra_fields;
  if (!ask.annotations.empty()) body["nvext"]["annotations"] = ask.annotations;
  return body;
}

std::string finished(Json body, const Ask& ask) {
  if (!ask.more.empty()) body.merge_patch(Json::parse(ask.more));
  return body.dump();
}

Json json_of(const Prompt& prompt) {
  if (!prompt.tokens.empty()) return prompt.tokens;
  if (prompt.is_list) return prompt.texts;
  return prompt.texts.front();
}

std::size_t complete_events(const std::string& body) {
  std::size_t count = 0;
  for (auto at = body.find("\n\n"); at != std::string::npos; at = body.find("\n\n", at + 2))
    ++count;
  return count;
}

}  // namespace

std::size_t Crowd::begin(net::Request request, const Ask& ask, Where where) {
  request.headers.insert(request.headers.end(), ask.headers.begin(), ask.headers.end());
  asked_.push_back({ask.stream, request.method == "POST", ask.timeout, where});
  return exchanges_.begin(std::move(request));
}

std::size_t Crowd::chat(const std::string& text, const Ask& ask, Where where) {
  Json body = body_of(ask, endpoint_->model);
  body["messages"] = Json::array({{{"role", "user"}, {"content", text}}});
  return post("/v1/chat/completions", finished(std::move(body), ask), ask, where);
}

std::size_t Crowd::complete(const Prompt& prompt, const Ask& ask, Where where) {
  Json body = body_of(ask, endpoint_->model);
  body["prompt"] = json_of(prompt);
  return post("/v1/completions", finished(std::move(body), ask), ask, where);
}

std::size_t Crowd::post(const std::string& path, std::string json, const Ask& ask, Where where) {
  return begin({.method = "POST",
                .url = endpoint_->url + path,
                .headers = {{"content-type", "application/json"}},
                .body = std::move(json)},
               ask, where);
}

std::size_t Crowd::get(const std::string& path, const Ask& ask, Where where) {
  return begin({.method = "GET", .url = endpoint_->url + path, .headers = {}, .body = {}}, ask,
               where);
}

void Crowd::wait_for_events(std::size_t number, std::size_t count, base::Duration within) {
  const auto enough = [&] {
    return exchanges_.over(number) || complete_events(exchanges_.response(number).body) >= count;
  };
  const auto waited = exchanges_.wait(enough, Deadline::in(within));
  const std::size_t came = complete_events(exchanges_.response(number).body);
  if (came >= count) return;
  throw services::Unavailable{
      base::Error{fmt::format("stream {} has brought {} events, not {}{}; it has: {}", number, came,
                              count, waited ? ", and is over" : ": " + waited.error().text(),
                              exchanges_.response(number).body.substr(0, shown_bytes_max))}};
}

void Crowd::go_on_for(base::Duration time) {
  const auto until = Deadline::in(time);
  // Its error says no more than that the time has passed.
  static_cast<void>(exchanges_.wait([&] { return until.passed(); }, until));
}

Reply Crowd::finish(std::size_t number) {
  const Deadline deadline = Deadline::in(asked_[number].timeout);
  static_cast<void>(exchanges_.wait([&] { return exchanges_.over(number); }, deadline));
  return read(number);
}

std::vector<Reply> Crowd::finish() {
  base::Duration longest{};
  for (const Asked& asked : asked_) longest = std::max(longest, asked.timeout);
  static_cast<void>(exchanges_.finish(Deadline::in(longest)));
  std::vector<Reply> replies;
  for (std::size_t i = 0; i < asked_.size(); ++i) replies.push_back(read(i));
  return replies;
}

std::vector<Reply> Crowd::finish_now() {
  std::vector<Reply> replies;
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    if (!over(i)) drop(i);
    replies.push_back(read(i));
  }
  return replies;
}

Reply Crowd::read(std::size_t number) {
  const Asked& asked = asked_[number];
  const bool late = !exchanges_.over(number);
  if (late) exchanges_.drop(number);
  const net::Response& response = exchanges_.response(number);
  Reply reply;
  reply.status = response.status;
  reply.headers = response.headers;
  reply.body = response.body;
  reply.begun = exchanges_.begun(number);
  reply.failure = exchanges_.failure(number).value_or("");
  if (late)
    reply.failure =
        fmt::format("not over after {} s", std::chrono::duration<double>{asked.timeout}.count());
  BodyClock clock;
  for (const auto& mark : exchanges_.arrivals(number))
    clock.marks.emplace_back(mark.bytes, mark.at);
  reply.ended = clock.marks.empty() ? reply.begun : clock.marks.back().second;
  const auto broken = read_reply(reply, asked.stream, clock);
  if (broken.empty() || !reply.failure.empty() || !asked.has_rules) return reply;
  std::string text;
  for (const auto& rule : broken) text += rule + '\n';
  text += fmt::format("status {}, {} bytes:\n{}", reply.status, reply.body.size(),
                      reply.body.substr(0, shown_bytes_max));
  if (!endpoint_->on_violation) throw BrokenRule{text};
  endpoint_->on_violation(text, asked.where);
  return reply;
}

Reply Client::chat(const std::string& text, const Ask& ask, Where where) const {
  Crowd one{*endpoint_};
  return one.finish(one.chat(text, ask, where));
}

Reply Client::complete(const Prompt& prompt, const Ask& ask, Where where) const {
  Crowd one{*endpoint_};
  return one.finish(one.complete(prompt, ask, where));
}

Reply Client::post(const std::string& path, std::string json, const Ask& ask, Where where) const {
  Crowd one{*endpoint_};
  return one.finish(one.post(path, std::move(json), ask, where));
}

Reply Client::get(const std::string& path, const Ask& ask, Where where) const {
  Crowd one{*endpoint_};
  return one.finish(one.get(path, ask, where));
}

}  // namespace dyntest::client
