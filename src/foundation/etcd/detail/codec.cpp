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

std::vector<std::string> texts(const Json& object, const char* name) {
  std::vector<std::string> all;
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array()) return all;
  for (const Json& entry : *found)
    if (entry.is_string()) all.push_back(entry.get<std::string>());
  return all;
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

Member cluster_member(const Json& json) {
  return {.id = number<MemberId>(json, "ID"),
          .name = text(json, "name"),
          .peer_urls = texts(json, "peerURLs"),
          .client_urls = texts(json, "clientURLs")};
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

std::string encode_count() {
  Json json = range_json(KeyRange::of_prefix(""));
  json["count_only"] = true;
  return json.dump();
}

std::string encode_lease_life(LeaseId lease) {
  return Json{{"ID", std::to_string(lease)}, {"keys", true}}.dump();
}

std::string encode_add_member(std::string_view peer_url) {
  return Json{{"peerURLs", Json::array({peer_url})}}.dump();
}

std::string encode_member(MemberId member) { return Json{{"ID", std::to_string(member)}}.dump(); }

std::string encode_transferee(MemberId member) {
  return Json{{"targetID", std::to_string(member)}}.dump();
}

std::string encode_disarm(const Alarm& alarm) {
  return Json{{"action", "DEACTIVATE"},
              {"memberID", std::to_string(alarm.member)},
              {"alarm", alarm.kind == Alarm::Kind::no_space ? "NOSPACE" : "CORRUPT"}}
      .dump();
}

std::string encode_compact(std::int64_t revision) {
  return Json{{"revision", std::to_string(revision)}, {"physical", true}}.dump();
}

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
  if (!json->contains("result")) return decode_refusal(200, body).error;
  return grant(member(*json, "result"));
}

base::Result<WatchAnswer> decode_watch(std::string_view line) {
  const auto json = parse(line);
  if (!json) return json.error();
  if (!json->contains("result")) return decode_refusal(200, line).error;
  const Json result = member(*json, "result");
  WatchAnswer answer;
  answer.created = flag(result, "created");
  answer.revision = number(member(result, "header"), "revision");
  if (flag(result, "canceled")) {
    answer.compact_revision = number(result, "compact_revision");
    answer.cancelled =
        answer.compact_revision != 0
            ? fmt::format("revisions before {} have been compacted", answer.compact_revision)
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
  const Json header = member(*json, "header");
  return MemberStatus{.version = text(*json, "version"),
                      .member = number<MemberId>(header, "member_id"),
                      .leader = number<MemberId>(*json, "leader"),
                      .term = number<std::uint64_t>(*json, "raftTerm"),
                      .revision = number(header, "revision"),
                      .file_bytes = number(*json, "dbSize"),
                      .in_use_bytes = number(*json, "dbSizeInUse")};
}

base::Result<LeaseLife> decode_lease_life(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  if (number(*json, "TTL") < 0) return base::Error{"the lease is gone"};
  LeaseLife life{.granted_seconds = number(*json, "grantedTTL"),
                 .left_seconds = number(*json, "TTL"),
                 .keys = {}};
  for (const std::string& key : texts(*json, "keys"))
    life.keys.push_back(base64_decode(key).value_or(""));
  return life;
}

base::Result<std::vector<Member>> decode_members(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  std::vector<Member> all;
  for (const Json& one : members(*json, "members")) all.push_back(cluster_member(one));
  return all;
}

base::Result<Member> decode_added_member(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  const Member added = cluster_member(member(*json, "member"));
  if (added.id == 0) return unexpected(body);
  return added;
}

base::Result<std::vector<Alarm>> decode_alarms(std::string_view body) {
  const auto json = parse(body);
  if (!json) return json.error();
  std::vector<Alarm> all;
  for (const Json& one : members(*json, "alarms")) {
    const bool corrupt = text(one, "alarm") == "CORRUPT";
    all.push_back({.member = number<MemberId>(one, "memberID"),
                   .kind = corrupt ? Alarm::Kind::corrupt : Alarm::Kind::no_space});
  }
  return all;
}

base::Status decode_nothing(std::string_view body) {
  const auto json = parse(body);
  return json ? base::Status{} : base::Status{json.error()};
}

namespace {

// Codes of gRPC (its statuscodes.md).
enum Code : int { ok = 0, cancelled = 1, unknown = 2, deadline_exceeded = 4, unavailable = 14 };

std::string refusal_text(int http_status, std::string_view body, const Json& json) {
  if (json.is_object()) {
    const Json wrapped = member(json, "error");  // streams: {"error": {"message": …}}
    for (const std::string& message : {text(json, "message"), text(wrapped, "message")}) {
      if (!message.empty()) return message;
    }
    if (const std::string error = text(json, "error"); !error.empty()) return error;
  }
  return fmt::format("HTTP status {}: {}", http_status, body.substr(0, quoted_bytes_max));
}

// etcd's own time-outs say nothing about the proposal, which may sit in another member's log.
Refusal::Fate fate_of(std::int64_t code, const std::string& message) {
  const auto says = [&](std::string_view part) { return message.find(part) != std::string::npos; };
  if (says("no leader") || says("too many requests")) return Refusal::Fate::not_done;
  const bool vague = code == Code::cancelled || code == Code::deadline_exceeded ||
                     code == Code::unavailable ||
                     (code == Code::unknown && (says("stopped") || says("dropped")));
  return vague ? Refusal::Fate::unknown : Refusal::Fate::refused;
}

}  // namespace

Refusal decode_refusal(int http_status, std::string_view body) {
  const Json json = Json::parse(body, nullptr, false);
  std::string message = refusal_text(http_status, body, json);
  // A proxy that speaks no gRPC: 502 to 504.
  std::int64_t code = http_status >= 502 && http_status <= 504 ? Code::unavailable : Code::ok;
  if (json.is_object() && json.contains("code")) code = number(json, "code");
  const Refusal::Fate fate = fate_of(code, message);
  if (message.find("database space exceeded") != std::string::npos)
    return {base::Error{std::move(message), out_of_space}, fate};
  if (message.find("has been compacted") != std::string::npos)
    return {base::Error{std::move(message), compacted}, fate};
  return {base::Error{std::move(message)}, fate};
}

}  // namespace dyntest::etcd::detail
