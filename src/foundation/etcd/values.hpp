// What etcd stores and reports, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "foundation/base/error.hpp"

namespace dyntest::etcd {

// 0 = no lease.
using LeaseId = std::int64_t;

struct KeyValue {
  std::string key;
  std::string value;
  LeaseId lease = 0;
  std::int64_t create_revision = 0;
  std::int64_t mod_revision = 0;
  std::int64_t version = 0;  // 1 when created, +1 with every put
  bool operator==(const KeyValue&) const = default;
};

// All keys of a prefix at one revision, in the order of their bytes. Watch from `revision + 1` to
// miss nothing and see nothing twice.
struct Snapshot {
  std::vector<KeyValue> entries;
  std::int64_t revision = 0;
  bool operator==(const Snapshot&) const = default;
};

struct Event {
  enum class Kind { put, erase };
  Kind kind = Kind::put;
  KeyValue entry;  // of an erase: key and mod_revision only. An expired lease erases too.
  bool operator==(const Event&) const = default;
};

using MemberId = std::uint64_t;

struct MemberStatus {
  std::string version;  // `3.4.23`
  MemberId member = 0;
  MemberId leader = 0;  // 0 = none elected
  std::uint64_t term = 0;
  std::int64_t revision = 0;
  std::int64_t file_bytes = 0;    // of the member's own database; what the quota limits
  std::int64_t in_use_bytes = 0;  // the rest comes free with a defragmentation
  bool leads() const { return member == leader && leader != 0; }
  bool operator==(const MemberStatus&) const = default;
};

struct Member {
  MemberId id = 0;
  std::string name;  // empty until it has started for the first time
  std::vector<std::string> peer_urls;
  std::vector<std::string> client_urls;  // empty until then, too
  bool operator==(const Member&) const = default;
};

struct Alarm {
  enum class Kind { no_space, corrupt };
  MemberId member = 0;
  Kind kind = Kind::no_space;
  bool operator==(const Alarm&) const = default;
};

struct LeaseLife {
  std::int64_t granted_seconds = 0;
  std::int64_t left_seconds = 0;
  std::vector<std::string> keys;
  bool operator==(const LeaseLife&) const = default;
};

// Kinds of errors (base::Error::is).
// The database has reached its quota: only reads and erasures are accepted, see Client::disarm.
inline constexpr base::ErrorKind out_of_space{"out of space"};
// A revision was asked for that a compaction has removed.
inline constexpr base::ErrorKind compacted{"compacted"};
// A change was sent and no answer came: it may have been made, or may yet be made, or not.
inline constexpr base::ErrorKind outcome_unknown{"outcome unknown"};

}  // namespace dyntest::etcd
