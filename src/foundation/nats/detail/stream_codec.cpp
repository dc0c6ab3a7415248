#include "foundation/nats/detail/stream_codec.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

namespace dyntest::nats::detail {
namespace {

using Json = nlohmann::json;

constexpr std::size_t quoted_bytes_max = 200;
constexpr auto no_such_thing = 404;  // as in HTTP

base::Error unexpected(std::string_view body) {
  return base::Error{fmt::format("unexpected answer: {}", body.substr(0, quoted_bytes_max))};
}

Json member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_object() ? *found : Json::object();
}

std::string text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

template <class Number = std::uint64_t>
Number number(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number() ? found->get<Number>() : Number{0};
}

std::vector<Json> elements(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array()) return {};
  return {found->begin(), found->end()};
}

// An object that is no error.
base::Result<Json> parse(std::string_view body) {
  Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return unexpected(body);
  const Json error = member(json, "error");
  if (error.empty()) return json;
  std::string said =
      fmt::format("{} ({})", text(error, "description"), number<int>(error, "err_code"));
  if (number<int>(error, "code") == no_such_thing) return base::Error{std::move(said), not_found};
  return base::Error{std::move(said)};
}

std::vector<std::string_view> words_of(std::string_view subject) {
  std::vector<std::string_view> words;
  for (;;) {
    const auto dot = std::min(subject.find('.'), subject.size());
    words.push_back(subject.substr(0, dot));
    if (dot == subject.size()) return words;
    subject.remove_prefix(dot + 1);
  }
}

std::uint64_t number_in(std::string_view digits) {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

std::string encode_stream(const StreamConfig& config) {
  const auto subjects = config.subjects.empty() ? std::vector{config.name} : config.subjects;
  return Json{{"name", config.name},   {"subjects", subjects},
              {"retention", "limits"}, {"storage", config.in_memory ? "memory" : "file"},
              {"discard", "old"},      {"num_replicas", config.replicas},
              {"max_consumers", -1},   {"max_msgs", config.messages_max},
              {"max_bytes", -1},       {"max_age", 0},
              {"max_msg_size", -1}}
      .dump();
}

std::string encode_consumer(const std::string& stream, const ConsumerConfig& config) {
  Json settings{{"durable_name", config.name},
                {"deliver_policy", "all"},
                {"ack_policy", "explicit"},
                {"replay_policy", "instant"},
                {"ack_wait", config.ack_wait.count()},
                {"max_deliver", config.deliveries_max}};
  if (!config.filter.empty()) settings["filter_subject"] = config.filter;
  return Json{{"stream_name", stream}, {"config", settings}}.dump();
}

std::string encode_offset(std::size_t offset) { return Json{{"offset", offset}}.dump(); }

std::string encode_pull(std::size_t count, base::Duration expires) {
  return Json{{"batch", count}, {"expires", expires.count()}}.dump();
}

base::Status decode_outcome(std::string_view body) {
  const auto json = parse(body);
  return json ? base::Status{} : base::Status{json.error()};
}

base::Result<StreamInfo> decode_stream(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  const Json config = member(*json, "config");
  const Json state = member(*json, "state");
  const Json cluster = member(*json, "cluster");
  if (text(config, "name").empty()) return unexpected(body);
  StreamInfo info;
  info.name = text(config, "name");
  for (const Json& subject : elements(config, "subjects"))
    if (subject.is_string()) info.subjects.push_back(subject.get<std::string>());
  info.replicas = number<int>(config, "num_replicas");
  info.messages = number(state, "messages");
  info.bytes = number(state, "bytes");
  info.first_sequence = number(state, "first_seq");
  info.last_sequence = number(state, "last_seq");
  info.consumers = number(state, "consumer_count");
  info.leader = info.replicas > 1 ? text(cluster, "leader") : "";
  for (const Json& replica : elements(cluster, "replicas")) {
    const bool current = replica.value("current", false) && !replica.value("offline", false);
    if (current) info.up_to_date.push_back(text(replica, "name"));
  }
  return info;
}

base::Result<ConsumerInfo> decode_consumer(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  return ConsumerInfo{.pending = number(*json, "num_pending"),
                      .ack_pending = number(*json, "num_ack_pending"),
                      .redelivered = number(*json, "num_redelivered"),
                      .delivered_sequence = number(member(*json, "delivered"), "stream_seq"),
                      .acknowledged_sequence = number(member(*json, "ack_floor"), "stream_seq")};
}

base::Result<Names> decode_names(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  Names found;
  found.total = number<std::size_t>(*json, "total");
  for (const Json& name : elements(*json, "streams"))
    if (name.is_string()) found.names.push_back(name.get<std::string>());
  return found;
}

base::Result<PublishAck> decode_publish_ack(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  PublishAck ack{.stream = text(*json, "stream"),
                 .sequence = number(*json, "seq"),
                 .duplicate = json->value("duplicate", false)};
  if (ack.stream.empty() || ack.sequence == 0) return unexpected(body);
  return ack;
}

base::Status decode_ack_subject(std::string_view subject, Delivery& delivery) {
  constexpr std::size_t words_least = 9;
  constexpr std::size_t added_in_front = 2;
  const auto words = words_of(subject);
  if (words.size() < words_least || words[0] != "$JS" || words[1] != "ACK")
    return base::Error{fmt::format("not a message of JetStream: replies go to {}", subject)};
  const std::size_t numbers = words.size() == words_least ? 4 : 4 + added_in_front;
  delivery.deliveries = number_in(words[numbers]);
  delivery.sequence = number_in(words[numbers + 1]);
  delivery.pending = number_in(words[numbers + 4]);
  return {};
}

}  // namespace dyntest::nats::detail
