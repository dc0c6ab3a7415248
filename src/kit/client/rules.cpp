#include "kit/client/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace dyntest::client {
namespace {

using Json = nlohmann::json;
using Broken = std::vector<std::string>;

const Json* find(const Json& json, const char* pointer) {
  const Json::json_pointer at{pointer};
  return json.contains(at) ? &json.at(at) : nullptr;
}

std::string text_of(const Json* json) {
  return json != nullptr && json->is_string() ? json->get<std::string>() : std::string{};
}

int number_of(const Json* json) {
  return json != nullptr && json->is_number_integer() ? json->get<int>() : 0;
}

std::optional<std::uint64_t> id_of(const Json* json) {
  if (json == nullptr || !json->is_number_integer()) return std::nullopt;
  return json->get<std::uint64_t>();
}

// Cuts a body into events. A block of lines ends with an empty one.
Broken cut_events(Reply& reply, const BodyClock& clock) {
  Broken broken;
  Event event;
  bool has_data = false;
  std::size_t at = 0;
  while (at < reply.body.size()) {
    const std::size_t end = std::min(reply.body.find('\n', at), reply.body.size());
    std::string_view line{reply.body.data() + at, end - at};
    if (line.ends_with('\r')) line.remove_suffix(1);
    at = end + 1;
    const auto value = [&](std::size_t prefix) {
      std::string_view rest = line.substr(prefix);
      if (rest.starts_with(' ')) rest.remove_prefix(1);
      return std::string{rest};
    };
    if (line.empty()) {
      if (event.data == "[DONE]") {
        reply.done = true;
      } else if (has_data || !event.comment.empty() || !event.name.empty()) {
        event.at = clock.at(end);
        if (reply.done) broken.push_back("an event came behind [DONE]: " + event.data);
        reply.events.push_back(event);
      }
      event = {};
      has_data = false;
    } else if (line.starts_with(":")) {
      event.comment += value(1);
    } else if (line.starts_with("data:")) {
      if (has_data) event.data += '\n';
      event.data += value(5);
      has_data = true;
    } else if (line.starts_with("event:")) {
      event.name = value(6);
    } else if (!line.starts_with("id:") && !line.starts_with("retry:")) {
      broken.push_back(fmt::format("no line of server-sent events: {}", line));
    }
  }
  if (has_data) broken.push_back("the last event is cut: " + event.data);
  return broken;
}

class Reading {
 public:
  explicit Reading(Reply& reply) : reply_{reply} {}

  void add(const Json& json, bool streamed) {
    read_error(json);
    read_constant(json, "id", reply_.id);
    read_constant(json, "model", reply_.model);
    if (const Json* choices = find(json, "/choices"); choices != nullptr && choices->is_array())
      for (const Json& choice : *choices) read_choice(choice, streamed);
    if (const Json* usage = find(json, "/usage"); usage != nullptr && usage->is_object())
      read_usage(*usage);
    if (const auto id = id_of(find(json, "/nvext/worker_id/prefill_worker_id")))
      reply_.prefill_worker = id;
    if (const auto id = id_of(find(json, "/nvext/worker_id/decode_worker_id")))
      reply_.decode_worker = id;
  }

  Broken finish(bool generates) {
    reply_.choices = static_cast<int>(finished_.size());
    if (generates && reply_.ok())
      for (const auto& [index, times] : finished_)
        if (times != 1)
          broken.push_back(fmt::format("choice {} has {} finish reasons, not one", index, times));
    if (generates && reply_.ok() && finished_.empty()) broken.push_back("there is no choice");
    if (reply_.usage && reply_.usage->completion_tokens < reply_.deltas)
      broken.push_back(fmt::format("usage says {} completion tokens, but {} events brought text",
                                   reply_.usage->completion_tokens, reply_.deltas));
    return std::move(broken);
  }

  Broken broken;

