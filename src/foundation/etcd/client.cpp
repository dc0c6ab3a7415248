#include "foundation/etcd/client.hpp"

#include <fmt/format.h>

#include "foundation/etcd/detail/codec.hpp"
#include "foundation/etcd/detail/gateway.hpp"

namespace dyntest::etcd {

using base::Result;
using detail::KeyRange;

Client::Client(std::string_view endpoints, base::Duration budget)
    : gateway_{std::make_shared<detail::Gateway>(endpoints)}, budget_{budget} {}

const std::string& Client::endpoint() const { return gateway_->endpoint(); }
const std::string& Client::endpoints() const { return gateway_->endpoints(); }

template <class Decode>
auto Client::call(std::string_view name, std::string body, Decode decode) {
  using Decoded = decltype(decode(std::string_view{}));
  auto answer = gateway_->call(name, std::move(body), base::Deadline::in(budget_));
  if (!answer) return Decoded{answer.error()};
  Decoded decoded = decode(*answer);
  if (!decoded) return Decoded{gateway_->failed(decoded.error())};
  return decoded;
}

Result<std::optional<KeyValue>> Client::get(std::string_view key) {
  auto found = call("kv/range", detail::encode_range(KeyRange::of_key(key)), detail::decode_range);
  if (!found) return found.error();
  if (found->entries.empty()) return std::optional<KeyValue>{};
  return std::optional{std::move(found->entries.front())};
}

Result<Snapshot> Client::get_prefix(std::string_view prefix) {
  return call("kv/range", detail::encode_range(KeyRange::of_prefix(prefix)), detail::decode_range);
}

Result<std::int64_t> Client::revision() {
  return call("kv/range", detail::encode_count(), detail::decode_revision);
}

Result<std::int64_t> Client::put(std::string_view key, std::string_view value, LeaseId lease) {
  return call("kv/put", detail::encode_put(key, value, lease), detail::decode_revision);
}

Result<bool> Client::create_if_absent(std::string_view key, std::string_view value, LeaseId lease) {
  return call("kv/txn", detail::encode_create(key, value, lease), detail::decode_succeeded);
}

Result<std::int64_t> Client::erase(std::string_view key) {
  return call("kv/deleterange", detail::encode_erase(KeyRange::of_key(key)), detail::decode_erased);
}

Result<std::int64_t> Client::erase_prefix(std::string_view prefix) {
  return call("kv/deleterange", detail::encode_erase(KeyRange::of_prefix(prefix)),
              detail::decode_erased);
}

Result<Lease> Client::grant(std::chrono::seconds ttl, LeaseId id) {
  const auto asked = base::Clock::now();
  auto granted = call("lease/grant", detail::encode_grant(ttl.count(), id), detail::decode_grant);
  if (!granted) return granted.error();
  return Lease{gateway_, granted->lease, std::chrono::seconds{granted->ttl_seconds}, asked};
}

Result<LeaseId> Client::grant_unattended(std::chrono::seconds ttl, LeaseId id) {
  auto granted = call("lease/grant", detail::encode_grant(ttl.count(), id), detail::decode_grant);
  if (!granted) return granted.error();
  return granted->lease;
}

Result<std::chrono::seconds> Client::keep_alive(LeaseId lease) {
  auto renewed = call("lease/keepalive", detail::encode_lease(lease), detail::decode_keep_alive);
  if (!renewed) return renewed.error();
  if (renewed->ttl_seconds > 0) return std::chrono::seconds{renewed->ttl_seconds};
  return gateway_->failed(base::Error{fmt::format("lease {:x} is gone", lease)});
}

base::Status Client::revoke(LeaseId lease) {
  auto revoked = call("lease/revoke", detail::encode_lease(lease), detail::decode_revision);
  if (!revoked) return revoked.error();
  return {};
}

Result<Watch> Client::watch(std::string_view prefix, std::int64_t from_revision) {
  return Watch::create(gateway_, prefix, from_revision, base::Deadline::in(budget_));
}

Result<LastingWatch> Client::watch_lasting(std::string_view prefix, std::int64_t from_revision) {
  auto watch = this->watch(prefix, from_revision);
  if (!watch) return watch.error();
  return LastingWatch{*std::move(watch)};
}

Result<LeaseLife> Client::lease_life(LeaseId lease) {
  return call("lease/timetolive", detail::encode_lease_life(lease), detail::decode_lease_life);
}

Result<MemberStatus> Client::status() {
  return call("maintenance/status", "{}", detail::decode_status);
}

Result<std::vector<Member>> Client::members() {
  return call("cluster/member/list", "{}", detail::decode_members);
}

Result<Member> Client::add_member(std::string_view peer_url) {
  return call("cluster/member/add", detail::encode_add_member(peer_url),
              detail::decode_added_member);
}

base::Status Client::remove_member(MemberId member) {
  return call("cluster/member/remove", detail::encode_member(member), detail::decode_nothing);
}

base::Status Client::move_leader(MemberId to) {
  return call("maintenance/transfer-leadership", detail::encode_transferee(to),
              detail::decode_nothing);
}

Result<std::vector<Alarm>> Client::alarms() {
  return call("maintenance/alarm", R"({"action": "GET"})", detail::decode_alarms);
}

base::Status Client::disarm(const Alarm& alarm) {
  return call("maintenance/alarm", detail::encode_disarm(alarm), detail::decode_nothing);
}

base::Status Client::compact(std::int64_t revision) {
  return call("kv/compaction", detail::encode_compact(revision), detail::decode_nothing);
}

base::Status Client::defragment() {
  return call("maintenance/defragment", "{}", detail::decode_nothing);
}

}  // namespace dyntest::etcd
