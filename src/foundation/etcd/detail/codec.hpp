// The JSON bodies of etcd's HTTP gateway: requests from values, values from answers. No I/O.
//
// Format: the gRPC messages of etcd's rpc.proto in protobuf's JSON mapping. Bytes are base64,
// 64-bit numbers are decimal strings, zero and empty fields are left out. Streaming calls wrap each
// message:
// `{"result": {…}}`, one per line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/error.hpp"
#include "foundation/etcd/values.hpp"

namespace dyntest::etcd::detail {

// A key, or all keys from `first` to just before `end`.
struct KeyRange {
  std::string first;
  std::string end;  // empty = the one key

  static KeyRange of_key(std::string_view key);
  static KeyRange of_prefix(std::string_view prefix);
};

std::string encode_range(const KeyRange& range);
std::string encode_erase(const KeyRange& range);
std::string encode_put(std::string_view key, std::string_view value, LeaseId lease);
std::string encode_create(std::string_view key, std::string_view value, LeaseId lease);
std::string encode_grant(std::int64_t ttl_seconds, LeaseId lease);
std::string encode_lease(LeaseId lease);
std::string encode_count();  // of every key, and the revision
std::string encode_lease_life(LeaseId lease);
std::string encode_add_member(std::string_view peer_url);
std::string encode_member(MemberId member);
std::string encode_transferee(MemberId member);
std::string encode_disarm(const Alarm& alarm);
std::string encode_compact(std::int64_t revision);
// `from_revision` 0 = from now on.
std::string encode_watch(const KeyRange& range, std::int64_t from_revision);

struct LeaseGrant {
  LeaseId lease = 0;
  std::int64_t ttl_seconds = 0;  // of a keep-alive: 0 = the lease does not exist
};
struct WatchAnswer {
  bool created = false;
  std::string cancelled;              // why, if the watch is over
  std::int64_t compact_revision = 0;  // > 0: because these revisions have been compacted
  std::int64_t revision = 0;          // of the store
  std::vector<Event> events;
};

base::Result<Snapshot> decode_range(std::string_view body);
base::Result<std::int64_t> decode_erased(std::string_view body);
base::Result<std::int64_t> decode_revision(std::string_view body);
base::Result<bool> decode_succeeded(std::string_view body);
base::Result<LeaseGrant> decode_grant(std::string_view body);
base::Result<LeaseGrant> decode_keep_alive(std::string_view body);
base::Result<WatchAnswer> decode_watch(std::string_view line);
base::Result<MemberStatus> decode_status(std::string_view body);
base::Result<LeaseLife> decode_lease_life(std::string_view body);
base::Result<std::vector<Member>> decode_members(std::string_view body);
base::Result<Member> decode_added_member(std::string_view body);
base::Result<std::vector<Alarm>> decode_alarms(std::string_view body);
base::Status decode_nothing(std::string_view body);

// What a refusal says: etcd's own message, or the HTTP status and the start of the body.
struct Refusal {
  // Whether the call may have been carried out all the same.
  enum class Fate {
    refused,   // no, and no other member would do so
    not_done,  // no, but another member may
    unknown,
  };
  base::Error error;
  Fate fate = Fate::refused;
};
Refusal decode_refusal(int http_status, std::string_view body);

}  // namespace dyntest::etcd::detail