 private:
  // `{"message":…,"type":…,"code":…}`, alone or below `error`, which may be a text, too.
  void read_error(const Json& json) {
    const Json* error = find(json, "/error");
    if (error == nullptr && reply_.status >= 400) error = &json;
    if (error == nullptr || error->is_null()) return;
    reply_.error = error->is_string()   ? error->get<std::string>()
                   : error->is_object() ? text_of(find(*error, "/message"))
                                        : std::string{};
    if (reply_.error.empty()) broken.push_back("an error without a message: " + json.dump());
    if (!error->is_object()) return;
    reply_.error_type = text_of(find(*error, "/type"));
    reply_.error_code = number_of(find(*error, "/code"));
    if (reply_.status >= 400 && reply_.error_code != 0 && reply_.error_code != reply_.status)
      broken.push_back(
          fmt::format("status {} with an error of code {}", reply_.status, reply_.error_code));
  }

  void read_constant(const Json& json, const char* name, std::string& first) {
    const auto at = json.find(name);
    if (at == json.end() || !at->is_string()) return;
    const auto now = at->get<std::string>();
    if (first.empty()) first = now;
    if (first != now)
      broken.push_back(fmt::format("the {} changes: {}, then {}", name, first, now));
  }

  void read_choice(const Json& choice, bool streamed) {
    const int index = number_of(find(choice, "/index"));
    int& finished = finished_[index];
    std::string text = text_of(find(choice, "/text"));
    if (text.empty())
      text = text_of(find(choice, streamed ? "/delta/content" : "/message/content"));
    if (!text.empty() && streamed) {
      ++reply_.deltas;
      if (finished > 0) broken.push_back(fmt::format("text behind the end of choice {}", index));
    }
    if (index == 0) reply_.text += text;
    const std::string reason = text_of(find(choice, "/finish_reason"));
    if (reason.empty()) return;
    ++finished;
    if (index == 0) reply_.finish_reason = reason;
  }

  void read_usage(const Json& json) {
    Usage usage;
    const auto either = [&json](const char* chat, const char* responses) {
      return number_of(find(json, chat)) + number_of(find(json, responses));
    };
    usage.prompt_tokens = either("/prompt_tokens", "/input_tokens");
    usage.completion_tokens = either("/completion_tokens", "/output_tokens");
    usage.total_tokens = number_of(find(json, "/total_tokens"));
    usage.cached_tokens =
        either("/prompt_tokens_details/cached_tokens", "/input_tokens_details/cached_tokens");
    if (usage.prompt_tokens + usage.completion_tokens != usage.total_tokens)
      broken.push_back(fmt::format("usage does not add up: {} + {} is not {}", usage.prompt_tokens,
                                   usage.completion_tokens, usage.total_tokens));
    reply_.usage = usage;
  }

  Reply& reply_;
  std::map<int, int> finished_;  // by choice: how many finish reasons
};

void append(Broken& all, Broken more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

base::Clock::time_point BodyClock::at(std::size_t bytes) const {
  const auto mark =
      std::ranges::lower_bound(marks, bytes, {}, [](const auto& m) { return m.first; });
  if (mark != marks.end()) return mark->second;
  return marks.empty() ? base::Clock::time_point{} : marks.back().second;
}

std::vector<std::string> read_reply(Reply& reply, bool streamed, const BodyClock& clock) {
  const bool is_stream = streamed && reply.status == 200;
  Broken broken;
  if (is_stream)
    broken = cut_events(reply, clock);
  else
    reply.events.push_back({clock.at(reply.body.size()), reply.body, "", ""});
  Reading reading{reply};
  bool generates = false;
  bool only_asked = false;  // whom it would go to: nothing is generated then
  for (const Event& event : reply.events) {
    if (event.data.empty()) continue;
    const Json json = Json::parse(event.data, nullptr, false);
    if (json.is_discarded() || !(json.is_object() || json.is_array())) {
      // Annotations of Dynamo's are named events, whose data is their own.
      if (event.name.empty()) broken.push_back("no JSON object: " + event.data);
      continue;
    }
    const std::string object = text_of(find(json, "/object"));
    generates |= object.starts_with("chat.completion") || object == "text_completion";
    if (event.name.empty() || event.name == "error") reading.add(json, is_stream);
    only_asked |= find(json, "/nvext/token_ids") != nullptr;
  }
  append(broken, reading.finish(generates && !only_asked));
  if (is_stream && reply.failure.empty() && !reply.done)
    broken.push_back("the stream does not end with [DONE]");
  return broken;
}

}  // namespace dyntest::client
