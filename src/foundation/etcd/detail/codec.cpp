#include "foundation/etcd/detail/codec.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "foundation/etcd/detail/base64.hpp"

namespace dyntest::etcd::detail {
namespace {

using Json = nlohmann::json;

constexpr std::size_t quoted_bytes_max = 200;

base::Error unexpected(std::string_view body) {
  return base::Error{fmt::format("unexpected answer: {}", body.substr(0, quoted_bytes_max))};
}

// The answer as an object; anything else is an error.
base::Result<Json> parse(std::string_view body) {
  Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return unexpected(body);
  return json;
}

// Absent fields read as an empty object, 0, "" or false, as protobuf means them.
Json member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_object() ? *found : Json::object();
}

std::vector<Json> members(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array()) return {};
  return {found->begin(), found->end()};
}

std::string text(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

bool flag(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

template <class Number = std::int64_t>
Number number(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return 0;
  if (found->is_number_integer()) return found->get<Number>();
  const std::string digits = text(object, name);
  Number value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string bytes(const Json& object, const char* name) {
  return base64_decode(text(object, name)).value_or("");
}

KeyValue key_value(const Json& json) {
  return {.key = bytes(json, "key"),
          .value = bytes(json, "value"),
          .lease = number(json, "lease"),
          .create_revision = number(json, "create_revision"),
          .mod_revision = number(json, "mod_revision"),
          .version = number(json, "version")};
}

Json range_json(const KeyRange& range) {
  Json json{{"key", base64_encode(range.first)}};
  if (!range.end.empty()) json["range_end"] = base64_encode(range.end);
  return json;
}

Json put_json(std::string_view key, std::string_view value, LeaseId lease) {
  return {{"key", base64_encode(key)},
          {"value", base64_encode(value)},
          {"lease", std::to_string(lease)}};
}

LeaseGrant grant(const Json& json) {
  return {.lease = number(json, "ID"), .ttl_seconds = number(json, "TTL")};
}

}  // namespace

KeyRange KeyRange::of_key(std::string_view key) { return {std::string{key}, {}}; }

// The end of a prefix is the prefix with its last byte incremented; bytes 0xff are dropped first,
// and
// "\0" means the end of all keys (etcd's clientv3.GetPrefixRangeEnd).
KeyRange KeyRange::of_prefix(std::string_view prefix) {
  const std::string nul(1, '\0');
  std::string end{prefix};
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (end.empty()) return {prefix.empty() ? nul : std::string{prefix}, nul};
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1u);
  return {std::string{prefix}, end};
}

std::string encode_range(const KeyRange& range) { return range_json(range).dump(); }
std::string encode_erase(const KeyRange& range) { return range_json(range).dump(); }

std::string encode_put(std::string_view key, std::string_view value, LeaseId lease) {
  return put_json(key, value, lease).dump();
}

std::string encode_create(std::string_view key, std::string_view value, LeaseId lease) {
  const Json absent{
      {"key", base64_encode(key)}, {"target", "VERSION"}, {"result", "EQUAL"}, {"version", "0"}};
  const Json put{{"request_put", put_json(key, value, lease)}};
  return Json{{"compare", Json::array({absent})}, {"success", Json::array({put})}}.dump();
}

std::string encode_grant(std::int64_t ttl_seconds, LeaseId lease) {
  return Json{{"TTL", std::to_string(ttl_seconds)}, {"ID", std::to_string(lease)}}.dump();
}

std::string encode_lease(LeaseId lease) { return Json{{"ID", std::to_string(lease)}}.dump(); }

std::string encode_watch(const KeyRange& range, std::int64_t from_revision) {
  Json create = range_json(range);
  create["start_revision"] = std::to_string(from_revision);
  return Json{{"create_request", create}}.dump();
}

base::Result<Snapshot> decode_range(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  Snapshot snapshot{.entries = {}, .revision = number(member(*json, "header"), "revision")};
  for (const Json& entry : members(*json, "kvs")) snapshot.entries.push_back(key_value(entry));
  return snapshot;
}

base::Result<std::int64_t> decode_erased(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  return number(*json, "deleted");
}

base::Result<std::int64_t> decode_revision(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  return number(member(*json, "header"), "revision");
}

base::Result<bool> decode_succeeded(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  return flag(*json, "succeeded");
}

base::Result<LeaseGrant> decode_grant(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  if (number(*json, "ID") == 0) return unexpected(body);
  return grant(*json);
}

base::Result<LeaseGrant> decode_keep_alive(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  if (!json->contains("result")) return base::Error{decode_refusal(200, body)};
  return grant(member(*json, "result"));
}

base::Result<WatchAnswer> decode_watch(std::string_view line) {
  const auto json = parse(line);
  if (!json) return json.error();
  if (!json->contains("result")) return base::Error{decode_refusal(200, line)};
  const Json result = member(*json, "result");
  WatchAnswer answer{.created = flag(result, "created"), .cancelled = {}, .events = {}};
  if (flag(result, "canceled")) {
    const auto compacted = number(result, "compact_revision");
    answer.cancelled = compacted != 0
                           ? fmt::format("revisions before {} have been compacted", compacted)
                           : fmt::format("cancelled by etcd: {}", text(result, "cancel_reason"));
  }
  for (const Json& event : members(result, "events")) {
    const bool erased = text(event, "type") == "DELETE";
    answer.events.push_back({.kind = erased ? Event::Kind::erase : Event::Kind::put,
                             .entry = key_value(member(event, "kv"))});
  }
  return answer;
}

base::Result<MemberStatus> decode_status(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  return MemberStatus{.version = text(*json, "version"),
                      .member = number<std::uint64_t>(member(*json, "header"), "member_id"),
                      .leader = number<std::uint64_t>(*json, "leader")};
}

std::string decode_refusal(int http_status, std::string_view body) {
  const Json json = Json::parse(body, nullptr, false);
  if (json.is_object()) {
    const Json wrapped = member(json, "error");  // streams: {"error": {"message": …}}
    for (const std::string& message : {text(json, "message"), text(wrapped, "message")}) {
      if (!message.empty()) return message;
    }
    if (const std::string error = text(json, "error"); !error.empty()) return error;
  }
  return fmt::format("HTTP status {}: {}", http_status, body.substr(0, quoted_bytes_max));
}

}  // namespace dyntest::etcd::detail
